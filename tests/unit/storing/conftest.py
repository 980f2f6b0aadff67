"""What every test of storing begins with."""

from __future__ import annotations

import pytest

from tests.unit.storing.hoard import Hoard


@pytest.fixture
def hoard() -> Hoard:
    """Lend a shop that keeps files, and knows of none yet."""
    return Hoard()
