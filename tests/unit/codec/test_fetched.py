"""Messages and the parts of calls as the API shows them, read as if a webhook had brought them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from openphone_crm.codec import is_unfinished
from openphone_crm.errors import PayloadError
from openphone_crm.events import (
    CallReported,
    Direction,
    MessageReported,
    ProcessingState,
    RecordingsReported,
    SummaryReported,
    TranscriptReported,
    Utterance,
    VoicemailReported,
)
from openphone_crm.remote import Fetched, FetchedKind, Surface
from openphone_crm.stamps import Stamp
from tests.unit.codec.decoded import at
from tests.unit.codec.shown import (
    RECORDING,
    SEGMENTS,
    V1_CALL,
    V1_MESSAGE,
    V1_SUMMARY,
    V1_TRANSCRIPT,
    V1_VOICEMAIL,
    reports,
    shown,
    the,
)
from tests.unit.payloads import ANN, AUDIO, BEN, CALL, SHOP


def states(fetched: Fetched) -> list[ProcessingState | None]:
    """How far the transcripts and summaries in it are."""
    return [r.state for r in reports(fetched) if isinstance(r, TranscriptReported | SummaryReported)]


@pytest.mark.parametrize("surface", Surface)
def test_a_message(surface: Surface) -> None:
    """A message has its words, its people and its own version, whichever surface shows it."""
    found = the(MessageReported, shown(FetchedKind.MESSAGE, V1_MESSAGE, surface))

    assert (found.direction, found.text, found.status) == (Direction.INCOMING, "Is it ready?", "received")
    assert (found.from_number, found.to_numbers) == (ANN, (SHOP,))
    assert found.stamp == Stamp(at("10:00:01"), 6, "")


def test_a_message_of_a_group_goes_to_all() -> None:
    """A text of ours to several people is one message."""
    found = the(MessageReported, shown(FetchedKind.MESSAGE, {**V1_MESSAGE, "from": SHOP, "to": [ANN, BEN]}))

    assert (found.from_number, found.to_numbers) == (SHOP, (ANN, BEN))


def test_a_message_without_a_status_has_the_usual_one() -> None:
    """What came was received, and what went was sent."""
    resources: list[Mapping[str, Any]] = [
        {**V1_MESSAGE, "status": None, "direction": way} for way in ("incoming", "outgoing")
    ]

    found = [the(MessageReported, shown(FetchedKind.MESSAGE, each)).status for each in resources]

    assert found == ["received", "sent"]


def test_a_message_without_a_direction_cannot_be_read() -> None:
    """Nobody could tell whose message it is."""
    with pytest.raises(PayloadError, match="direction"):
        reports(shown(FetchedKind.MESSAGE, V1_MESSAGE, direction=None))


def test_recordings() -> None:
    """Each recording has its id and its url; one that is worked on has no url yet."""
    waiting = {**RECORDING, "id": "CRx2", "status": "processing", "url": None, "type": None}

    found = the(RecordingsReported, shown(FetchedKind.RECORDINGS, {"data": [RECORDING, waiting]}))

    assert found.call_id == CALL
    assert [(each.openphone_id, each.url, each.state) for each in found.recordings] == [
        ("CRx1", AUDIO, "completed"),
        ("CRx2", None, "processing"),
    ]


@pytest.mark.parametrize("status", ["absent", "failed", "deleted"])
def test_a_recording_that_there_is_not_is_none(status: str) -> None:
    """Nothing is reported of a recording that failed, or is there no more."""
    resource = {"data": [{**RECORDING, "status": status, "url": None}]}

    assert reports(shown(FetchedKind.RECORDINGS, resource)) == ()


def test_a_voicemail() -> None:
    """A voicemail belongs to the call that was asked for, and tells that the call ended."""
    fetched = shown(FetchedKind.VOICEMAIL, V1_VOICEMAIL)

    found, call = the(VoicemailReported, fetched), the(CallReported, fetched)

    assert (found.call_openphone_id, found.duration_seconds) == (CALL, 11)
    assert (found.transcript, found.url) == ("Call me back.", AUDIO)
    assert (call.openphone_id, call.has_voicemail, call.ended) == (CALL, True, True)


def test_a_voicemail_in_progress_is_there_already() -> None:
    """Hardly anything is known of it, and that there is one."""
    nothing = {"status": "in-progress", "duration": None, "transcript": None, "recordingUrl": None}

    fetched = shown(FetchedKind.VOICEMAIL, {**V1_VOICEMAIL, **nothing})

    assert the(VoicemailReported, fetched).url is None
    assert the(CallReported, fetched).has_voicemail is True


def test_a_transcript_of_the_older_surface_is_one() -> None:
    """A whole transcript is read as that of a webhook."""
    found = the(TranscriptReported, shown(FetchedKind.TRANSCRIPT, V1_TRANSCRIPT))

    assert (found.call_id, found.state) == (CALL, ProcessingState.COMPLETED)
    assert [(line.speaker, line.text) for line in found.dialogue] == [(SHOP, "Hello."), (ANN, "Hi.")]


def test_the_transcripts_of_segments_are_joined() -> None:
    """Segments follow each other by when they began, in seconds from the beginning of the first."""
    found = the(TranscriptReported, shown(FetchedKind.TRANSCRIPT, {"data": SEGMENTS}, Surface.DATED))

    assert found.dialogue == (
        Utterance(speaker="USshop00001", text="Hello.", start=0.5, end=1.0, is_ours=True),
        Utterance(speaker=ANN, text="Hi.", start=61.5, end=62.0),
    )


@pytest.mark.parametrize("status", ["absent", "failed"])
def test_words_that_there_are_not_are_none(status: str) -> None:
    """Nothing is reported of a transcript or a summary that will not be."""
    fetched = [
        shown(FetchedKind.TRANSCRIPT, V1_TRANSCRIPT, status=status, dialogue=None),
        shown(FetchedKind.TRANSCRIPT, {"data": [{**SEGMENTS[0], "status": status}]}, Surface.DATED),
        shown(FetchedKind.TRANSCRIPT, {"data": []}, Surface.DATED),
        shown(FetchedKind.SUMMARY, V1_SUMMARY, status=status, summary=None),
    ]

    assert [reports(each) for each in fetched] == [()] * 4


def test_a_segment_in_progress_holds_the_transcript_up() -> None:
    """What was said is not complete before all of its segments are."""
    segments = [SEGMENTS[0], {**SEGMENTS[1], "status": "in-progress", "dialogue": None}]

    fetched = shown(FetchedKind.TRANSCRIPT, {"data": segments}, Surface.DATED)

    assert states(fetched) == [ProcessingState.IN_PROGRESS]


def test_a_summary() -> None:
    """A summary has its lines and what is to be done."""
    found = the(SummaryReported, shown(FetchedKind.SUMMARY, V1_SUMMARY))

    assert (found.call_id, found.summary, found.next_steps) == (CALL, ("She asked.",), ("Order it.",))


@pytest.mark.parametrize(
    ("kind", "resource", "is_open"),
    [
        (FetchedKind.MESSAGE, V1_MESSAGE, False),
        (FetchedKind.CALL, {**V1_CALL, "status": "in-progress"}, False),
        (FetchedKind.RECORDINGS, {"data": [RECORDING]}, False),
        (FetchedKind.RECORDINGS, {"data": [{**RECORDING, "status": "failed", "url": None}]}, False),
        (FetchedKind.RECORDINGS, {"data": [{**RECORDING, "status": "processing", "url": None}]}, True),
        (FetchedKind.RECORDINGS, {"data": []}, True),
        (FetchedKind.VOICEMAIL, V1_VOICEMAIL, False),
        (FetchedKind.VOICEMAIL, {**V1_VOICEMAIL, "status": "in-progress"}, True),
        (FetchedKind.TRANSCRIPT, {"data": SEGMENTS}, False),
        (FetchedKind.TRANSCRIPT, {"data": [*SEGMENTS, {"status": "in-progress"}]}, True),
        (FetchedKind.TRANSCRIPT, {**V1_TRANSCRIPT, "status": "in-progress"}, True),
        (FetchedKind.SUMMARY, {**V1_SUMMARY, "status": "failed"}, False),
        (FetchedKind.SUMMARY, {**V1_SUMMARY, "status": "in-progress"}, True),
    ],
)
def test_what_openphone_is_still_at(kind: FetchedKind, resource: Mapping[str, Any], is_open: bool) -> None:  # noqa: FBT001
    """A part in progress will be more; a call that goes on tells its end by itself."""
    assert is_unfinished(shown(kind, resource)) is is_open
