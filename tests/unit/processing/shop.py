"""A whole CRM in memory: signed deliveries go in, a worker works, and one looks at what came out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import attrs

from openphone_crm.attempts import Problem
from openphone_crm.erasure import Erasure, Erasures
from openphone_crm.ids import ConversationId, EventId
from openphone_crm.intake import Delivery, Intake
from openphone_crm.memory import MemoryClock, MemoryCrm
from openphone_crm.paging import PageRequest
from openphone_crm.ports.approvals import ApprovalBook
from openphone_crm.ports.unit_of_work import Transaction, UnitOfWork
from openphone_crm.priority import Priority
from openphone_crm.processing import Processing
from openphone_crm.testing import Generation, SignedDelivery, render, sign
from openphone_crm.testing.happenings import NOON, Happening
from openphone_crm.views import ConversationFilter, EventDetail, EventFilter
from openphone_crm.webhooks import SigningKeys
from openphone_crm.work_records import Settlement, Status
from openphone_crm.working_set import Changes, LoadedContacts, LoadedResources, Wanted

LEGACY_KEY = "bGVnYWN5IGtleSBvZiB0aGUgc2hvcA=="
STANDARD_KEY = "whsec_c3RhbmRhcmQga2V5IG9mIHRoZSBzaG9w"
KEYS = SigningKeys.parse(f"{LEGACY_KEY} {STANDARD_KEY}")


def nothing(*_: object) -> None:
    """Do nothing."""


@attrs.define
class TroubledUnitOfWork:
    """Transactions to which something happens before they begin, or before they save."""

    _inner: UnitOfWork
    before_begin: Callable[[], None] = nothing
    before_save: Callable[[Changes], None] = nothing

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        """Begin a transaction, after whatever comes in between."""
        self.before_begin()
        with self._inner.begin() as transaction:
            yield TroubledTransaction(transaction, self.before_save)


@attrs.frozen
class TroubledTransaction:
    """A transaction to which something happens before it saves."""

    _inner: Transaction
    _before_save: Callable[[Changes], None]

    @property
    def approvals(self) -> ApprovalBook:
        """The same book."""
        return self._inner.approvals

    def lock(self, keys: Collection[str]) -> None:
        """Lock as always."""
        self._inner.lock(keys)

    def load_resources(self, wanted: Wanted) -> LoadedResources:
        """Load as always."""
        return self._inner.load_resources(wanted)

    def load_contacts(self, numbers: Collection[str], openphone_ids: Collection[str]) -> LoadedContacts:
        """Load as always."""
        return self._inner.load_contacts(numbers, openphone_ids)

    def save(self, changes: Changes) -> None:
        """Save, after whatever comes in between."""
        self._before_save(changes)
        self._inner.save(changes)

    def settle(self, settlements: Sequence[Settlement], *, worker: str) -> None:
        """Settle as always."""
        self._inner.settle(settlements, worker=worker)

    def settle_follow_ups(self, settlements: Sequence[Settlement], *, worker: str) -> None:
        """Settle as always."""
        self._inner.settle_follow_ups(settlements, worker=worker)

    def has_erasures(self) -> bool:
        """Look as always."""
        return self._inner.has_erasures()

    def when_erased(self, names: Collection[str]) -> Erasures:
        """Look as always."""
        return self._inner.when_erased(names)

    def erase(self, erasure: Erasure) -> None:
        """Erase as always."""
        self._inner.erase(erasure)

    def mark_read(self, conversation_id: ConversationId) -> bool:
        """Mark as always."""
        return self._inner.mark_read(conversation_id)


class Shop:
    """The CRM of a shop, with one worker, and a clock that stands still."""

    def __init__(self) -> None:
        self.crm = MemoryCrm()
        self.clock = MemoryClock(NOON + timedelta(minutes=10))
        self.transactions = TroubledUnitOfWork(self.crm.unit_of_work)
        self.problems: list[Problem] = []
        self.notices: list[str] = []
        self.intake = Intake(inbox=self.crm.inbox, clock=self.clock, keys=lambda: KEYS)
        self.processing = Processing(
            inbox=self.crm.inbox,
            unit_of_work=self.transactions,
            clock=self.clock,
            on_problem=self.problems.append,
            on_notice=self.notices.append,
        )

    def sign(self, payload: Mapping[str, Any], generation: Generation = Generation.DATED) -> SignedDelivery:
        """Sign a payload now, as OpenPhone does."""
        key = LEGACY_KEY if generation.is_legacy else STANDARD_KEY
        sequence = self.clock.new_id()
        return sign(payload, generation=generation, key=key, at=self.clock.now(), sequence=sequence)

    def receive(self, *happenings: Happening, generation: Generation = Generation.DATED) -> list[EventId]:
        """Take in what happens, each in a delivery of its own; what is told again too."""
        return [self.receive_payload(render(each, generation), generation) for each in happenings]

    def receive_payload(
        self, payload: Mapping[str, Any], generation: Generation = Generation.DATED
    ) -> EventId:
        """Take in a payload, as a delivery that was never seen."""
        delivery = self.sign(payload, generation)
        opened = self.intake.open(delivery.headers, delivery.body)
        unseen = attrs.evolve(opened.arrival, delivery_key=f"{opened.arrival.id}")
        (stored,) = self.intake.store([Delivery(unseen)])
        return stored.id

    def work(self, *priorities: Priority) -> int:
        """Work on everything that is due, or only on some of it."""
        return sum(
            self.processing.drain(priority, worker="w1", should_stop=lambda: False)
            for priority in priorities or Priority
        )

    def tell(self, *happenings: Happening, generation: Generation = Generation.DATED) -> None:
        """Take in what happens and work on each before the next comes."""
        for happening in happenings:
            self.receive(happening, generation=generation)
            self.clock.advance(seconds=61)
            self.work()

    def event(self, event_id: EventId) -> EventDetail:
        """One event as it is now."""
        detail = self.crm.events.get(event_id)
        assert detail is not None
        return detail

    def statuses(self) -> set[Status]:
        """How far the events are."""
        return {event.status for event in self.crm.events.find(EventFilter(), PageRequest(200)).items}

    def texts(self) -> list[str]:
        """What is said in all timelines, the newest first."""
        conversations = self.crm.conversations.find(ConversationFilter(), PageRequest(200)).items
        return [
            str(getattr(item.body, "text", item.kind.value))
            for conversation in conversations
            for item in self.crm.conversations.timeline(conversation.id, PageRequest(200)).items
        ]
