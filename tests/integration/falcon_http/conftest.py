"""A fresh world for every test."""

from __future__ import annotations

import pytest

from tests.integration.falcon_http.world import World, make_world


@pytest.fixture
def world() -> World:
    """Lend the application over an empty store."""
    return make_world()
