"""What the tests of reading share."""

from __future__ import annotations

import pytest

from tests.unit.extraction.shop import Shop


@pytest.fixture
def shop() -> Shop:
    """Lend a shop in which nothing was said yet."""
    return Shop()
