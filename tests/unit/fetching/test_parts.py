"""Recordings, transcripts and summaries that were announced."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest

from openphone_crm.crm import ItemKind
from openphone_crm.errors import RefusedError, StoreAwayError
from openphone_crm.remote import FetchedKind
from openphone_crm.testing import Generation, events
from openphone_crm.testing.happenings import Recording
from openphone_crm.testing.payloads import changed, render
from tests.unit.fetching.curious import AUDIO, CuriousShop

TALK = events.answered()
RECORDED = attrs.evolve(TALK, recordings=(Recording(),))
RECORDING: dict[str, Any] = {
    "id": f"CR{Recording().name}",
    "status": "completed",
    "startTime": "2026-04-13T19:00:00Z",
    "duration": 60,
    "url": AUDIO,
    "type": "audio/mpeg",
}
IN_PROGRESS = {**RECORDING, "status": "in-progress", "url": None, "type": None, "duration": None}
TRANSCRIPT = {
    "callId": TALK.id,
    "status": "completed",
    "dialogue": [{"content": "Hello.", "start": 0, "end": 1, "identifier": None, "userId": "USx1"}],
}
SUMMARY = {"callId": TALK.id, "status": "completed", "summary": ["A leak."], "nextSteps": []}
WORDS = (
    (FetchedKind.TRANSCRIPT, TRANSCRIPT, ItemKind.TRANSCRIPT),
    (FetchedKind.SUMMARY, SUMMARY, ItemKind.SUMMARY),
)


def hear_of_words(shop: CuriousShop, kind: FetchedKind) -> None:
    """Hear of a call, and that OpenPhone is at its words."""
    shop.hear(events.call_completed(TALK))
    if kind is FetchedKind.TRANSCRIPT:
        announced = events.call_transcript_completed(TALK)
    else:
        announced = events.call_summary_completed(TALK)
    shop.hear(announced, status="in-progress", dialogue=None, summary=None)
    shop.over(60, step=5)


def test_a_recording_without_a_url_is_asked_for(shop: CuriousShop) -> None:
    """A recording that OpenPhone is at is asked for at growing intervals, until it has its url."""
    shop.knows(FetchedKind.RECORDINGS, {"data": [IN_PROGRESS]}, RECORDED.id)
    shop.hear(events.call_recording_completed(RECORDED), recordings=[IN_PROGRESS])
    shop.over(35, step=5)
    before, asked = shop.call.expected, len(shop.questions)

    shop.knows(FetchedKind.RECORDINGS, {"data": [RECORDING]}, RECORDED.id)
    shop.over(60, step=5)

    assert (before, asked) == (("recording",), 3)
    assert [recording.url for recording in shop.call.recordings] == [AUDIO]
    assert (shop.call.expected, len(shop.questions)) == ((), 4)


@pytest.mark.parametrize("generation", [Generation.API_V4, Generation.APP_V3])
def test_a_recording_that_was_only_announced_is_asked_for(shop: CuriousShop, generation: Generation) -> None:
    """An event that brings no recording still says that there is one."""
    shop.knows(FetchedKind.RECORDINGS, {"data": [RECORDING]}, RECORDED.id)

    shop.hear(events.call_recording_completed(RECORDED), generation, recordings=None, media=[])
    shop.over(10)

    assert [recording.url for recording in shop.call.recordings] == [AUDIO]


def test_a_recording_that_failed_is_missing(shop: CuriousShop) -> None:
    """OpenPhone's last word ends the waiting at once."""
    shop.knows(FetchedKind.RECORDINGS, {"data": [{**IN_PROGRESS, "status": "failed"}]}, RECORDED.id)

    shop.hear(events.call_recording_completed(RECORDED), recordings=[IN_PROGRESS])
    shop.over(3600, step=60)

    assert (shop.call.expected, shop.call.missing) == ((), ("recording",))
    assert shop.questions == ["recordings"]


def test_a_recording_that_openphone_never_shows_is_missing(shop: CuriousShop) -> None:
    """After six hours nobody expects it any more."""
    shop.knows(FetchedKind.RECORDINGS, {"data": []}, RECORDED.id)
    shop.hear(events.call_recording_completed(RECORDED), recordings=[IN_PROGRESS])
    shop.over(5 * 3600, step=600)
    before = shop.call.expected

    shop.over(2 * 3600, step=600)

    assert (before, shop.call.expected, shop.call.missing) == (("recording",), (), ("recording",))


@pytest.mark.parametrize(("kind", "resource", "item"), WORDS)
def test_words_in_progress_are_asked_for(
    shop: CuriousShop, kind: FetchedKind, resource: dict[str, Any], item: ItemKind
) -> None:
    """Words that OpenPhone is at are asked for after a minute, and stand in the timeline then."""
    shop.knows(kind, {**resource, "status": "in-progress"}, TALK.id)
    hear_of_words(shop, kind)
    before = shop.call.expected

    shop.knows(kind, resource, TALK.id)
    shop.over(180, step=10)

    assert (before, shop.call.expected) == ((kind.value,), ())
    assert {each for each, _ in shop.lines} == {ItemKind.CALL, item}


