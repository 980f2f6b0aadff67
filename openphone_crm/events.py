"""
What OpenPhone reports, in one language for its three generations of JSON.

An event reports a *copy* of a resource as it was at some moment. A field is None (or empty) where
this copy says nothing about it; handlers merge copies, so that order and repetition do not matter.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import attrs

from openphone_crm.stamps import Stamp


class Direction(StrEnum):
    """Seen from the shop: who started it."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class ProcessingState(StrEnum):
    """How far OpenPhone is with a summary, a transcript or a recording."""

    ABSENT = "absent"
    IN_PROGRESS = "in-progress"
    FAILED = "failed"
    COMPLETED = "completed"


@attrs.frozen
class Media:
    """A picture, a sound or a file: where OpenPhone keeps it, and its type when it says so."""

    url: str
    content_type: str | None = None


@attrs.frozen(kw_only=True)
class Utterance:
    """
    One line of a dialogue; `start` and `end` in seconds from the beginning of the call.

    `is_ours` tells that OpenPhone names one of our own people as its speaker, also where it gives a number.
    """

    speaker: str | None
    text: str
    start: float | None = None
    end: float | None = None
    is_ours: bool = False


@attrs.frozen(kw_only=True)
class RecordingCopy:
    """One recording of a call; legacy webhooks give it no id, processing ones no url yet."""

    openphone_id: str | None = None
    url: str | None = None
    content_type: str | None = None
    duration_seconds: float | None = None
    state: str | None = None
    started_at: datetime | None = None


@attrs.frozen(kw_only=True)
class _Report:
    stamp: Stamp
    """How new this copy is."""
    reported_at: datetime
    """When it happened, by the envelope; when it was received, where the envelope is silent."""


@attrs.frozen(kw_only=True)
class MessageReported(_Report):
    """A copy of a text message."""

    openphone_id: str
    direction: Direction | None = None
    text: str | None = None
    media: tuple[Media, ...] = ()
    status: str | None = None
    error_code: str | None = None
    from_number: str | None = None
    to_numbers: tuple[str, ...] = ()
    phone_number_id: str | None = None
    created_at: datetime | None = None
    deep_link: str | None = None


@attrs.frozen(kw_only=True)
class CallReported(_Report):
    """
    A copy of a call, thin or whole.

    `ended`, `forwarded`, `answered`, `ai_handled`, `has_voicemail` and `no_voicemail` are facts: True or
    not said.
    `talk_seconds` is the duration of the current webhook version only; the older one's includes
    ringing. `our_number` and `parties` are set where the payload itself tells the sides apart.
    """

    openphone_id: str
    direction: Direction | None = None
    status: str | None = None
    from_number: str | None = None
    to_numbers: tuple[str, ...] = ()
    our_number: str | None = None
    parties: tuple[str, ...] = ()
    phone_number_id: str | None = None
    created_at: datetime | None = None
    answered_at: datetime | None = None
    completed_at: datetime | None = None
    answered_by: str | None = None
    ended: bool | None = None
    forwarded: bool | None = None
    answered: bool | None = None
    ai_handled: bool | None = None
    has_voicemail: bool | None = None
    no_voicemail: bool | None = None
    talk_seconds: float | None = None
    deep_link: str | None = None


@attrs.frozen(kw_only=True)
class RecordingsReported(_Report):
    """Copies of a call's recordings; several when it was paused and resumed."""

    call_id: str
    recordings: tuple[RecordingCopy, ...]


@attrs.frozen(kw_only=True)
class VoicemailReported(_Report):
    """
    A copy of a voicemail.

    It belongs to `call_openphone_id`; where OpenPhone cannot name the call it has only its own
    `activity_id` and the numbers it brings.
    """

    call_openphone_id: str | None = None
    activity_id: str | None = None
    direction: Direction | None = None
    duration_seconds: float | None = None
    transcript: str | None = None
    url: str | None = None
    content_type: str | None = None
    from_number: str | None = None
    to_numbers: tuple[str, ...] = ()
    phone_number_id: str | None = None


@attrs.frozen(kw_only=True)
class TranscriptReported(_Report):
    """A copy of a call's transcript; it is a transcript only once its state is completed."""

    call_id: str
    state: ProcessingState | None = None
    dialogue: tuple[Utterance, ...] = ()


@attrs.frozen(kw_only=True)
class SummaryReported(_Report):
    """A copy of a call's summary; it is a summary only once its state is completed."""

    call_id: str
    state: ProcessingState | None = None
    summary: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ContactReported(_Report):
    """
    A contact as a person edited it in Quo.

    `fields` holds only what the payload speaks about; an empty text there says that the field is
    empty in Quo.
    """

    openphone_id: str
    fields: dict[str, str]
    numbers: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ContactDeleted(_Report):
    """A contact that a person deleted in Quo."""

    openphone_id: str
    numbers: tuple[str, ...] = ()


Report = (
    MessageReported
    | CallReported
    | RecordingsReported
    | VoicemailReported
    | TranscriptReported
    | SummaryReported
    | ContactReported
    | ContactDeleted
)
