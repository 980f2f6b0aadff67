"""What every test of fetching begins with."""

from __future__ import annotations

import pytest

from tests.unit.fetching.curious import CuriousShop


@pytest.fixture
def shop() -> CuriousShop:
    """Lend a shop to which nothing has happened yet."""
    return CuriousShop()
