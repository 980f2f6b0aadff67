"""The product in both of its ways of running, and numbers that no other test uses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.integration.contract.installation import installed
from tests.integration.contract.numbers import Numbers
from tests.integration.contract.shop import Shop

# All in one process is what the browser and `dev` use every day; each part in its own is what shops run.
WAYS = [pytest.param("embedded", marks=pytest.mark.long), "distributed"]


@pytest.fixture(scope="package", params=WAYS)
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    """Lend the running product, to all tests of this directory."""
    with installed(request) as shop:
        yield shop


@pytest.fixture
def numbers() -> Numbers:
    """Lend one of our numbers, and somebody outside, whom only this test knows."""
    return Numbers()
