"""What every test of the API begins with."""

from __future__ import annotations

import pytest

from tests.unit.testing.openphone_api.asking import Client


@pytest.fixture
def client() -> Client:
    """Lend a client of a shop with two lines, in which nothing has happened."""
    return Client()
