"""While everybody waits for an erasure, only what came just now is looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import attrs
import pytest

from openphone_crm.clearing import LATE_BY
from openphone_crm.erasing import Erasing
from openphone_crm.erasure import Elsewhere, RawEvent, Writing
from openphone_crm.ids import EventId
from openphone_crm.memory import MemoryCrm
from openphone_crm.paging import Position
from openphone_crm.ports.erasures import ErasingTransaction, Erasures
from openphone_crm.testing import events
from openphone_crm.testing.contracts.erasing_scenes import ANN, BEN, ErasingShop, is_free_of
from openphone_crm.work_records import Status
from openphone_crm.working_set import Wanted


@attrs.define
class WatchedErasures:
    """Erasures that tell how far back is looked while everybody waits, and let things happen before that."""

    inner: Erasures
    before_alone: Callable[[], None] = lambda: None
    looked_back_to: list[datetime | None] = attrs.field(factory=list)
    is_alone: bool = False

    @contextmanager
    def begin(self, *, alone: bool) -> Iterator[ErasingTransaction]:
        """Take note of who is alone."""
        if alone:
            self.before_alone()
        with self.inner.begin(alone=alone) as transaction:
            self.is_alone = alone
            yield transaction
        self.is_alone = False

    def strays(self, numbers: Collection[str]) -> Wanted:
        """Fail while everybody waits: it takes long."""
        assert not self.is_alone
        return self.inner.strays(numbers)

    def events(self, status: Status, *, after: Position | None, limit: int) -> Sequence[RawEvent]:
        """Take note of how far back it goes."""
        self.note(after)
        return self.inner.events(status, after=after, limit=limit)

    def writings(self, kind: Elsewhere, *, after: Position | None, limit: int) -> Sequence[Writing]:
        """Take note of how far back it goes."""
        self.note(after)
        return self.inner.writings(kind, after=after, limit=limit)

    def note(self, after: Position | None) -> None:
        """Remember where a look begins that everybody waits for."""
        if self.is_alone:
            self.looked_back_to.append(after.moment if after else None)


@pytest.fixture
def shop() -> ErasingShop:
    """Open a shop where two people have written."""
    opened = ErasingShop(MemoryCrm())
    opened.tell(*(events.message_received("Hi", sender=sender) for sender in (ANN, BEN)))
    return opened


def erase(shop: ErasingShop, watched: WatchedErasures) -> int:
    """Erase Ann; how many events were emptied."""
    (contact,) = shop.contacts(ANN)
    return Erasing(erasures=watched, clock=shop.clock).erase(contact.id, by="Dana").events


def test_nothing_old_is_looked_at_while_everybody_waits(shop: ErasingShop) -> None:
    """All of it was before; what is stored late is seen once more."""
    watched = WatchedErasures(shop.store.erasures)
    shop.clock.advance(seconds=3600)
    started = shop.clock.now()

    erase(shop, watched)

    assert set(watched.looked_back_to) == {started - LATE_BY}


def test_what_comes_while_all_the_rest_is_looked_through_goes_too(shop: ErasingShop) -> None:
    """An event that is stored at the last moment is emptied with the rest."""
    late = events.message_received("marmalade", sender=ANN, created_at=shop.clock.now())
    arrived: list[EventId] = []

    def arrive() -> None:
        if not arrived:
            shop.clock.advance(seconds=7)
            arrived.append(shop.deliver(late))

    emptied = erase(shop, WatchedErasures(shop.store.erasures, arrive))

    assert emptied == 2
    assert shop.event(arrived[0]).payload is None
    assert is_free_of(shop.seen(), ["marmalade"])
