"""Turns one beat of a story into the happenings that OpenPhone would tell of it, in some order of arrival."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, TypeAlias

import attrs

from openphone_crm.testing import events
from openphone_crm.testing.event_fields import CallFields
from openphone_crm.testing.happenings import (
    Call,
    Happening,
    Line,
    Media,
    Text,
    Voicemail,
)
from openphone_crm.testing.identifiers import Picker, activity_id, contact_id, digest, media_id
from openphone_crm.testing.shop.beats import (
    Assigns,
    Beat,
    Forwards,
    Misses,
    Replies,
    RingsOut,
    Saves,
    Says,
    Surprises,
    Talks,
)
from openphone_crm.testing.shop.customers import Customer

Happenings: TypeAlias = tuple[Happening, ...]

SONA: Final = "SYx2Sona7Q"
_TRANSCRIPT_READY: Final = 7
_ORDERS: Final = (
    ("completed", "recording", "transcript", "summary"),
    ("recording", "completed", "transcript", "summary"),
    ("completed", "summary", "recording", "transcript"),
    ("summary", "completed", "recording", "transcript"),
    ("transcript", "recording", "summary", "completed"),
)


@attrs.frozen(kw_only=True)
class Scene:
    """Where and when a beat is played: by whom, on which line, and by when it must be over."""

    customer: Customer
    line: Line
    ends_at: datetime
    seed: tuple[object, ...]
    media_base: str
    is_saved: bool = False

    @property
    def id(self) -> str:
        """The id of the message or call that the beat makes."""
        return activity_id(*self.seed)

    @property
    def contact_ids(self) -> tuple[str, ...]:
        """The contacts that Quo knows by the customer's number."""
        return (contact_id(self.customer.number),) if self.is_saved else ()

    def media_url(self, ending: str) -> str:
        """Return where a file of this beat is stored."""
        return f"{self.media_base}/{media_id(*self.seed)}{ending}"


def perform(beat: Beat, scene: Scene) -> Happenings:
    """Return what OpenPhone tells of a beat, in the order in which it arrives."""
    match beat:
        case Says() | Replies():
            return _texts(beat, scene)
        case Talks() | Misses() | RingsOut() | Forwards():
            return _calls(beat, scene)
        case Saves():
            return (_saves(beat, scene),)
        case Assigns():
            return (events.task_assigned(f"TKx{digest(*scene.seed)[:20]}", at=scene.ends_at),)
        case Surprises(type=type_):
            return (events.unknown_event(type_, at=scene.ends_at, id=f"XXx{digest(*scene.seed)[:20]}"),)


def _texts(beat: Says | Replies, scene: Scene) -> Happenings:
    sender, recipients = _parties(beat, scene)
    text = Text(
        text=beat.text,
        direction="incoming" if isinstance(beat, Says) else "outgoing",
        sender=sender,
        recipients=recipients,
        media=_pictures(beat, scene),
        created_at=scene.ends_at - timedelta(seconds=1),
        line=scene.line,
        contact_ids=scene.contact_ids,
        id=scene.id,
    )
    at = text.created_at + events.SEND_DELAY
    return tuple(
        Happening(type=type_, subject=attrs.evolve(text, error_code=error), at=at)
        for type_, error in _fates(beat)
    )


def _parties(beat: Says | Replies, scene: Scene) -> tuple[str, tuple[str, ...]]:
    outside = [scene.customer.number, *([scene.customer.partner_number] if beat.in_group else [])]
    if isinstance(beat, Replies):
        return scene.line.number, tuple(outside)
    sender = outside.pop(1 if beat.by_partner else 0)
    return sender, (scene.line.number, *outside)


def _fates(beat: Says | Replies) -> tuple[tuple[str, str | None], ...]:
    if isinstance(beat, Says):
        return (("message.received", None),)
    if beat.arrives:
        return (("message.delivered", None),)
    return (("message.failed", None), ("message.undelivered", "30006"))


