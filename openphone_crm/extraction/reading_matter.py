"""What of a text, a call or a voicemail is to be read, and whose contact it may change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from openphone_crm.crm import Call, Message, Summary, Transcript, Voicemail
from openphone_crm.events import Direction, ProcessingState, Utterance
from openphone_crm.extraction.sources import Source, SourceKind, SourceLine
from openphone_crm.phones import is_phone_number
from openphone_crm.placement import sides_of

_PEOPLE: Final = ("US", "SY")
"""How OpenPhone's ids of those begin who speak for us: people, and its own assistant."""


def matter_of_message(message: Message, ours: Collection[str] = ()) -> Source | None:
    """
    An incoming text; in a group, too, only its sender's contact may be changed.

    `ours` are our own numbers, here and below: whoever writes or speaks from one of them is no customer.
    """
    if message.direction is not Direction.INCOMING or not _has_words(message.text):
        return None
    return Source(
        kind=SourceKind.MESSAGE,
        id=message.id,
        openphone_id=message.openphone_id,
        occurred_at=message.occurred_at,
        lines=_lines(message.text or ""),
        contact_number=_contact_number([message.from_number], ours),
        conversation_id=message.conversation_id,
    )


def matter_of_voicemail(voicemail: Voicemail, call: Call | None, ours: Collection[str] = ()) -> Source | None:
    """The words of a voicemail, said by whoever called."""
    direction = (call.direction if call else None) or voicemail.direction
    if direction is Direction.OUTGOING or not _has_words(voicemail.transcript):
        return None
    caller = voicemail.from_number or (call.from_number if call else None)
    return Source(
        kind=SourceKind.VOICEMAIL,
        id=voicemail.id,
        openphone_id=voicemail.key,
        occurred_at=call.occurred_at if call else voicemail.reported_at,
        lines=_lines(voicemail.transcript or ""),
        contact_number=_contact_number([caller], ours),
        conversation_id=voicemail.conversation_id,
    )


def matter_of_transcript(
    transcript: Transcript, call: Call | None, parties: Collection[str], ours: Collection[str] = ()
) -> Source | None:
    """
    What was said in a call, line by line; `parties` are the outside numbers of its conversation.

    Only the one outside speaker's contact may be changed, and nobody's where there are several:
    who of them a name belongs to, nobody can tell.
    """
    said = [line for line in transcript.dialogue if _has_words(line.text)]
    if transcript.state is not ProcessingState.COMPLETED or not said:
        return None
    ours = {*ours, *_inside(call, parties)}
    lines = tuple(_spoken(line, parties, ours) for line in said)
    outside = {line.speaker for line in lines if line.is_ours is False}
    return Source(
        kind=SourceKind.TRANSCRIPT,
        id=transcript.id,
        openphone_id=transcript.call_openphone_id,
        occurred_at=call.occurred_at if call else transcript.reported_at,
        lines=lines,
        # Somebody who took no part that is known of may still be on the line.
        contact_number=_contact_number(outside, ours) if outside.issubset(parties) else None,
        conversation_id=transcript.conversation_id,
    )


def matter_of_summary(
    summary: Summary, call: Call | None, parties: Collection[str], ours: Collection[str] = ()
) -> Source | None:
    """What a call was about; it may change the contact of the one party that there was."""
    told = (*summary.summary, *summary.next_steps)
    if summary.state is not ProcessingState.COMPLETED or not any(map(_has_words, told)):
        return None
    return Source(
        kind=SourceKind.SUMMARY,
        id=summary.id,
        openphone_id=summary.call_openphone_id,
        occurred_at=call.occurred_at if call else summary.reported_at,
        lines=_lines("\n".join(told)),
        contact_number=_contact_number(parties, ours),
        conversation_id=summary.conversation_id,
    )


def _has_words(text: str | None) -> bool:
    """Whether there is anything to read: one letter is the least."""
    return text is not None and any(character.isalpha() for character in text)


def _lines(text: str) -> tuple[SourceLine, ...]:
    # All of them, the empty ones too: places are counted in the text as it came.
    return tuple(SourceLine(text=line) for line in text.split("\n"))


def _spoken(line: Utterance, parties: Collection[str], ours: Collection[str]) -> SourceLine:
    return SourceLine(
        # A line is a line: a quote never goes over from one speaker to the next.
        text=" ".join(line.text.split()),
        speaker=line.speaker,
        is_ours=True if line.is_ours else _is_ours(line.speaker, parties, ours),
        start=line.start,
        end=line.end,
    )


def _is_ours(speaker: str | None, parties: Collection[str], ours: Collection[str]) -> bool | None:
    """Whether one of our people speaks: OpenPhone gives them a user id, and outside speakers their number."""
    if speaker is None:
        return None
    if speaker in ours or speaker.startswith(_PEOPLE):
        return True
    # Whether a number is somebody else's is known where the parties are.
    return False if parties and is_phone_number(speaker) else None


def _inside(call: Call | None, parties: Collection[str]) -> Iterable[str]:
    """The numbers of a call that are none of the parties', and so our own."""
    if call is None or not parties:
        return ()
    sender, receivers = sides_of(call)
    return {number for number in (sender, *receivers, call.our_number) if number and number not in parties}


def _contact_number(numbers: Iterable[str | None], ours: Collection[str]) -> str | None:
    """The one number whose contact may be written; None where there are none or several."""
    known = {number for number in numbers if number and number not in ours}
    only = known.pop() if len(known) == 1 else None
    return only if only and is_phone_number(only) else None
