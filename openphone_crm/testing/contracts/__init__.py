"""
The contract of every port, as tests that an adapter of it must pass.

Subclass a contract in a module of your tests and supply, as pytest fixture, what its tests ask for: `store`,
a new and empty `Store`, or `bell`, a `Bell`. Everything is asserted plainly, so that no test runner is needed
for importing this.
"""

from __future__ import annotations

from openphone_crm.testing.contracts.calls import CallReaderContract
from openphone_crm.testing.contracts.changes import ChangeCounterContract
from openphone_crm.testing.contracts.contact_books import ContactBooksContract
from openphone_crm.testing.contracts.contacts import ContactReaderContract
from openphone_crm.testing.contracts.conversations import ConversationReaderContract
from openphone_crm.testing.contracts.events import EventReaderContract
from openphone_crm.testing.contracts.inbox import InboxContract
from openphone_crm.testing.contracts.job_queue import Bell, JobQueueContract
from openphone_crm.testing.contracts.replies import RepliesContract
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.contracts.tokens import TokensContract
from openphone_crm.testing.contracts.unit_of_work import UnitOfWorkContract

__all__ = [
    "Bell",
    "CallReaderContract",
    "ChangeCounterContract",
    "ContactBooksContract",
    "ContactReaderContract",
    "ConversationReaderContract",
    "EventReaderContract",
    "InboxContract",
    "JobQueueContract",
    "RepliesContract",
    "Store",
    "TokensContract",
    "UnitOfWorkContract",
]
