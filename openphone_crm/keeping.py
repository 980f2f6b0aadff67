"""What a batch came to is saved; what it has answered by the way, nobody is asked any more."""

from __future__ import annotations

from datetime import datetime

from openphone_crm.extraction.suggestions import overtaken
from openphone_crm.ports.approvals import ApprovalChanges
from openphone_crm.ports.unit_of_work import Transaction
from openphone_crm.working_set import Changes


def keep(transaction: Transaction, changes: Changes, *, at: datetime) -> None:
    """Save the changes, and supersede what waited for approval and has been written in Quo meanwhile."""
    transaction.save(changes)
    edited = {change.contact_id for change in changes.history}
    contacts = [contact for contact in changes.contacts if contact.id in edited]
    # Hardly any batch holds an edit: the others are not asked for their suggestions.
    if not contacts:
        return
    book = transaction.approvals
    met = [
        suggestion
        for contact in contacts
        for suggestion in overtaken(book.suggestions_of(contact.id), contact, at)
    ]
    book.write(ApprovalChanges(suggestions=tuple(met)))
