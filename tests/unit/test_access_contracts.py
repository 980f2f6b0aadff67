"""Who may do something, and who did, in memory as the contracts promise; the wheel is tested with it too."""

from __future__ import annotations

import pytest

from openphone_crm.memory import MemoryCrm
from openphone_crm.testing import contracts


@pytest.fixture
def store() -> contracts.Store:
    """Lend an empty store."""
    return MemoryCrm()


class TestTokens(contracts.TokensContract):
    """Tokens."""


class TestSessions(contracts.SessionsContract):
    """Who is signed in."""


class TestAudit(contracts.AuditContract):
    """Who did what."""


class TestReplies(contracts.RepliesContract):
    """Answers that are kept."""
