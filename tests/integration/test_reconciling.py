"""What was lost on the way is found in OpenPhone's API and healed; the long form has 5,000 events."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import attrs
import pytest

from adapters.system_clock import SystemClock
from entrypoints.reconcile import reconcile
from entrypoints.stopping import Stopping
from openphone_crm.paging import PageRequest
from openphone_crm.reconciliation.runs import RunState, Tally
from openphone_crm.remote import Surface
from openphone_crm.testing.openphone_api import Fault
from openphone_crm.views import EventFilter
from tests.integration.gappy import Gappy, gappy_shop

LENGTH = "CRM_TEST_GAPPY_EVENTS"
"""`CRM_TEST_GAPPY_EVENTS=5000` is the proof."""
FEW = 150
EVENTS = int(os.environ.get(LENGTH, "300"))
A_FIFTH = 0.2


class ClockAhead(SystemClock):
    """A clock by which every lease of now is long over."""

    def now(self) -> datetime:
        """An hour from now."""
        return super().now() + timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Lend an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/crm.db"
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture
def shop(postgresql_url: str) -> Iterator[Gappy]:
    """Lend a shop that has lost a fifth of what it was told."""
    with gappy_shop(postgresql_url) as gappy:
        gappy.hear(FEW, lost=A_FIFTH)
        yield gappy


def test_what_was_lost_is_healed(database_url: str) -> None:
    """Nothing is missing, nothing is there twice, and what is delivered late changes nothing."""
    with gappy_shop(database_url) as shop:
        shop.hear(EVENTS, lost=A_FIFTH)
        before = shop.missing()

        run = shop.reconcile()

        looks = shop.looks()
        found = (shop.missing(), shop.doubled())
        shop.receive(shop.fake.dropped)
        late = shop.looks()
        again = shop.reconcile()
    assert before["message"] > EVENTS // 50
    assert (run.state, run.total.missing) == (RunState.DONE, run.total.healed)
    assert found == (Counter(), [])
    assert late == looks
    assert again.total.missing == 0


def test_the_older_api_heals_too(database_url: str) -> None:
    """Conversation by conversation; it shows none with short codes, and has no log."""
    with gappy_shop(database_url, surface=Surface.V1) as shop:
        shop.hear(EVENTS, lost=A_FIFTH)
        before = shop.missing()

        run = shop.reconcile()

        found = (shop.missing(), shop.doubled(), run.surface)
    assert before["message"] > 0
    assert found == (Counter(), [], Surface.V1)


def test_a_process_that_is_killed_is_followed_by_another(shop: Gappy) -> None:
    """Its run is in nobody's hand after a while, and goes on from its last step."""
    first = shop.reconciling("killed")
    run = first.begin(shop.window())
    for _ in range(3):
        run = first.step(run)
        first.book.save(run, by=first.worker, until=first.clock.now() + timedelta(minutes=1))
    shop.work()
    # One more step, of which nobody knows any more.
    first.step(run)
    second = attrs.evolve(shop.reconciling("second"), clock=ClockAhead())

    done = second.go_on(second.take(run))

    shop.work()
    assert done.id == run.id
    assert done.total.checked > run.total.checked
    assert (shop.missing(), shop.doubled()) == (Counter(), [])


def test_two_at_once_do_no_harm(shop: Gappy) -> None:
    """Two runs through the same days bring everything once."""
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(_gone_through, shop, f"{number}") for number in range(2)]
        totals = [each.result(timeout=120) for each in running]

    shop.work()
    assert (shop.missing(), shop.doubled()) == (Counter(), [])
    assert totals[0].checked == totals[1].checked


def test_a_storm_of_refusals_is_sat_out(shop: Gappy) -> None:
    """In the middle of a run, by a person's command; it goes on by itself and loses nothing."""
    stopping = Stopping()
    reconciling = shop.reconciling()
    run = reconciling.begin(shop.window())
    run = reconciling.step(run)
    reconciling.book.save(run, by=reconciling.worker, until=reconciling.clock.now())
    storm = [Fault.RATE_LIMITED_BY_HEADER, Fault.FAILING, Fault.RATE_LIMITED_BY_HEADER, Fault.OVERLOADED]
    shop.fake.fail(*storm, on="GET")

    done = reconcile(shop.application, reconciling, run, stopping=stopping)

    assert done.state is RunState.DONE
    assert (shop.missing(), shop.doubled()) == (Counter(), [])


def test_healed_events_are_seen_as_such(shop: Gappy) -> None:
    """By the type of where they came from, and in the figures of the last day."""
    shop.reconcile()

    database = shop.application.database
    types = {each.openphone_type for each in database.events.find(EventFilter(), PageRequest(200)).items}
    figures = database.reconciliation_book.figures(since=shop.began_at)
    assert {"reconcile.message", "reconcile.call"} <= types
    assert figures.recent.healed == figures.total.healed > 0


def _gone_through(shop: Gappy, label: str) -> Tally:
    reconciling = shop.reconciling(label)
    return reconciling.go_on(reconciling.begin(shop.window())).total
