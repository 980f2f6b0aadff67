"""The ports in memory keep what the contracts promise; the installed wheel is tested with this file alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs
import pytest

from openphone_crm.memory import MemoryCrm, MemoryJobQueue
from openphone_crm.priority import Priority
from openphone_crm.testing import contracts


@pytest.fixture
def store() -> contracts.Store:
    """Lend an empty store."""
    return MemoryCrm()


@attrs.frozen
class MemoryBell:
    """The bell in memory, heard by itself."""

    queue: MemoryJobQueue = attrs.field(factory=MemoryJobQueue)

    @property
    def hear(self) -> Callable[[], Sequence[Priority]]:
        """What the queue says to who listens."""
        return self.queue.hear


@pytest.fixture
def bell() -> contracts.Bell:
    """Lend a bell that nobody has rung."""
    return MemoryBell()


class TestInbox(contracts.InboxContract):
    """The queue of record."""


class TestUnitOfWork(contracts.UnitOfWorkContract):
    """Transactions."""


class TestConversationReader(contracts.ConversationReaderContract):
    """Looking at conversations."""


class TestCallReader(contracts.CallReaderContract):
    """Looking at calls."""


class TestContactReader(contracts.ContactReaderContract):
    """Looking at contacts."""


class TestEventReader(contracts.EventReaderContract):
    """Looking at events."""


class TestChangeCounter(contracts.ChangeCounterContract):
    """Whether anything changed."""


class TestTokens(contracts.TokensContract):
    """Tokens."""


class TestContactBooks(contracts.ContactBooksContract):
    """Edits of contacts."""


class TestReplies(contracts.RepliesContract):
    """Answers that are kept."""


class TestJobQueue(contracts.JobQueueContract):
    """The bell."""