@pytest.mark.parametrize(("kind", "resource", "item"), WORDS)
def test_words_are_missing_after_a_day(
    shop: CuriousShop, kind: FetchedKind, resource: dict[str, Any], item: ItemKind
) -> None:
    """Long calls take OpenPhone long; after a day there is nothing to wait for."""
    shop.knows(kind, {**resource, "status": "in-progress"}, TALK.id)
    hear_of_words(shop, kind)
    shop.over(23 * 3600, step=1800)
    before = shop.call.expected

    shop.over(2 * 3600, step=600)

    assert (before, shop.call.missing) == ((kind.value,), (kind.value,))
    assert item not in {each for each, _ in shop.lines}


@pytest.mark.parametrize(("kind", "resource", "item"), WORDS)
def test_words_that_the_plan_does_not_have_end_quietly(
    shop: CuriousShop, kind: FetchedKind, resource: dict[str, Any], item: ItemKind
) -> None:
    """Only the larger plans show words: that they are refused is nobody's fault."""
    shop.knows(kind, resource, TALK.id)
    shop.openphone.keep_failing(RefusedError("OpenPhone", 403))
    hear_of_words(shop, kind)

    shop.over(3600, step=600)

    assert (shop.call.missing, len(shop.questions), shop.unsent) == ((kind.value,), 1, [])
    assert item not in {each for each, _ in shop.lines}


@pytest.mark.parametrize("kind", [FetchedKind.TRANSCRIPT, FetchedKind.SUMMARY])
def test_words_that_there_are_not_are_missing(shop: CuriousShop, kind: FetchedKind) -> None:
    """OpenPhone says that there will be none: nobody waits for a day."""
    hear_of_words(shop, kind)

    shop.over(120, step=10)

    assert (shop.call.expected, shop.call.missing) == ((), (kind.value,))


def test_what_is_refused_is_a_dead_letter(shop: CuriousShop) -> None:
    """A question about a recording that OpenPhone does not like is our own mistake."""
    shop.openphone.keep_failing(RefusedError("OpenPhone", 400, "0900400"))

    shop.hear(events.call_recording_completed(RECORDED), recordings=[IN_PROGRESS])
    shop.over(600, step=60)

    assert [problem.is_final for problem in shop.unsent] == [True]


def test_nothing_is_asked_about_a_call_that_is_complete(shop: CuriousShop) -> None:
    """What webhooks have brought is not asked for."""
    shop.hear(events.call_completed(RECORDED))
    shop.hear(events.call_recording_completed(RECORDED))
    shop.hear(events.call_transcript_completed(RECORDED))

    shop.over(120, step=5)

    assert shop.questions == []


def test_what_the_key_may_not_see_is_given_up(shop: CuriousShop) -> None:
    """Recordings that OpenPhone does not show to this key are missing, asked for once, and no dead letter."""
    shop.openphone.keep_failing(RefusedError("OpenPhone", 403))
    shop.hear(events.call_recording_completed(RECORDED), recordings=[IN_PROGRESS])

    shop.over(86_400, step=600)

    assert shop.questions == ["recordings"]
    assert (shop.call.expected, shop.call.missing) == ((), ("recording",))
    assert shop.unsent == []
    assert shop.titles("pager") == ["OpenPhone does not allow something"]


def test_an_outage_is_waited_out(shop: CuriousShop) -> None:
    """Ten minutes in which nobody answers are no failure: what was asked for then comes after them."""
    shop.api_is_away()
    shop.hear(events.call_recording_completed(RECORDED), recordings=[IN_PROGRESS])
    shop.over(660, step=5)

    shop.openphone.recover()
    shop.knows(FetchedKind.RECORDINGS, {"data": [RECORDING]}, RECORDED.id)
    shop.over(1200, step=10)

    assert (shop.call.expected, shop.call.missing, len(shop.call.recordings)) == ((), (), 1)


def test_an_outage_without_end_is_given_up(shop: CuriousShop) -> None:
    """After six hours without an answer a recording is missing, and nothing has failed."""
    shop.api_is_away()
    shop.hear(events.call_recording_completed(RECORDED), recordings=[IN_PROGRESS])

    shop.over(7 * 3600, step=60)

    assert (shop.call.expected, shop.call.missing) == ((), ("recording",))
    assert shop.unsent == []


def test_a_store_that_is_away_is_no_answer(shop: CuriousShop) -> None:
    """It is told to whoever runs the work, as always, and not taken for OpenPhone's silence."""
    shop.openphone.fail(StoreAwayError("the store", "gone"))
    shop.hear(events.call_recording_completed(RECORDED), recordings=[IN_PROGRESS])

    with pytest.raises(StoreAwayError):
        shop.over(10)


def test_who_comes_late_is_as_patient(shop: CuriousShop) -> None:
    """After hours without workers a recording that OpenPhone is at is waited for all the same."""
    announced = changed(
        render(events.call_recording_completed(RECORDED), Generation.API_V4),
        {"data.object.recordings": [IN_PROGRESS]},
    )
    shop.receive_payload(announced, Generation.API_V4)
    shop.knows(FetchedKind.RECORDINGS, {"data": [IN_PROGRESS]}, RECORDED.id)
    shop.clock.advance(timedelta(hours=7))
    shop.over(30)
    before = (shop.call.expected, shop.call.missing)

    shop.knows(FetchedKind.RECORDINGS, {"data": [RECORDING]}, RECORDED.id)
    shop.over(60)

    assert before == (("recording",), ())
    assert (shop.call.expected, len(shop.call.recordings)) == ((), 1)
