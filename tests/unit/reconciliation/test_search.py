"""Searching for gaps, and healing them."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from openphone_crm.errors import RateLimitedError, RefusedError, UnavailableError
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.reconciliation.runs import Tally
from openphone_crm.remote import FetchedKind, Surface
from openphone_crm.testing import events
from openphone_crm.testing.happenings import NOON
from openphone_crm.views import CallFilter
from tests.unit.reconciliation import shown
from tests.unit.reconciliation.shop import GappyShop

LONG_AGO = NOON - timedelta(days=30)


def test_what_no_webhook_brought_is_brought(shop: GappyShop) -> None:
    """A message, a call and all its parts stand in the timeline, and each was an event."""
    shop.openphone.put(shown.message(at=NOON), shown.call(at=NOON), shown.transcript(), shown.summary())
    shop.openphone.put(shown.recordings("https://media.example/r.mp3?sig=1"))

    run = shop.reconcile()

    kinds = ["call", "message", "recordings", "summary", "transcript"]
    assert [each.openphone_type for each in shop.healed] == [f"reconcile.{kind}" for kind in kinds]
    assert sorted(shop.texts()) == ["Hi", "call", "summary", "transcript"]
    assert run.tallies == dict.fromkeys(run.tallies, Tally(1, 1, 1))
    assert run.total == Tally(5, 5, 5)


def test_what_is_no_business_of_the_crm_is_not_missed(shop: GappyShop) -> None:
    """The text of a health check is neither brought in nor counted."""
    shop.openphone.put(shown.message(at=NOON))
    search = attrs.evolve(shop.search, leaves_out=lambda _: True)

    run = search.step(shop.begun())

    assert run.total == Tally()
    assert shop.healed == []


def test_found_again_nothing_is_missing(shop: GappyShop) -> None:
    """Another run through the same stretch brings nothing."""
    shop.openphone.put(shown.message(at=NOON), shown.call(at=NOON), shown.transcript())
    shop.openphone.put(shown.recordings("https://media.example/r.mp3?sig=1"))
    shop.reconcile()

    again = shop.reconcile()

    assert (again.total.missing, len(shop.healed)) == (0, 4)


def test_what_webhooks_brought_is_not_missing(shop: GappyShop) -> None:
    """However they spelled it."""
    text = events.message_received("Hi", created_at=NOON, id=shown.MESSAGE_ID)
    shop.tell(text)
    shop.openphone.put(shown.message(at=NOON))

    run = shop.reconcile()

    assert run.tallies == {"message": Tally(1, 0, 0)}


def test_what_was_brought_and_not_worked_on_is_brought_once(shop: GappyShop) -> None:
    """Two runs find it missing; one event brings it."""
    shop.openphone.put(shown.message(at=NOON))
    first = shop.reconciling().go_on(shop.begun())

    second = shop.reconciling().go_on(shop.begun())

    assert (first.total, second.total) == (Tally(1, 1, 1), Tally(1, 1, 0))
    assert len(shop.healed) == 1


def test_a_late_webhook_changes_nothing(shop: GappyShop) -> None:
    """What the API showed is as new, and stands where it stood."""
    happening = events.message_received("Hi", created_at=NOON, id=shown.MESSAGE_ID)
    shop.openphone.put(shown.message(at=NOON))
    shop.reconcile()
    before = shop.texts()

    shop.tell(happening)

    assert shop.texts() == before == ["Hi"]


def test_the_workers_are_woken(shop: GappyShop) -> None:
    """By the bell of each priority, after the events are stored."""
    shop.openphone.put(shown.message(at=NOON), shown.message("ACx2", at=LONG_AGO))

    shop.reconciling().go_on(shop.begun())

    assert set(shop.bell.hear()) == {Priority.CRITICAL, Priority.LOW}


def test_history_is_told_to_nobody(shop: GappyShop) -> None:
    """It has low priority, and leaves nothing unread; what is fresh is treated as always."""
    shop.openphone.put(shown.message(at=NOON), shown.message("ACx2", at=LONG_AGO, text="Old"))

    shop.reconcile()

    (conversation,) = shop.conversations
    assert {each.priority for each in shop.healed} == {Priority.CRITICAL, Priority.LOW}
    assert (conversation.unread_count, sorted(shop.texts())) == (1, ["Hi", "Old"])


def test_the_parts_of_an_old_call_are_history_too(shop: GappyShop) -> None:
    """Though they say nothing of when they were made."""
    shop.openphone.put(shown.call(at=LONG_AGO), shown.transcript(), shown.summary())

    shop.reconcile()

    assert {each.priority for each in shop.healed} == {Priority.LOW}


def test_a_call_that_is_whole_is_not_asked_about(shop: GappyShop) -> None:
    """Only what is lacking is asked for: here the recording, once."""
    shop.openphone.put(shown.call(at=NOON), shown.transcript(), shown.summary())
    shop.openphone.put(shown.recordings("https://media.example/r.mp3?sig=1"))
    shop.reconcile()
    shop.openphone.requests.clear()

    shop.reconcile()

    assert not [each for each in shop.openphone.requests if str(each).startswith("fetch")]


def test_the_older_api_is_asked_for_voicemails() -> None:
    """They come along with nothing there."""
    shop = GappyShop(Surface.V1)
    shop.openphone.put(shown.missed_of_v1(at=NOON), shown.voicemail())

    run = shop.reconcile()

    assert run.tallies["voicemail"] == Tally(1, 1, 1)
    assert "voicemail" in shop.texts()


def test_what_the_plan_does_not_have_is_asked_for_once(shop: GappyShop) -> None:
    """A refusal of transcripts holds for the whole run, and stops nothing else."""
    shop.openphone.put(shown.transcript())
    shop.openphone.put(*(shown.call(f"{shown.CALL_ID}{n or ''}", at=NOON) for n in range(3)))
    shop.openphone.not_in_the_plan.add(FetchedKind.TRANSCRIPT)
    run = shop.asked_parts_of(shop.begun())

    run = shop.search.step(run)

    assert run.whereabouts.refused == (FetchedKind.TRANSCRIPT,)
    assert sum("transcript" in each for each in shop.openphone.requests) == 1


def test_any_other_refusal_is_our_bug(shop: GappyShop) -> None:
    """It is raised, and not asked again and again."""
    shop.openphone.put(shown.message(at=NOON))
    shop.openphone.fail(RefusedError(what="OpenPhone", status=400))

    with pytest.raises(RefusedError):
        shop.reconcile()


def test_parts_of_group_calls_are_left_out(shop: GappyShop) -> None:
    """OpenPhone shows none of them; the call itself is brought."""
    shop.openphone.put(shown.call(at=NOON))
    shop.openphone.group_calls.add(shown.CALL_ID)

    run = shop.reconcile()

    assert run.tallies == {"call": Tally(1, 1, 1)}


def test_nothing_of_a_step_is_lost_when_it_has_to_wait(shop: GappyShop) -> None:
    """What was asked for before is brought in, and the rest is asked for by the next step."""
    shop.openphone.put(*(shown.call(f"ACx{n}", at=NOON) for n in range(3)))
    shop.openphone.too_busy_for.add("ACx1")
    run = shop.asked_parts_of(shop.begun())

    steps = [run := shop.search.step(run) for _ in range(2)]

    assert [len(each.whereabouts.to_ask) for each in steps] == [2, 0]


def test_a_step_that_cannot_begin_raises(shop: GappyShop) -> None:
    """Whoever takes it waits, and takes it again."""
    shop.openphone.put(shown.call("ACx1", at=NOON))
    shop.openphone.too_busy_for.add("ACx1")
    run = shop.asked_parts_of(shop.begun())

    with pytest.raises(RateLimitedError):
        shop.search.step(run)

    assert shop.search.step(run).whereabouts.to_ask == ()


def test_an_item_that_cannot_be_read_is_left_out(shop: GappyShop) -> None:
    """The log says so, and nothing waits for it."""
    shop.openphone.put(shown.message(at=NOON, direction="sideways"), shown.message("ACx2", at=NOON))

    run = shop.reconcile()

    assert run.tallies == {"message": Tally(1, 1, 1)}
    assert len(shop.read_notices) == 1


def test_a_person_who_was_erased_is_not_missed(shop: GappyShop) -> None:
    """What they wrote and said before is no gap, today or the next time; what they write now is."""
    shop.tell(events.message_received("Hi", created_at=NOON - timedelta(hours=1), id=shown.MESSAGE_ID))
    shop.erase_everybody()
    after = shop.clock.now() + timedelta(minutes=1)
    shop.openphone.put(
        shown.message(at=NOON - timedelta(hours=1)),
        shown.message("ACx2", at=NOON),
        shown.missed(at=NOON),
        shown.voicemail(),
        shown.message("ACx3", at=after, text="Me again"),
    )
    shop.clock.advance(seconds=300)

    runs = [shop.reconcile(), shop.reconcile()]

    assert [run.total.missing for run in runs] == [1, 0]
    assert shop.texts() == ["Me again"]
    assert shop.crm.calls.find(CallFilter(), PageRequest(9)).items == ()


def test_openphone_away_leaves_the_run_where_it_is(shop: GappyShop) -> None:
    """Whoever takes it up goes on from there."""
    shop.openphone.put(*(shown.message(f"ACx{n}", at=NOON) for n in range(120)))
    run = shop.search.step(shop.begun())
    shop.openphone.fail(UnavailableError("OpenPhone", "away"))

    with pytest.raises(UnavailableError):
        shop.search.step(run)

    assert shop.search.step(run).total.checked == 100
