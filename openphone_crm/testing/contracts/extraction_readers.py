"""What looking at the log of what was read, and at notes, promises."""

from __future__ import annotations

from functools import partial

from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.records import ExtractionStatus
from openphone_crm.extraction.views import ExtractionFilter, NoteFilter
from openphone_crm.ids import NoteId
from openphone_crm.ports.approvals import ApprovalChanges
from openphone_crm.testing import builders as make
from openphone_crm.testing import extraction_builders as read
from openphone_crm.testing.contracts.asserting import all_pages, joined
from openphone_crm.testing.contracts.scenes import EVERYTHING
from openphone_crm.testing.contracts.store import Store

_MANY = 1000


class ExtractionReaderContract:
    """The log, a sample of it, and what people say of it."""

    def test_the_log_is_shown_whole(self, store: Store) -> None:
        """An entry comes with every field."""
        entry = read.extraction(
            "e",
            start=0,
            end=3,
            second=0.5,
            speaker=make.ANN,
            contact_id=make.contact_id("ann"),
            is_correct=False,
            reviewed_by="cara",
            reviewed_at=make.later(9),
        )

        _write(store, ApprovalChanges(extractions=(entry,)))

        assert store.extractions.find(ExtractionFilter(), EVERYTHING).items == (entry,)

    def test_entries_are_found_by_status(self, store: Store) -> None:
        """Of one entry of each status, each is found by its own."""
        entries = {status: read.extraction(status, status=status) for status in ExtractionStatus}
        _write(store, ApprovalChanges(extractions=tuple(entries.values())))

        found = {
            status: store.extractions.find(ExtractionFilter(status), EVERYTHING).items for status in entries
        }

        assert found == {status: (entry,) for status, entry in entries.items()}

    def test_an_unread_text_has_no_topic(self, store: Store) -> None:
        """It stands in the log, is not drawn for a verdict, and counts in none."""
        entry = read.extraction("e", topic=None, value="", quote="", status=ExtractionStatus.UNREAD)
        reviewed = entry.reviewed(is_correct=False, by="cara", at=make.NOON)

        _write(store, ApprovalChanges(extractions=(entry,)))
        sample = store.extractions.sample(_MANY)
        _write(store, ApprovalChanges(extractions=(reviewed,)))

        assert store.extractions.find(ExtractionFilter(), EVERYTHING).items == (reviewed,)
        assert (list(sample), store.extractions.verdicts()) == ([], {})

    def test_pages_visit_everything_once(self, store: Store) -> None:
        """Page by page every entry is seen once, the newest first."""
        entries = tuple(read.extraction(f"{n}", created_at=make.later(n // 4)) for n in range(11))
        _write(store, ApprovalChanges(extractions=entries))

        pages = all_pages(partial(store.extractions.find, ExtractionFilter()), limit=3)

        assert joined(pages) == sorted(entries, key=lambda each: (each.created_at, each.id), reverse=True)

    def test_the_sample_is_of_what_was_believed(self, store: Store) -> None:
        """Everything but what was dropped or not read may be drawn, what was added without asking too."""
        entries = tuple(read.extraction(status, status=status) for status in ExtractionStatus)
        _write(store, ApprovalChanges(extractions=entries))

        drawn = {entry.status for entry in store.extractions.sample(_MANY)}

        assert drawn == set(ExtractionStatus) - {ExtractionStatus.DROPPED, ExtractionStatus.UNREAD}

    def test_nothing_is_drawn_twice(self, store: Store) -> None:
        """What has a verdict makes room for others, until nothing is left."""
        entries = tuple(read.extraction(f"{n}") for n in range(9))
        _write(store, ApprovalChanges(extractions=entries))

        drawn = []
        while sample := store.extractions.sample(4):
            reviewed = tuple(entry.reviewed(is_correct=True, by="cara", at=make.NOON) for entry in sample)
            _write(store, ApprovalChanges(extractions=reviewed))
            drawn.append([entry.id for entry in sample])

        assert [len(ids) for ids in drawn] == [4, 4, 1]
        assert {each for ids in drawn for each in ids} == {entry.id for entry in entries}

    def test_the_sample_does_not_follow_time(self, store: Store) -> None:
        """As good as drawn by lot: neither the oldest nor the newest come first."""
        entries = tuple(read.extraction(f"{n}", created_at=make.later(n)) for n in range(40))
        _write(store, ApprovalChanges(extractions=entries))

        moments = [entry.created_at for entry in store.extractions.sample(10)]

        assert moments != sorted(moments)
        assert moments != sorted(moments, reverse=True)

    def test_verdicts_are_counted_by_topic(self, store: Store) -> None:
        """How many of those with a verdict were right; what was dropped is left out."""
        entries = (
            read.extraction("1", topic=Topic.NAME, is_correct=True),
            read.extraction("2", topic=Topic.NAME, is_correct=False),
            read.extraction("3", topic=Topic.NAME),
            read.extraction("4", topic=Topic.NAME, is_correct=True, status=ExtractionStatus.DROPPED),
            read.extraction("5", topic=Topic.FACT, is_correct=False, status=ExtractionStatus.NOTED),
        )
        _write(store, ApprovalChanges(extractions=entries))

        verdicts = store.extractions.verdicts()

        assert verdicts == {Topic.NAME: Share(1, 2), Topic.FACT: Share(0, 1)}

    def test_verdicts_are_counted_by_model(self, store: Store) -> None:
        """What one model got wrong is not held against another."""
        entries = (
            read.extraction("1", model="one/1", is_correct=False),
            read.extraction("2", model="one/2", is_correct=True),
        )
        _write(store, ApprovalChanges(extractions=entries))

        verdicts = [store.extractions.verdicts(model) for model in ("one/1", "one/2", "other")]

        assert verdicts == [{Topic.EMAIL: Share(0, 1)}, {Topic.EMAIL: Share(1, 1)}, {}]


class NoteReaderContract:
    """Callback needs and key facts, done or not."""

    def test_notes_are_found_by_kind_and_by_what_is_left(self, store: Store) -> None:
        """Each filter leaves out the others, and both together."""
        call, fact = read.note("call"), read.note("fact", topic=Topic.FACT)
        done = read.note("done", conversation_id=make.conversation().id, done_at=make.NOON, done_by="cara")

        _write(store, ApprovalChanges(notes=(call, fact, done)))

        assert _notes(store) == {call.id, fact.id, done.id}
        assert _notes(store, topic=Topic.CALLBACK) == {call.id, done.id}
        assert _notes(store, topic=Topic.FACT) == {fact.id}
        assert _notes(store, is_done=True) == {done.id}
        assert _notes(store, is_done=False, topic=Topic.CALLBACK) == {call.id}
        assert store.notes.find(NoteFilter(is_done=True), EVERYTHING).items == (done,)

    def test_pages_visit_everything_once(self, store: Store) -> None:
        """Page by page every note is seen once, the newest first."""
        notes = tuple(read.note(f"{n}", created_at=make.later(n // 4)) for n in range(11))
        _write(store, ApprovalChanges(notes=notes))

        pages = all_pages(partial(store.notes.find, NoteFilter(is_done=False)), limit=3)

        assert joined(pages) == sorted(notes, key=lambda each: (each.created_at, each.id), reverse=True)


def _write(store: Store, changes: ApprovalChanges) -> None:
    with store.unit_of_work.begin() as transaction:
        transaction.approvals.write(changes)


def _notes(store: Store, *, topic: Topic | None = None, is_done: bool | None = None) -> set[NoteId]:
    page = store.notes.find(NoteFilter(topic=topic, is_done=is_done), EVERYTHING)
    return {note.id for note in page.items}
