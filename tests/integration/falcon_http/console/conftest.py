"""A visitor for every test."""

from __future__ import annotations

import pytest

from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.world import World


@pytest.fixture
def visitor(world: World) -> Visitor:
    """Lend an operator who is signed in."""
    return Visitor.signed_in(world)


@pytest.fixture(autouse=True)
def _seen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a page show at once what was written behind its back: it may be a quarter of a second late."""
    monkeypatch.setattr("adapters.falcon_http.freshness.REMEMBERED_S", 0.0)
