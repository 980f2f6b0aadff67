"""What of a text, a call or a voicemail is to be read, and whose contact it may change."""

from __future__ import annotations

from collections.abc import Collection

from openphone_crm.crm import Call, Message, Summary, Transcript, Voicemail
from openphone_crm.events import Direction, ProcessingState, Utterance
from openphone_crm.extraction.sources import Source, SourceKind, SourceLine
from openphone_crm.phones import is_phone_number


def matter_of_message(message: Message) -> Source | None:
    """An incoming text; in a group, too, only its sender's contact may be changed."""
    if message.direction is not Direction.INCOMING or not _has_words(message.text):
        return None
    return Source(
        kind=SourceKind.MESSAGE,
        id=message.id,
        openphone_id=message.openphone_id,
        occurred_at=message.occurred_at,
        lines=_lines(message.text or ""),
        contact_number=_contact_number([message.from_number]),
        conversation_id=message.conversation_id,
    )


def matter_of_voicemail(voicemail: Voicemail, call: Call | None) -> Source | None:
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
        contact_number=_contact_number([caller]),
        conversation_id=voicemail.conversation_id,
    )


def matter_of_transcript(
    transcript: Transcript, call: Call | None, parties: Collection[str]
) -> Source | None:
    """
    What was said in a call, line by line; `parties` are the outside numbers of its conversation.

    Only the one outside speaker's contact may be changed, and nobody's where there are several:
    who of them a name belongs to, nobody can tell.
    """
    said = [line for line in transcript.dialogue if _has_words(line.text)]
    if transcript.state is not ProcessingState.COMPLETED or not said:
        return None
    lines = tuple(_spoken(line, parties) for line in said)
    outside = {line.speaker for line in lines if line.is_ours is False}
    return Source(
        kind=SourceKind.TRANSCRIPT,
        id=transcript.id,
        openphone_id=transcript.call_openphone_id,
        occurred_at=call.occurred_at if call else transcript.reported_at,
        lines=lines,
        contact_number=_contact_number(outside),
        conversation_id=transcript.conversation_id,
    )


def matter_of_summary(summary: Summary, call: Call | None, parties: Collection[str]) -> Source | None:
    """What a call was about; it may change the contact of the one party that there was."""
    lines = [text for text in (*summary.summary, *summary.next_steps) if _has_words(text)]
    if summary.state is not ProcessingState.COMPLETED or not lines:
        return None
    return Source(
        kind=SourceKind.SUMMARY,
        id=summary.id,
        openphone_id=summary.call_openphone_id,
        occurred_at=call.occurred_at if call else summary.reported_at,
        lines=tuple(line for text in lines for line in _lines(text)),
        contact_number=_contact_number(parties),
        conversation_id=summary.conversation_id,
    )


def _has_words(text: str | None) -> bool:
    """Whether there is anything to read: one letter is the least."""
    return text is not None and any(character.isalpha() for character in text)


def _lines(text: str) -> tuple[SourceLine, ...]:
    return tuple(SourceLine(text=line) for line in text.splitlines() if line.strip())


def _spoken(line: Utterance, parties: Collection[str]) -> SourceLine:
    return SourceLine(
        # A line is a line: a quote never goes over from one speaker to the next.
        text=" ".join(line.text.split()),
        speaker=line.speaker,
        is_ours=_is_ours(line.speaker, parties),
        start=line.start,
        end=line.end,
    )


def _is_ours(speaker: str | None, parties: Collection[str]) -> bool | None:
    """Whether one of our people speaks: OpenPhone gives them a user id, and outside speakers their number."""
    if speaker is None:
        return None
    if speaker in parties:
        return False
    # A number that is not among the parties is our own, where the parties are known.
    return True if parties or not is_phone_number(speaker) else None


def _contact_number(numbers: Collection[str | None]) -> str | None:
    """The one number whose contact may be written; None where there are none or several."""
    known = {number for number in numbers if number}
    only = known.pop() if len(known) == 1 else None
    return only if only and is_phone_number(only) else None
