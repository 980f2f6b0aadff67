"""What the log of who did what promises."""

from __future__ import annotations

from functools import partial

from openphone_crm.audit import AuditEntry
from openphone_crm.paging import PageRequest
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import ODD_TEXTS, at_once
from openphone_crm.testing.contracts.store import Store


class AuditContract:
    """Whatever is recorded is found with its subject."""

    def test_entries_are_found_by_their_subject(self, store: Store) -> None:
        """Every field comes back, oldest first, and nothing of another subject."""
        entries = [
            _entry(seconds=2, details={"count": "3", "type": "call.missed"}),
            _entry(seconds=1, by="Ben"),
            _entry(seconds=1.5, subject="another"),
        ]
        for entry in entries:
            store.audit.record(entry)

        found = store.audit.of("thing")

        assert list(found) == [entries[1], entries[0]]

    def test_what_nothing_was_done_to(self, store: Store) -> None:
        """A subject that is nobody's has no entries, nor has a part of one."""
        store.audit.record(_entry())

        found = [list(store.audit.of(subject)) for subject in ("", "thin", "%", "a\x00b")]

        assert found == [[]] * 4

    def test_an_entry_recorded_again_is_one(self, store: Store) -> None:
        """The same act at the same moment is one entry, also when it is recorded many times at once."""
        entry = _entry()

        at_once(*[partial(store.audit.record, entry)] * 4)

        assert list(store.audit.of("thing")) == [entry]

    def test_acts_of_one_moment_are_several(self, store: Store) -> None:
        """Two people, two acts or two details at one moment are entries of their own."""
        entries = [_entry(), _entry(by="Ben"), _entry(action="close"), _entry(details={"count": "1"})]
        for entry in entries:
            store.audit.record(entry)

        found = store.audit.of("thing")

        assert sorted(entry.id for entry in found) == sorted(entry.id for entry in entries)

    def test_odd_texts_are_kept(self, store: Store) -> None:
        """Whatever somebody is called."""
        entries = [_entry(seconds=n, by=text, details={"reason": text}) for n, text in enumerate(ODD_TEXTS)]
        for entry in entries:
            store.audit.record(entry)

        found = store.audit.of("thing")

        assert list(found) == entries

    def test_all_entries_are_found_newest_first(self, store: Store) -> None:
        """Page after page, each entry comes once, also those of one moment."""
        entries = [_entry(seconds=n // 2, subject=str(n)) for n in range(5)]
        for entry in entries:
            store.audit.record(entry)

        first = store.audit.find(PageRequest(3))
        second = store.audit.find(PageRequest(3, first.next))

        found = [*first.items, *second.items]
        assert [entry.at for entry in found] == sorted((entry.at for entry in entries), reverse=True)
        assert sorted(entry.subject for entry in found) == ["0", "1", "2", "3", "4"]
        assert second.next is None


def _entry(
    *,
    seconds: float = 0,
    by: str = "Ann",
    action: str = "open",
    subject: str = "thing",
    details: dict[str, str] | None = None,
) -> AuditEntry:
    return AuditEntry(at=make.later(seconds), by=by, action=action, subject=subject, details=details or {})
