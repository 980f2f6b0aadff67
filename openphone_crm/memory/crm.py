"""The whole store in memory."""

from __future__ import annotations

from openphone_crm.memory.calls import MemoryCallReader
from openphone_crm.memory.changes import MemoryChangeCounter
from openphone_crm.memory.contact_books import MemoryContactBooks
from openphone_crm.memory.contacts import MemoryContactReader
from openphone_crm.memory.conversations import MemoryConversationReader
from openphone_crm.memory.events import MemoryEventReader
from openphone_crm.memory.inbox import MemoryInbox
from openphone_crm.memory.replies import MemoryReplies
from openphone_crm.memory.store import Store
from openphone_crm.memory.tokens import MemoryTokens
from openphone_crm.memory.unit_of_work import MemoryUnitOfWork


class MemoryCrm:
    """One store, and every port that looks at it or changes it."""

    def __init__(self) -> None:
        store = Store()
        self.inbox = MemoryInbox(store)
        self.unit_of_work = MemoryUnitOfWork(store)
        self.conversations = MemoryConversationReader(store)
        self.calls = MemoryCallReader(store)
        self.contacts = MemoryContactReader(store)
        self.events = MemoryEventReader(store)
        self.changes = MemoryChangeCounter(store)
        self.tokens = MemoryTokens(store)
        self.contact_books = MemoryContactBooks(store)
        self.replies = MemoryReplies()
