"""An erasure that takes long is begun once, holds up nobody who polls, and the next one waits for it."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import datetime

import attrs
import httpx2
import pytest

from adapters.falcon_http import create_app
from adapters.falcon_http.erasers import MOST_WAITING
from adapters.falcon_http.threads import THREADS
from openphone_crm.erasing import Erasing
from openphone_crm.memory import MemoryClock
from tests.integration.falcon_http.world import World, make_world

PATIENCE_S = 20.0


class SlowClock(MemoryClock):
    """A clock that tells whoever begins to erase the time only when it may go on."""

    def __init__(self) -> None:
        """Start with nobody having asked."""
        super().__init__()
        self.begun = threading.Event()
        self.may_go_on = threading.Event()

    def now(self) -> datetime:
        """Tell the time, late."""
        self.begun.set()
        assert self.may_go_on.wait(PATIENCE_S)
        return super().now()


@attrs.frozen
class Siege:
    """A world in which erasures take as long as one wants, and threads that ask for some."""

    world: World
    clock: SlowClock
    askers: ThreadPoolExecutor

    def contact(self, number: int = 0) -> str:
        """Make a contact, and give its id."""
        body = {"phone_numbers": [f"+120655501{number:02}"]}
        made: str = self.world.ask("POST", "/api/v1/contacts", json=body).json()["id"]
        return made

    def erase(self, contact_id: str) -> httpx2.Response:
        """Ask for an erasure, and wait for the answer."""
        return self.world.ask("DELETE", f"/api/v1/contacts/{contact_id}", role="admin")

    def begin(self, contact_id: str) -> Future[httpx2.Response]:
        """Ask for an erasure, and wait until it has begun."""
        asked = self.askers.submit(self.erase, contact_id)
        assert self.clock.begun.wait(PATIENCE_S)
        return asked


@pytest.fixture
def siege() -> Iterator[Siege]:
    """Lend one, and have everything come to its end."""
    world, clock = make_world(), SlowClock()
    parts = attrs.evolve(world.parts, erasing=Erasing(erasures=world.crm.erasures, clock=clock))
    with ThreadPoolExecutor(3 * THREADS) as askers:
        yield Siege(attrs.evolve(world, parts=parts, app=create_app(parts)), clock, askers)
        clock.may_go_on.set()


def test_who_is_being_erased_is_not_erased_twice_at_once(siege: Siege) -> None:
    """The second request is a conflict at once, and the first comes to its end; then there is nobody."""
    contact_id = siege.contact()
    first = siege.begin(contact_id)

    second = siege.erase(contact_id)
    siege.clock.may_go_on.set()

    assert second.status_code == 409
    assert "is being erased now" in second.json()["detail"]
    assert first.result(PATIENCE_S).status_code == 204
    assert siege.erase(contact_id).status_code == 404


def test_polls_go_on_however_many_erasures_are_asked_for(siege: Siege) -> None:
    """As many as there are threads for all other requests, each asked for over and over."""
    contact_ids = [siege.contact(number) for number in range(THREADS)]
    siege.begin(contact_ids[0])
    asked = [siege.askers.submit(siege.erase, each) for each in contact_ids[1:] * 2]
    answers = as_completed(asked, PATIENCE_S)
    repeated = [next(answers).result() for _ in contact_ids[1:]]

    poll = siege.world.get("contacts")

    assert [each.status_code for each in repeated] == [409] * len(repeated)
    assert (poll.status_code, len(poll.json())) == (200, THREADS)


def test_more_than_may_wait_are_refused(siege: Siege) -> None:
    """One is being erased and some wait; whoever comes then is told to come back, and may."""
    too_many = MOST_WAITING + 2
    contact_ids = [siege.contact(number) for number in range(1 + too_many)]
    first = siege.begin(contact_ids[0])
    asked = [siege.askers.submit(siege.erase, each) for each in contact_ids[1:]]
    answers = as_completed(asked, PATIENCE_S)

    refused = [next(answers).result() for _ in range(too_many - MOST_WAITING)]
    siege.clock.may_go_on.set()

    assert [each.status_code for each in refused] == [503] * len(refused)
    done = Counter(each.result(PATIENCE_S).status_code for each in [first, *asked])
    assert done == {204: 1 + MOST_WAITING, 503: len(refused)}
