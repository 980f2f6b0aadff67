"""What letting go of old things promises: only of what is over, a few at a time, and nothing else."""

from __future__ import annotations

from datetime import date, datetime

from openphone_crm.audit import AuditEntry
from openphone_crm.extraction.readings import ReadingOutcome
from openphone_crm.extraction.views import ExtractionFilter
from openphone_crm.ids import JobId
from openphone_crm.inbox_records import Stored
from openphone_crm.paging import PageRequest
from openphone_crm.ports.approvals import ApprovalChanges
from openphone_crm.ports.archive import Kept
from openphone_crm.ports.readings import KeptReading
from openphone_crm.priority import Priority
from openphone_crm.reports import DayFigures
from openphone_crm.retry_jobs import RetryFilter, RetryJob
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.scenes import LEASE, claim
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.extraction_builders import extraction, model_call
from openphone_crm.views import EventDetail
from openphone_crm.work_records import Status

CUT_OFF = make.later(100)
EVERY_FATE = ("processed", "ignored", "pending", "processing", "failed")


class ArchiveContract:
    """What is pending, being worked on or failed stays, whatever its age."""

    def test_an_old_event_says_nothing_any_more(self, store: Store) -> None:
        """Body, payload and attempts are gone; that the event came, and what became of it, is not."""
        _have(store, "processed")
        before = _detail(store, "processed")

        count = _prune(store, Kept.PAYLOADS)

        after = _detail(store, "processed")
        assert count == 1
        assert (after.payload, after.attempts, after.event) == (None, (), before.event)
        assert before.payload is not None
        assert store.erasures.events(Status.PROCESSED, after=None, limit=10) == []

    def test_only_what_is_over_is_emptied(self, store: Store) -> None:
        """An event that somebody may still work on keeps what it says."""
        for fate in EVERY_FATE:
            _have(store, fate)

        count = _prune(store, Kept.PAYLOADS)

        kept = {fate for fate in EVERY_FATE if _detail(store, fate).payload is not None}
        assert (count, kept) == (2, {"pending", "processing", "failed"})

    def test_a_repeat_of_an_emptied_event_is_one(self, store: Store) -> None:
        """The delivery key stays as long as the event does."""
        _have(store, "processed")
        _prune(store, Kept.PAYLOADS)

        (stored,) = store.inbox.add([make.arrival("again", delivery_key="key of processed")])

        assert stored == Stored(make.event_id("processed"), is_new=False)

    def test_an_old_event_goes_with_its_key(self, store: Store) -> None:
        """Nothing is known of it any more, so that the same delivery would be new."""
        _have(store, "processed")

        count = _prune(store, Kept.EVENTS)

        assert (count, store.events.get(make.event_id("processed"))) == (1, None)
        assert store.inbox.add([make.arrival("processed")])[0].is_new

    def test_only_events_that_are_over_go(self, store: Store) -> None:
        """A dead letter waits for somebody to put it right, however long."""
        for fate in EVERY_FATE:
            _have(store, fate)

        count = _prune(store, Kept.EVENTS)

        kept = {fate for fate in EVERY_FATE if store.events.get(make.event_id(fate))}
        assert (count, kept) == (2, {"pending", "processing", "failed"})

    def test_what_is_young_stays(self, store: Store) -> None:
        """What was received at the cut-off or later is not old."""
        store.inbox.add([make.arrival("one", received_at=CUT_OFF, status=Status.IGNORED)])

        counts = [_prune(store, kind) for kind in Kept]

        assert counts == [0] * len(Kept)
        assert _detail(store, "one").payload is not None

    def test_so_many_go_at_a_time(self, store: Store) -> None:
        """A limit is kept, and the rest goes the next time."""
        store.inbox.add([make.arrival(f"{number}", status=Status.IGNORED) for number in range(5)])

        counts = [_prune(store, Kept.PAYLOADS, limit=2) for _ in range(4)]

        assert counts == [2, 2, 1, 0]

    def test_a_pruned_event_is_seen_to_change(self, store: Store) -> None:
        """A poll that looks at the event again finds that its payload is gone."""
        _have(store, "processed")
        before = store.changes.current("events")

        _prune(store, Kept.PAYLOADS)

        assert store.changes.current("events") > before

    def test_old_follow_ups_go_when_done(self, store: Store) -> None:
        """One that is done can be asked for anew; one that waits is still the one that waits."""
        _have_follow_up(store, "done", done_at=make.NOON)
        _have_follow_up(store, "waiting")

        count = _prune(store, Kept.FOLLOW_UPS)

        store.follow_ups.add([make.follow_up("done"), make.follow_up("waiting")])
        assert (count, _claim_follow_ups(store)) == (1, [make.follow_up("done").id])

    def test_a_follow_up_is_as_old_as_that_it_was_done(self, store: Store) -> None:
        """One that waited for long was done just now: that is known for as long as of any other."""
        _have_follow_up(store, "done", done_at=CUT_OFF)

        counts = [_prune(store, kind) for kind in (Kept.DETAILS, Kept.FOLLOW_UPS)]

        store.follow_ups.add([make.follow_up("done")])
        assert (counts, _claim_follow_ups(store)) == ([0, 0], [])

    def test_an_old_follow_up_says_nothing_any_more(self, store: Store) -> None:
        """That it was done is still known, so that it is not done again; one that waits says what it said."""
        _have_follow_up(store, "done", done_at=make.NOON)
        _have_follow_up(store, "waiting")

        counts = [_prune(store, Kept.DETAILS) for _ in range(2)]

        store.follow_ups.add([make.follow_up("done")])
        assert (counts, _claim_follow_ups(store)) == ([1, 0], [])
        store.follow_ups.release([make.follow_up("waiting").id], worker="w1")
        assert _claim_follow_ups(store) == [make.follow_up("waiting").id]

    def test_old_reports_go(self, store: Store) -> None:
        """A report that is not old stays."""
        nothing = DayFigures(total=0, waiting=0, events=(), follow_ups=())
        days = {date(2026, 4, 1): make.later(-900_000), date(2026, 4, 30): make.later(1_500_000)}
        for day, made_at in days.items():
            store.report_book.add(day, nothing, made_at=made_at, follow_ups=())

        count = _prune(store, Kept.REPORTS)

        assert count == 1
        assert store.report_book.reported(list(days)) == {date(2026, 4, 30)}

    def test_old_audit_entries_go(self, store: Store) -> None:
        """Who did what is known for a while."""
        old, young = (AuditEntry(at=at, by="Ann", action="erase", subject="x") for at in (make.NOON, CUT_OFF))
        store.audit.record(old)
        store.audit.record(young)

        count = _prune(store, Kept.AUDIT_ENTRIES)

        assert (count, list(store.audit.of("x"))) == (1, [young])

    def test_old_readings_go_with_what_they_cost(self, store: Store) -> None:
        """What was read long ago is not known any more, nor what was paid for it; each goes by itself."""
        calls = [model_call("old"), model_call("young", begun_at=CUT_OFF)]
        for name, call in zip(("old", "young"), calls, strict=True):
            store.readings.begin(call, [name], patience=LEASE)
            store.readings.end(call, {name: KeptReading(outcome=ReadingOutcome.READ)})

        counts = [_prune(store, kind) for kind in (Kept.READINGS, Kept.MODEL_CALLS)]

        assert counts == [1, 1]
        assert set(store.readings.known(["old", "young"], model="model/1")) == {"young"}
        assert [store.readings.call(call.id) for call in calls] == [None, calls[1]]

    def test_the_old_log_of_what_was_read_goes(self, store: Store) -> None:
        """An entry that is not old stays, and whoever looks at the log sees that it has changed."""
        entries = tuple(extraction(name, created_at=at) for name, at in (("a", make.NOON), ("b", CUT_OFF)))
        with store.unit_of_work.begin() as transaction:
            transaction.approvals.write(ApprovalChanges(extractions=entries))
        before = store.changes.current("crm")

        count = _prune(store, Kept.EXTRACTIONS)

        assert (count, store.changes.current("crm") > before) == (1, True)
        assert store.extractions.find(ExtractionFilter(), PageRequest(9)).items == (entries[1],)

    def test_old_bulk_retries_go_once_they_have_ended(self, store: Store) -> None:
        """A job that still runs stays, however old it is."""
        _have(store, "failed")
        entry = AuditEntry(at=make.NOON, by="Ann", action="retry", subject="job")
        wanted = RetryFilter(event_type="message.received")
        running, ended = (
            store.retry_jobs.start(
                RetryJob(id=JobId(name), wanted=which, by="Ann", created_at=make.NOON), entry
            )
            for name, which in (("running", wanted), ("ended", RetryFilter(event_type="nothing")))
        )

        count = _prune(store, Kept.RETRY_JOBS)

        assert (count, store.retry_jobs.get(ended.id)) == (1, None)
        assert store.retry_jobs.get(running.id) == running


