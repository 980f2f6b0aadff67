"""Builders of happenings, with a default for everything that a test does not care about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Unpack

import attrs

from openphone_crm.testing.event_fields import CallFields, CardFields, TextFields
from openphone_crm.testing.happenings import (
    NOON,
    SHOP_LINE,
    Call,
    ContactCard,
    Happening,
    MenuChoice,
    Other,
    Recording,
    Summary,
    Text,
    Transcript,
    Utterance,
    Voicemail,
)
from openphone_crm.testing.identifiers import digest, media_id

SEND_DELAY = timedelta(milliseconds=137)
GREETING = (
    Utterance("Thanks for calling, how can I help?", 0.4, 2.9),
    Utterance("Hi, I wanted to ask about a crack in our slab.", 3.2, 6.8, is_external=True),
)


def message_received(text: str = "Hi", **fields: Unpack[TextFields]) -> Happening:
    """Somebody texts the shop."""
    return _about_text("message.received", Text(text=text, **fields))


def message_delivered(
    text: str = "Hello", *, to: str = "+14255550123", **fields: Unpack[TextFields]
) -> Happening:
    """A text of the shop arrives."""
    return _about_text("message.delivered", _sent(text, to, fields))


def message_failed(
    text: str = "Hello", *, to: str = "+14255550123", **fields: Unpack[TextFields]
) -> Happening:
    """A text of the shop could not be sent, for now (2026-03-30 only)."""
    return _about_text("message.failed", _sent(text, to, fields))


def message_undelivered(
    text: str = "Hello", *, to: str = "+14255550123", error_code: str = "30006", **fields: Unpack[TextFields]
) -> Happening:
    """A text of the shop never arrives (2026-03-30 only)."""
    return _about_text("message.undelivered", attrs.evolve(_sent(text, to, fields), error_code=error_code))


def answered(*, rings: int = 6, talks: int = 60, by: str | None = None, **fields: Unpack[CallFields]) -> Call:
    """A call that was answered after some seconds of ringing, and lasted some seconds more."""
    call = Call(**fields)
    answered_at = (call.created_at + timedelta(seconds=rings)).replace(microsecond=0)
    return attrs.evolve(
        call,
        answered_at=answered_at,
        answered_by=by or call.line.user_id,
        completed_at=answered_at + timedelta(seconds=talks),
    )


def unanswered(*, rings: int = 20, voicemail: Voicemail | None = None, **fields: Unpack[CallFields]) -> Call:
    """A call that nobody answered, with the voicemail that was left, if any."""
    call = Call(voicemail=voicemail, **fields)
    greeting_and_words = 6 + voicemail.duration if voicemail else 0
    ends = call.created_at + timedelta(seconds=rings + greeting_and_words)
    return attrs.evolve(call, completed_at=ends.replace(microsecond=0))


def call_ringing(call: Call | None = None) -> Happening:
    """A phone rings: at this moment nothing else is known of the call."""
    call = call or answered()
    ringing = attrs.evolve(
        call,
        answered_at=None,
        answered_by=None,
        completed_at=None,
        forwarded_to=None,
        voicemail=None,
        recordings=(),
    )
    return Happening(type="call.ringing", subject=ringing, at=call.created_at + SEND_DELAY)


def call_answered(call: Call | None = None) -> Happening:
    """Somebody takes a call (2026-03-30 only)."""
    call = call or answered()
    running = attrs.evolve(call, completed_at=None, recordings=())
    return Happening(
        type="call.answered", subject=running, at=(call.answered_at or call.created_at) + SEND_DELAY
    )


def call_menu_selected(call: Call | None = None) -> Happening:
    """A caller presses a key in the phone menu (2026-03-30 only)."""
    chosen = call or answered(menu=MenuChoice())
    return Happening(type="call.menu.selected", subject=chosen, at=chosen.created_at + timedelta(seconds=2))


def call_forwarded(call: Call | None = None) -> Happening:
    """A call is passed on to another number (2026-03-30 only)."""
    return _at_end("call.forwarded", call or unanswered(forwarded_to="+12065550177"))


def call_missed(call: Call | None = None) -> Happening:
    """Nobody took a call (2026-03-30 only; elsewhere it is a call.completed that nobody answered)."""
    return _at_end("call.missed", call or unanswered())


def call_completed(call: Call | None = None) -> Happening:
    """A call ends, answered or not."""
    return _at_end("call.completed", call or answered())


def call_voicemail_completed(call: Call | None = None, *, after: int = 4) -> Happening:
    """A voicemail can be heard and read (2026-03-30 only)."""
    return _at_end("call.voicemail.completed", call or unanswered(voicemail=Voicemail()), after=after)


def call_recording_completed(call: Call | None = None, *, after: int = 5) -> Happening:
    """The recording of a call can be heard: one segment, unless the call has its own."""
    call = call or answered()
    recordings = call.recordings or (recording_of(call),)
    return _at_end("call.recording.completed", attrs.evolve(call, recordings=recordings), after=after)


def recording_of(call: Call) -> Recording:
    """The one recording of a call, from its answer to its end."""
    starts = call.answered_at or call.created_at
    return Recording(
        duration=int(((call.completed_at or starts) - starts).total_seconds()),
        started_at=starts,
        url=f"https://storage.googleapis.com/opstatics/{media_id(call.id)}.mp3",
        name=digest("recording", call.id)[:20],
    )


def call_transcript_completed(
    call: Call | None = None,
    dialogue: Sequence[Utterance] | None = GREETING,
    *,
    status: str = "completed",
    after: int = 7,
) -> Happening:
    """The words of a call can be read."""
    call = call or answered()
    words = tuple(dialogue) if dialogue is not None else None
    happening = _at_end("call.transcript.completed", call, after=after)
    transcript = Transcript(call=call, dialogue=words, status=status, created_at=happening.at)
    return attrs.evolve(happening, subject=transcript)


def call_summary_completed(
    call: Call | None = None,
    summary: Sequence[str] | None = ("The caller asked about a crack in a slab.",),
    next_steps: Sequence[str] | None = ("Call back with a date for an inspection.",),
    *,
    status: str = "completed",
    after: int = 9,
) -> Happening:
    """The summary of a call can be read."""
    call = call or answered()
    said = Summary(
        call=call,
        summary=tuple(summary) if summary is not None else None,
        next_steps=tuple(next_steps) if next_steps is not None else None,
        status=status,
    )
    return attrs.evolve(_at_end("call.summary.completed", call, after=after), subject=said)


def contact_updated(first_name: str | None = "Ann", **fields: Unpack[CardFields]) -> Happening:
    """A person creates or edits a contact in Quo."""
    card = ContactCard(first_name=first_name, **fields)
    return Happening(type="contact.updated", subject=card, at=card.updated_at)


def contact_deleted(first_name: str | None = "Ann", **fields: Unpack[CardFields]) -> Happening:
    """A person deletes a contact in Quo."""
    card = ContactCard(first_name=first_name, **fields)
    return Happening(type="contact.deleted", subject=card, at=card.updated_at)


def task_assigned(task: str = "TKx1", *, to: str = "USx7Dana3M", at: datetime = NOON) -> Happening:
    """Somebody is given a task (2026-03-30 only: older payloads of tasks are not documented)."""
    return Happening(type="task.assigned", subject=Other(fields={"id": task, "assignedTo": to}), at=at)


def unknown_event(type_: str = "conversation.snoozed", *, at: datetime = NOON, **fields: Any) -> Happening:  # noqa: ANN401 - foreign JSON
    """Something of a type that nobody has documented yet."""
    return Happening(type=type_, subject=Other(fields={"id": "CNx1", **fields}), at=at)


def _about_text(type_: str, text: Text) -> Happening:
    return Happening(type=type_, subject=text, at=text.created_at + SEND_DELAY)


def _sent(text: str, to: str, fields: TextFields) -> Text:
    sender = fields.get("line", SHOP_LINE).number
    everything: TextFields = {"sender": sender, "recipients": (to,), **fields}
    return Text(text=text, direction="outgoing", **everything)


def _at_end(type_: str, call: Call, *, after: int = 0) -> Happening:
    ends = call.completed_at or call.created_at
    return Happening(type=type_, subject=call, at=ends + SEND_DELAY + timedelta(seconds=after))
