"""What every test of telling people begins with."""

from __future__ import annotations

import pytest

from tests.unit.telling.crew import Crew


@pytest.fixture
def crew() -> Crew:
    """Lend a shop to whose people nothing was told yet."""
    return Crew()
