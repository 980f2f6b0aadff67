"""Tests of which recordings are the same."""

from __future__ import annotations

from itertools import permutations

import pytest

from openphone_crm.crm import Recording
from openphone_crm.events import RecordingCopy, RecordingsReported
from openphone_crm.recordings import add_recordings, location
from tests.unit.reports import minute, stamp

URL = "https://share.quo.com/v1/resource/call-recording/0123abcd.mp3"


def reported(*copies: RecordingCopy, version: float = 0, digest: str = "d") -> RecordingsReported:
    """A report of these recordings of one call."""
    return RecordingsReported(
        stamp=stamp(version, digest=digest), reported_at=minute(version), call_id="ACx2", recordings=copies
    )


def together(*reports: RecordingsReported) -> tuple[Recording, ...]:
    """The recordings of a call after these reports."""
    known: tuple[Recording, ...] = ()
    for report in reports:
        known = add_recordings(known, report)
    return known


@pytest.mark.parametrize(
    "url",
    [
        f"{URL}?sig=1",
        f"{URL}?sig=2#t=1",
        "http://share.quo.com/v1/resource/call-recording/0123abcd.mp3",
        "https://share.quo.com/v1/resource/call-recording/0123abcd_mono.mp3?sig=3",
        "HTTPS://share.quo.com/v1/resource/call-recording/0123abcd.mp3",
    ],
)
def test_signature_scheme_and_channel_make_no_other_file(url: str) -> None:
    """The query differs at each fetch, and the mono file is the same recording."""
    assert location(url) == location(URL)


def test_another_path_is_another_file() -> None:
    """`_mono` counts at the end of the name only."""
    assert location("https://a.example/x_mono/1.mp3") == "a.example/x_mono/1.mp3"


def test_one_recording_through_two_webhooks_is_one() -> None:
    """App webhooks tell the url, API webhooks an id too: the url says that they are the same."""
    app = reported(RecordingCopy(url=f"{URL}?sig=1", duration_seconds=290, state="completed"), digest="a")
    api = reported(RecordingCopy(openphone_id="CR1", url=f"{URL}?sig=2", state="completed"), digest="b")

    one_way, other_way = together(app, api), together(api, app)

    assert one_way == other_way
    assert [(found.openphone_id, found.duration_seconds) for found in one_way] == [("CR1", 290)]


def test_one_place_is_one_recording_whatever_the_ids() -> None:
    """A v4 and a 2026-03-30 webhook of one call name the same file by different ids."""
    api = reported(RecordingCopy(openphone_id="CR1", url=f"{URL}?sig=1"), version=1)
    current = reported(RecordingCopy(openphone_id="RE1", url=f"{URL}?sig=2"), version=2)

    one_way, other_way = together(api, current), together(current, api)

    assert one_way == other_way
    assert [found.openphone_id for found in one_way] == ["RE1"]


def test_two_ids_are_two_recordings() -> None:
    """A paused call has several recordings, wherever they lie."""
    found = together(
        reported(RecordingCopy(openphone_id="CR1", url=URL), RecordingCopy(openphone_id="CR2", url=URL))
    )

    assert [recording.openphone_id for recording in found] == ["CR1", "CR2"]


def test_a_third_copy_may_show_that_two_are_one() -> None:
    """In any order an id, a url, and both together end as one recording."""
    by_id = reported(RecordingCopy(openphone_id="CR1", state="in-progress"), version=1, digest="a")
    by_url = reported(RecordingCopy(url=URL, duration_seconds=290, state="completed"), version=2, digest="b")
    both = reported(
        RecordingCopy(openphone_id="CR1", url=URL, content_type="audio/mpeg"), version=3, digest="c"
    )

    found = {together(*order)[0].id for order in permutations([by_id, by_url, both])}
    ends = [together(*order) for order in permutations([by_id, by_url, both])]

    assert len(found) == 1
    assert all(end == ends[0] for end in ends)
    assert [(one.openphone_id, one.url, one.duration_seconds) for one in ends[0]] == [("CR1", URL, 290)]


def test_the_further_state_wins_a_tie() -> None:
    """Two copies of one moment: the one that is ready is newer."""
    making = reported(RecordingCopy(openphone_id="CR1", state="in-progress"), digest="z")
    ready = reported(RecordingCopy(openphone_id="CR1", url=URL, state="completed"), digest="a")

    assert {together(*order)[0].state for order in permutations([making, ready])} == {"completed"}


def test_a_copy_that_cannot_be_told_apart_is_left_out() -> None:
    """Without id and url nothing says which recording it is."""
    assert together(reported(RecordingCopy(duration_seconds=3))) == ()


def test_the_same_again_changes_nothing() -> None:
    """A repeated report adds no recording."""
    report = reported(RecordingCopy(openphone_id="CR1", url=URL))

    assert together(report, report) == together(report)
