"""What every test of writing begins with."""

from __future__ import annotations

import pytest

from tests.unit.texting.writer import WritingShop


@pytest.fixture
def shop() -> WritingShop:
    """Lend a shop to which one customer has written."""
    return WritingShop()
