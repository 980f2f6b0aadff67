"""A client of OpenPhone's API, and something that stands where OpenPhone is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import respx

from adapters.openphone_rest import Access, OpenPhoneRest, Retries
from openphone_crm.memory import MemoryClock
from tests.unit.adapters.openphone import KEY, URL, NoPacer


@pytest.fixture
def api() -> Iterator[respx.Router]:
    """Stand where OpenPhone is."""
    with respx.mock(using="httpcore2", base_url=URL) as router:
        yield router


@pytest.fixture(scope="module")
def shared() -> Iterator[tuple[OpenPhoneRest, MemoryClock]]:
    """Make one client: to load the certificates takes as long as all tests together."""
    clock = MemoryClock()
    client = OpenPhoneRest(
        Access(key=KEY, url=f"{URL}/"), pacer=NoPacer(), clock=clock, retries=Retries(wait_s=0.001)
    )
    yield client, clock
    client.close()


@pytest.fixture
def openphone(shared: tuple[OpenPhoneRest, MemoryClock]) -> OpenPhoneRest:
    """Lend a client that hardly waits before it asks again, and remembers nothing of other tests."""
    client, clock = shared
    clock.advance(timedelta(hours=1))
    return client
