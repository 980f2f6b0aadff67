"""The product in both of its ways of running, and numbers that no other test uses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.contract.installation import installed
from tests.integration.contract.numbers import Numbers
from tests.integration.contract.shop import Shop


@pytest.fixture(scope="package", params=["embedded", "distributed"])
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    """Lend the running product, to all tests of this directory."""
    with installed(request) as shop:
        yield shop


@pytest.fixture
def numbers() -> Numbers:
    """Lend one of our numbers, and somebody outside, whom only this test knows."""
    return Numbers()
