"""A shop in memory, with an OpenPhone that shows more than it has told."""

from __future__ import annotations

from datetime import timedelta

from openphone_crm.erasing import Erasing
from openphone_crm.errors import RateLimitedError, RefusedError
from openphone_crm.memory import MemoryClock, MemoryJobQueue, MemoryOpenPhone
from openphone_crm.paging import PageRequest
from openphone_crm.reconciliation.runs import Reconciliation, RunState
from openphone_crm.reconciling.bringing import Bringing
from openphone_crm.reconciling.deliveries import MissedDeliveries
from openphone_crm.reconciling.runs import Reconciling
from openphone_crm.reconciling.search import GapSearch
from openphone_crm.remote import Fetched, FetchedKind, Registration, Surface, Window
from openphone_crm.views import ContactFilter, ConversationFilter, ConversationView, EventFilter, EventView
from tests.unit.processing.shop import Shop

OURS = "https://crm.shop.example/webhooks/openphone"
KEEPS = timedelta(days=400)


class PickyOpenPhone(MemoryOpenPhone):
    """It refuses kinds that the plan does not have, and is too busy for some ids, once each."""

    def __init__(self, clock: MemoryClock, *, surface: Surface) -> None:
        super().__init__(clock, surface=surface)
        self.not_in_the_plan: set[FetchedKind] = set()
        self.too_busy_for: set[str] = set()

    def fetch(self, kind: FetchedKind, openphone_id: str) -> Fetched:
        """Show it, or refuse."""
        if openphone_id in self.too_busy_for:
            self.too_busy_for.remove(openphone_id)
            raise RateLimitedError("OpenPhone")
        found = super().fetch(kind, openphone_id)
        if kind in self.not_in_the_plan:
            raise RefusedError(what="OpenPhone", status=403)
        return found


class GappyShop(Shop):
    """A shop, what OpenPhone's API shows, and what finds the difference."""

    def __init__(self, surface: Surface = Surface.DATED) -> None:
        super().__init__()
        self.openphone = PickyOpenPhone(self.clock, surface=surface)
        self.bell = MemoryJobQueue()
        self.read_notices: list[str] = []

    def reconciling(self, worker: str = "w1") -> Reconciling:
        """Make what goes through the history."""
        return Reconciling(
            book=self.crm.reconciliation_book,
            step=self.search.step,
            clock=self.clock,
            worker=worker,
            keeps=KEEPS,
        )

    @property
    def search(self) -> GapSearch:
        """Make what searches."""
        bring = Bringing(intake=self.intake, job_queue=self.bell)
        deliveries = MissedDeliveries(
            api=self.openphone,
            receipts=self.crm.receipts,
            intake=self.intake,
            bring=bring,
            clock=self.clock,
            is_ours=_is_ours,
        )
        return GapSearch(
            api=self.openphone,
            unit_of_work=self.transactions,
            bring=bring,
            clock=self.clock,
            missed_deliveries=deliveries,
            on_notice=self.read_notices.append,
        )

    def begun(self, *, days: float = 100) -> Reconciliation:
        """Begin a run through the last days."""
        now = self.clock.now()
        return self.reconciling().begin(Window(now - timedelta(days=days), now))

    def reconcile(self, *, days: float = 100) -> Reconciliation:
        """Go through the last days, and work on what was found."""
        run = self.reconciling().go_on(self.begun(days=days))
        assert run.state is RunState.DONE
        self.work_on_it()
        return run

    def asked_parts_of(self, run: Reconciliation) -> Reconciliation:
        """Go on with a run until parts are to be asked for."""
        while not run.whereabouts.to_ask:
            run = self.search.step(run)
        return run

    def erase_everybody(self) -> None:
        """Erase whoever is known."""
        erasing = Erasing(erasures=self.crm.erasures, clock=self.clock)
        for contact in self.crm.contacts.find(ContactFilter(), PageRequest(200)).items:
            erasing.erase(contact.id, by="test")

    def work_on_it(self) -> None:
        """Work on all that is due within a minute."""
        self.clock.advance(seconds=61)
        self.work()

    @property
    def conversations(self) -> tuple[ConversationView, ...]:
        """All conversations."""
        return self.crm.conversations.find(ConversationFilter(), PageRequest(200)).items

    @property
    def healed(self) -> list[EventView]:
        """The events that no webhook brought, by their type."""
        found = self.crm.events.find(EventFilter(), PageRequest(200)).items
        ours = [each for each in found if (each.openphone_type or "").startswith("reconcile.")]
        return sorted(ours, key=lambda each: str(each.openphone_type))


def _is_ours(registration: Registration) -> bool:
    return registration.url == OURS