def _pictures(beat: Says | Replies, scene: Scene) -> tuple[Media, ...]:
    pictures = beat.pictures if isinstance(beat, Says) else 0
    return (Media(url=scene.media_url(".jpeg")),) * pictures


def _call(scene: Scene, seconds: int) -> CallFields:
    return {
        "external": scene.customer.number,
        "created_at": scene.ends_at - timedelta(seconds=seconds),
        "line": scene.line,
        "contact_ids": scene.contact_ids,
        "id": scene.id,
    }


def _calls(beat: Talks | Misses | RingsOut | Forwards, scene: Scene) -> Happenings:
    match beat:
        case Talks():
            return _talks(beat, scene)
        case Misses():
            return _misses(beat, scene)
        case RingsOut():
            return _rings_out(beat, scene)
        case Forwards():
            return _forwards(beat, scene)


def _talks(beat: Talks, scene: Scene) -> Happenings:
    fields = _call(scene, beat.seconds)
    fields["direction"] = "outgoing" if beat.outgoing else "incoming"
    call = events.answered(
        rings=8, talks=beat.talk_seconds, by=SONA if beat.by_ai else scene.line.user_id, **fields
    )
    call = attrs.evolve(
        call, recordings=(attrs.evolve(events.recording_of(call), url=scene.media_url(".mp3")),)
    )
    parts = {
        "completed": events.call_completed(attrs.evolve(call, recordings=())),
        "recording": events.call_recording_completed(call),
        "transcript": events.call_transcript_completed(call, beat.dialogue, after=_TRANSCRIPT_READY),
        "summary": events.call_summary_completed(call, beat.summary, beat.next_steps),
    }
    order = Picker("order", *scene.seed).choice(_ORDERS)
    return (*_beginning(beat, call), *(parts[part] for part in order))


def _beginning(beat: Talks, call: Call) -> Happenings:
    menu = (events.call_menu_selected(call),) if beat.menu else ()
    return events.call_ringing(call), *menu, events.call_answered(call)


def _rings_out(beat: RingsOut, scene: Scene) -> Happenings:
    call = attrs.evolve(events.unanswered(rings=24, **_call(scene, beat.seconds)), direction="outgoing")
    return events.call_ringing(call), events.call_completed(call)


def _forwards(beat: Forwards, scene: Scene) -> Happenings:
    call = events.unanswered(rings=18, **_call(scene, beat.seconds))
    call = attrs.evolve(call, forwarded_to=beat.to)
    return events.call_ringing(call), events.call_forwarded(call), events.call_completed(call)


def _misses(beat: Misses, scene: Scene) -> Happenings:
    left = _left(beat.voicemail, beat.voicemail_seconds, scene) if beat.voicemail else None
    call = events.unanswered(rings=22, voicemail=left, **_call(scene, beat.seconds))
    heard = (events.call_voicemail_completed(call),) if left else ()
    happenings = (events.call_missed(call), events.call_completed(call), *heard)
    # A voicemail is sometimes told before the call that it belongs to.
    return tuple(reversed(happenings)) if Picker("order", *scene.seed).happens(one_in=3) else happenings


def _left(words: str, seconds: int, scene: Scene) -> Voicemail:
    return Voicemail(
        transcript=words,
        duration=seconds,
        url=scene.media_url(".mp3"),
        id=f"VMx{digest(*scene.seed)[:20]}",
    )


def _saves(beat: Saves, scene: Scene) -> Happening:
    customer = scene.customer
    return events.contact_updated(
        customer.first,
        last_name=customer.last,
        company=beat.company,
        # Half of the cards hold an e-mail address, and are told in another form for it.
        emails=(customer.email,) if Picker("card", customer.number).happens(one_in=2) else (),
        phone_numbers=(customer.number,),
        created_at=scene.ends_at - timedelta(seconds=3),
        updated_at=scene.ends_at,
        line=scene.line,
        id=contact_id(customer.number),
    )
