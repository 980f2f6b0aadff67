"""How a store gets into the state that a contract begins with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from openphone_crm.crm import Contact, ContactChange, Conversation, TimelineEntry
from openphone_crm.ids import ConversationId
from openphone_crm.inbox_records import ClaimedEvent
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.store import Store
from openphone_crm.views import ConversationFilter, ConversationView
from openphone_crm.working_set import Changes

LEASE: Final = timedelta(seconds=30)
EVERYTHING: Final = PageRequest(200)


def write(
    store: Store,
    *,
    entries: tuple[TimelineEntry, ...] = (),
    also_touched: tuple[ConversationId, ...] = (),
    **changes: Any,  # noqa: ANN401 - the fields of Changes
) -> None:
    """Save changes in a transaction of their own."""
    touched = {entry.conversation_id for entry in entries} | set(also_touched)
    with store.unit_of_work.begin() as transaction:
        transaction.save(Changes(entries=entries, touched=frozenset(touched), **changes))


def converse(store: Store, conversation: Conversation, *entries: TimelineEntry) -> None:
    """Have a conversation with these entries, whose items do not matter."""
    write(store, conversations=(conversation,), entries=entries)


def write_contacts(store: Store, *contacts: Contact, history: tuple[ContactChange, ...] = ()) -> None:
    """Have these contacts."""
    write(store, contacts=contacts, history=history)


def seen(store: Store, conversation: Conversation) -> ConversationView:
    """The conversation as it is looked at, which it must be in the list too."""
    view = store.conversations.get(conversation.id)
    assert view is not None
    assert view in store.conversations.find(ConversationFilter(), EVERYTHING).items
    return view


def found(store: Store, **wanted: Any) -> list[ConversationId]:  # noqa: ANN401 - the fields of a filter
    """Which conversations a filter finds."""
    page = store.conversations.find(ConversationFilter(**wanted), EVERYTHING)
    return [view.id for view in page.items]


def claim(
    store: Store,
    worker: str = "w1",
    *,
    priority: Priority = Priority.CRITICAL,
    now: datetime = make.NOON,
    limit: int = 100,
) -> list[ClaimedEvent]:
    """Take what is due."""
    return list(store.inbox.claim(priority, worker=worker, now=now, lease=LEASE, limit=limit))


def claim_alone(
    store: Store, worker: str = "w2", *, priority: Priority = Priority.CRITICAL, now: datetime
) -> ClaimedEvent | None:
    """Take one event whose lease ran out."""
    return store.inbox.claim_alone(priority, worker=worker, now=now, lease=LEASE)
