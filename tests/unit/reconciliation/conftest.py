"""What the tests of reconciliation begin with."""

from __future__ import annotations

import pytest

from tests.unit.reconciliation.shop import GappyShop


@pytest.fixture
def shop() -> GappyShop:
    """Lend a shop to which nothing has happened yet."""
    return GappyShop()
