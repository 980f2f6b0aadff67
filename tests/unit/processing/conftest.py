"""What every test of processing begins with."""

from __future__ import annotations

import pytest

from tests.unit.processing.shop import Shop


@pytest.fixture
def shop() -> Shop:
    """Lend a shop to which nothing has happened yet."""
    return Shop()
