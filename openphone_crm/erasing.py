"""Erasing a person: everything that is theirs goes, and what comes late does not bring it back."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from openphone_crm.audit import AuditEntry
from openphone_crm.clearing import Clearing
from openphone_crm.erasure import Erasure, Extent, Person, ids_in, together
from openphone_crm.errors import ConflictError, NotFoundError
from openphone_crm.ids import ContactId, ConversationId
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.erasures import ErasingTransaction, Erasures
from openphone_crm.redaction import Redactor, parted, resources_of
from openphone_crm.traces import Traces
from openphone_crm.wording import digests_of, spoken_items
from openphone_crm.working_set import Wanted

ERASE = "erase"


@attrs.frozen(kw_only=True)
class _Findings:
    """What is the person's own, and what they share with others."""

    person: Person
    own: Wanted
    shared: Wanted

    @property
    def traces(self) -> Traces:
        ids = ids_in(self.own) | ids_in(self.shared) | self.person.link_ids
        return Traces(self.person.numbers, ids)

    @property
    def extent(self) -> Extent:
        return Extent(
            conversations=len(self.person.own_conversations),
            groups=len(self.person.groups),
            messages=len(self.own.message_ids),
            calls=len(self.own.call_ids),
        )


@attrs.frozen(kw_only=True)
class Erasing:
    """
    Erases people.

    First what was received, told and answered is gone through, in batches and beside everything
    else, since that takes its time; then all the rest goes in one short transaction. Should it break
    off before, the contact is still there, and it can be begun again.
    """

    erasures: Erasures
    clock: Clock
    region: str = "US"

    def extent(self, contact_id: ContactId) -> Extent:
        """
        How much would go.

        Raises:
            NotFoundError: When there is no such contact.
            ConflictError: When one of its numbers is the shop's own.
        """
        return self._look(contact_id).extent

    def erase(
        self, contact_id: ContactId, *, by: str, on_progress: Callable[[int], None] = lambda _: None
    ) -> Extent:
        """
        Erase a person, and tell how much it was; `on_progress` gets the number of events gone through.

        Raises:
            NotFoundError: When there is no such contact.
            ConflictError: When one of its numbers is the shop's own.
            UnavailableError: When the store is away, or workers do not end in time: try again.
        """
        started = self.clock.now()
        found = self._look(contact_id)
        strays = self.erasures.strays(found.person.numbers)
        emptied = self._clearing(found).beside_others(on_progress=on_progress)
        # Once more, so that next to nothing is left for when everybody waits.
        last_cleared = self.clock.now()
        emptied += self._clearing(found).beside_others(started)
        with self.erasures.begin(alone=True) as transaction:
            found = self._found(transaction, contact_id)
            self._erase_all(transaction, found, strays)
            emptied += self._clearing(found).within(transaction, since=last_cleared)
            extent = attrs.evolve(found.extent, events=emptied)
            transaction.record(self._entry(contact_id, extent, by=by))
        self._erase_late_strays(found.person.numbers)
        return extent

    def _look(self, contact_id: ContactId) -> _Findings:
        with self.erasures.begin(alone=False) as transaction:
            return self._found(transaction, contact_id)

    def _found(self, transaction: ErasingTransaction, contact_id: ContactId) -> _Findings:
        person = transaction.person(contact_id)
        if person is None:
            raise NotFoundError("contact", contact_id)
        if person.own_lines:
            reason = "the contact has a number that is one of your own lines: take it off the contact first"
            raise ConflictError(reason)
        return _Findings(
            person=person,
            own=transaction.resources_in([one.id for one in person.own_conversations]),
            shared=transaction.resources_in([one.id for one in person.groups]),
        )

    def _clearing(self, found: _Findings) -> Clearing:
        return Clearing(
            erasures=self.erasures,
            clock=self.clock,
            traces=found.traces,
            contact_id=found.person.contact.id,
            region=self.region,
        )

    def _erase_all(self, transaction: ErasingTransaction, found: _Findings, strays: Wanted) -> None:
        person = found.person
        groups = {ConversationId(self.clock.new_id()): group for group in person.groups}
        redactor = Redactor.of(person.numbers, groups)
        erasure = self._redacted(transaction, redactor, together(found.shared, strays))
        own = transaction.load_resources(found.own)
        transaction.erase(
            attrs.evolve(
                erasure,
                names=erasure.names | found.traces.ids | person.numbers,
                resources=together(erasure.resources, found.own),
                conversation_ids=frozenset(one.id for one in person.conversations),
                contact_id=person.contact.id,
                numbers=person.numbers,
                digests=erasure.digests | digests_of(own),
            )
        )

    def _redacted(self, transaction: ErasingTransaction, redactor: Redactor, wanted: Wanted) -> Erasure:
        """Write what stays of all this; what does not, and the names of what must not change any more."""
        loaded = transaction.load_resources(wanted)
        placed, unplaced = parted(loaded)
        transaction.save(redactor.changes(placed))
        return Erasure(
            at=self.clock.now(),
            names=ids_in(resources_of(loaded)),
            resources=together(Wanted(message_ids=redactor.written(placed)), resources_of(unplaced)),
            reworded=spoken_items(loaded),
            digests=digests_of(loaded),
            silenced=redactor.silenced(placed),
        )

    def _erase_late_strays(self, numbers: frozenset[str]) -> None:
        """Take away what was stored while strays were looked for; nothing of the kind comes any more."""
        strays = self.erasures.strays(numbers)
        if ids_in(strays):
            with self.erasures.begin(alone=True) as transaction:
                transaction.erase(self._redacted(transaction, Redactor.of(numbers, {}), strays))

    def _entry(self, contact_id: ContactId, extent: Extent, *, by: str) -> AuditEntry:
        details = {name: f"{number}" for name, number in attrs.asdict(extent).items()}
        return AuditEntry(at=self.clock.now(), by=by, action=ERASE, subject=contact_id, details=details)
