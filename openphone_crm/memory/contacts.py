"""Looking at contacts, in memory."""

from __future__ import annotations

from openphone_crm.crm import Contact, ContactChange
from openphone_crm.ids import ContactId
from openphone_crm.memory.paging import page_of
from openphone_crm.memory.searching import is_in_numbers, is_in_texts
from openphone_crm.memory.store import Store
from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.views import ContactFilter


class MemoryContactReader:
    """Looks at contacts."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, wanted: ContactFilter, page: PageRequest) -> Page[Contact]:
        """Contacts by when they were made."""
        with self._store.reading() as state:
            found = [contact for contact in state.contacts.values() if _is_wanted(contact, wanted)]
        return page_of(found, lambda contact: Position(contact.created_at, contact.id), page)

    def get(self, contact_id: ContactId) -> Contact | None:
        """One contact."""
        with self._store.reading() as state:
            return state.contacts.get(contact_id)

    def history(self, contact_id: ContactId, page: PageRequest) -> Page[ContactChange]:
        """What was changed of a contact."""
        with self._store.reading() as state:
            found = [change for change in state.history.values() if change.contact_id == contact_id]
        return page_of(found, lambda change: Position(change.at, change.id), page)


def _is_wanted(contact: Contact, wanted: ContactFilter) -> bool:
    if wanted.phone_number is not None and wanted.phone_number not in contact.phone_numbers:
        return False
    if wanted.text is None:
        return True
    texts = (contact.name, contact.email, contact.address, contact.company)
    return is_in_texts(wanted.text, texts) or is_in_numbers(wanted.text, contact.phone_numbers)