def _prune(store: Store, kind: Kept, *, limit: int = 100) -> int:
    return store.archive.prune(kind, before=CUT_OFF, limit=limit)


def _have(store: Store, fate: str, received_at: datetime = make.NOON) -> None:
    """Have an event that came to this end, or to none."""
    status = Status.IGNORED if fate == "ignored" else Status.PENDING
    due_at = make.later(1e6) if fate == "pending" else received_at
    store.inbox.add([make.arrival(fate, status=status, received_at=received_at, due_at=due_at)])
    claimed = [event.id for event in claim(store)] if fate in ("processed", "processing", "failed") else []
    if fate == "failed":
        failure = make.failure(fate, status=Status.FAILED, due_at=None)
        store.inbox.settle_failure(failure, worker="w1")
    if fate == "processed":
        with store.unit_of_work.begin() as transaction:
            transaction.settle([make.settlement(fate)], worker="w1")
    assert claimed in ([], [make.event_id(fate)])


def _detail(store: Store, name: str) -> EventDetail:
    detail = store.events.get(make.event_id(name))
    assert detail is not None
    return detail


def _have_follow_up(store: Store, name: str, *, done_at: datetime | None = None) -> None:
    """Have a follow-up that somebody works on, or that was done then."""
    store.follow_ups.add([make.follow_up(name, details={"text": name})])
    _claim_follow_ups(store)
    if done_at is not None:
        settlement = make.settlement(id=make.follow_up(name).id, processed_at=done_at)
        with store.unit_of_work.begin() as transaction:
            transaction.settle_follow_ups([settlement], worker="w1")


def _claim_follow_ups(store: Store) -> list[str]:
    claims = store.follow_ups.claim(
        Priority.CRITICAL, worker="w1", now=make.later(1e6), lease=LEASE, limit=10
    )
    return [claim.id for claim in claims]
