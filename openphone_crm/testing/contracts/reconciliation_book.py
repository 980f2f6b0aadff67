"""What keeping runs through OpenPhone's history promises, and looking at what was received."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import attrs

from openphone_crm.errors import LeaseLostError
from openphone_crm.ids import ReconciliationId
from openphone_crm.ports.archive import Kept
from openphone_crm.ports.reconciliation_book import Hold
from openphone_crm.reconciliation.runs import PartsToAsk, Stage, Tally, Whereabouts
from openphone_crm.reconciliation.windows import Stretch
from openphone_crm.remote import FetchedKind, Surface
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import ODD_TEXTS, at_once, raising
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.reconciliation_builders import run

HOUR = timedelta(hours=1)
MINE = Hold("w1", make.later(60))
THEIRS = Hold("w2", make.later(60))


class ReconciliationBookContract:
    """A run is in one hand at a time, and goes on where it was."""

    def test_a_run_is_kept(self, store: Store) -> None:
        """Every field of it comes back to whoever takes it up."""
        place = Whereabouts(
            stage=Stage.CALLS,
            cursor=ODD_TEXTS[1],
            at=make.later(-5),
            to_ask=(PartsToAsk(call_id="ACx1", began_at=make.later(-9), kinds=(FetchedKind.RECORDINGS,)),),
            refused=(FetchedKind.SUMMARY,),
        )
        begun = run(is_scheduled=True)
        later = attrs.evolve(begun, surface=Surface.V1).stepped(
            place, {"message": Tally(5, 2, 1)}, make.later(3)
        )
        store.reconciliation_book.begin(begun, MINE)
        store.reconciliation_book.save(later, by="w1", until=None)

        taken = store.reconciliation_book.take(begun.id, THEIRS, now=make.NOON)

        assert taken == later
        assert list(store.reconciliation_book.unfinished()) == [later]

    def test_a_run_is_in_one_hand(self, store: Store) -> None:
        """Others get it when its lease is over; whoever has it gets it again."""
        store.reconciliation_book.begin(run(), MINE)

        takes = [
            store.reconciliation_book.take(run().id, THEIRS, now=make.later(59)),
            store.reconciliation_book.take(run().id, MINE, now=make.later(59)),
            store.reconciliation_book.take(run().id, THEIRS, now=make.later(60)),
        ]

        assert takes == [None, run(), run()]

    def test_of_many_at_once_one_takes_it(self, store: Store) -> None:
        """A run that was given back has one taker."""
        store.reconciliation_book.begin(run(), MINE)
        store.reconciliation_book.save(run(), by="w1", until=None)
        takers = [Hold(f"w{number}", make.later(60)) for number in range(2, 6)]

        takes = at_once(
            *(partial(store.reconciliation_book.take, run().id, each, now=make.NOON) for each in takers)
        )

        assert takes.count(None) == len(takers) - 1

    def test_what_was_taken_over_is_saved_no_more(self, store: Store) -> None:
        """What the second has saved stays."""
        further = attrs.evolve(run(), updated_at=make.later(61))
        store.reconciliation_book.begin(run(), MINE)
        store.reconciliation_book.take(run().id, THEIRS, now=make.later(60))
        store.reconciliation_book.save(further, by="w2", until=make.later(120))

        with raising(LeaseLostError):
            store.reconciliation_book.save(run(), by="w1", until=None)

        assert list(store.reconciliation_book.unfinished()) == [further]

    def test_what_is_over_goes_on_no_more(self, store: Store) -> None:
        """It covers its stretch, is not unfinished, and nobody takes it; nor what never was."""
        book = store.reconciliation_book
        book.begin(run(), MINE)
        book.save(run().stepped(Whereabouts(stage=Stage.END), {}, make.later(9)), by="w1", until=None)

        takes = [book.take(each, MINE, now=make.later(9)) for each in (run().id, ReconciliationId("none"))]

        assert takes == [None, None]
        assert list(book.unfinished()) == []
        assert list(book.covered()) == [Stretch(run().window)]

    def test_stretches_are_told_in_their_order(self, store: Store) -> None:
        """With whether it was the schedule that went through them; what is not over covers nothing."""
        book = store.reconciliation_book
        for number, hours in enumerate((1, 3, 2)):
            each = run(f"{number}", since=make.NOON - hours * HOUR, is_scheduled=hours == 2)
            book.begin(each, MINE)
            if hours != 1:
                over = each.stepped(Whereabouts(stage=Stage.END), {}, make.NOON)
                book.save(over, by="w1", until=None)

        covered = [(make.NOON - each.window.since, each.is_scheduled) for each in book.covered()]

        assert covered == [(3 * HOUR, False), (2 * HOUR, True)]

    def test_the_schedule_begins_one_at_a_time(self, store: Store) -> None:
        """Not while one of its runs is unfinished, or has begun then or later; others do not count."""
        book = store.reconciliation_book
        ours = run("first", is_scheduled=True)
        book.begin(run("by hand"), MINE)
        begun = [book.begin(ours, MINE, unless_since=make.later(-60))]
        begun.append(book.begin(run("second", is_scheduled=True), MINE, unless_since=make.later(60)))
        book.save(ours.stepped(Whereabouts(stage=Stage.END), {}, make.later(9)), by="w1", until=None)

        for number, seconds in enumerate((0, 1)):
            next_one = run(f"later {number}", is_scheduled=True)
            begun.append(book.begin(next_one, MINE, unless_since=make.later(seconds)))

        assert begun == [True, False, False, True]

    def test_of_many_at_once_one_begins(self, store: Store) -> None:
        """Several schedulers do no harm."""
        runs = [run(f"{number}", is_scheduled=True) for number in range(5)]

        begun = at_once(
            *(
                partial(store.reconciliation_book.begin, each, MINE, unless_since=make.NOON - HOUR)
                for each in runs
            )
        )

        assert begun.count(True) == 1
        assert list(store.reconciliation_book.unfinished()) == [runs[begun.index(True)]]

    def test_figures_add_up(self, store: Store) -> None:
        """Of late, and in all, with the run that was worked on last."""
        book = store.reconciliation_book
        for number in range(3):
            each = run(f"{number}")
            book.begin(each, MINE)
            found = {"message": Tally(10, 2, 1), "call": Tally(number)}
            stepped = each.stepped(Whereabouts(), found, make.later(number))
            book.save(stepped, by="w1", until=None)

        figures = book.figures(since=make.later(1))

        assert figures.latest is not None
        assert figures.latest.id == run("2").id
        assert (figures.recent, figures.total) == (Tally(23, 4, 2), Tally(33, 6, 3))

    def test_old_runs_go_once_they_are_over(self, store: Store) -> None:
        """By the end of their stretch; one that is not over goes on, however old it is."""
        book = store.reconciliation_book
        for name, until in {"old": make.NOON, "unfinished": make.NOON, "young": make.later(5)}.items():
            each = run(name, until=until)
            book.begin(each, MINE)
            if name != "unfinished":
                book.save(each.stepped(Whereabouts(stage=Stage.END), {}, make.NOON), by="w1", until=None)

        count = store.archive.prune(Kept.RECONCILIATIONS, before=make.later(5), limit=9)

        assert count == 1
        assert [each.window.until for each in book.covered()] == [make.later(5)]
        assert [each.id for each in book.unfinished()] == [run("unfinished").id]

    def test_nothing_was_ever_gone_through(self, store: Store) -> None:
        """There is no latest run, and nothing was found."""
        figures = store.reconciliation_book.figures(since=make.NOON)

        assert (figures.latest, figures.recent, figures.total) == (None, Tally(), Tally())


class ReceiptsContract:
    """What was received is found by its key, and history by its order."""

    def test_known_keys_are_told(self, store: Store) -> None:
        """Those under which something was received, whatever is in them."""
        odd = "msg_\N{SNOWMAN}'\"%"
        store.inbox.add([make.arrival("odd", delivery_key=odd), make.arrival("other")])

        known = store.receipts.known([odd, "msg_2"])

        assert known == {odd}
        assert store.receipts.known([]) == frozenset()

    def test_history_is_gone_through(self, store: Store) -> None:
        """By the ids of its events, so many at a time; what is no history is left out."""
        names = ["a", "b", "c"]
        store.inbox.add([make.arrival(name, is_history=True, body=name.encode()) for name in names])
        store.inbox.add([make.arrival("fresh")])

        first = store.receipts.history(limit=2)
        rest = store.receipts.history(limit=2, after=first[-1].id)

        assert [each.id for each in (*first, *rest)] == sorted(make.event_id(name) for name in names)
        assert {each.body for each in (*first, *rest)} == {b"a", b"b", b"c"}
