"""The real client of OpenPhone's API, for tests that ask the fake over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from adapters.openphone_rest import Access, OpenPhoneRest, Retries
from adapters.system_clock import SystemClock
from openphone_crm.memory.readings import MemoryPacer
from openphone_crm.ports.pacer import Pacer

IMPATIENT_S = 0.3


@contextmanager
def client(
    url: str, *, key: str = "a-key-of-the-fake", whole_s: float = 15, pacer: Pacer | None = None
) -> Iterator[OpenPhoneRest]:
    """Lend a client."""
    access = Access(key=key, url=url, connect_s=IMPATIENT_S, whole_s=whole_s)
    openphone = OpenPhoneRest(
        access, pacer=pacer or MemoryPacer(), clock=SystemClock(), retries=Retries(wait_s=0.01)
    )
    with closing(openphone):
        yield openphone
