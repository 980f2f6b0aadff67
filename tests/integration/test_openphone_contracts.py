"""OpenPhone's API over HTTP keeps what the contract promises, with the newer API and without it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import attrs
import pytest

from adapters.fake_openphone import OpenPhoneServer
from adapters.openphone_rest import Access, OpenPhoneRest, Retries
from adapters.system_clock import SystemClock
from openphone_crm.memory.readings import MemoryPacer
from openphone_crm.testing import contracts
from openphone_crm.testing.happenings import SHOP_LINE, Happening, Line
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi, Fault, Workspace


@attrs.frozen
class RestExchange:
    """The fake OpenPhone behind HTTP, asked by the real client."""

    fake: FakeOpenPhoneApi
    openphone: OpenPhoneRest

    def happen(self, *happenings: Happening) -> None:
        """Let the workspace know of these."""
        for happening in happenings:
            self.fake.workspace.learn(happening)

    def join(self, call_id: str, number: str) -> None:
        """Let somebody else take part in a call."""
        self.fake.workspace.join(call_id, number)

    def break_down(self) -> None:
        """Let every request be answered with 503."""
        self.fake.keep_failing(Fault.OVERLOADED)

    def refuse_the_key(self) -> None:
        """Let every request be answered with 401."""
        self.fake.keep_failing(Fault.REFUSING_THE_KEY)

    def recover(self) -> None:
        """Let every request be answered."""
        self.fake.recover()


@contextmanager
def rest_exchange(*, has_dated_surface: bool) -> Iterator[RestExchange]:
    """Lend a workspace in which nothing has happened."""
    workspace = Workspace(lines=(SHOP_LINE, Line(number="+12065550190", id="PNxMonitor")))
    fake = FakeOpenPhoneApi(workspace=workspace, has_dated_surface=has_dated_surface)
    with OpenPhoneServer(fake) as server:
        access = Access(key=fake.key, url=server.url)
        openphone = OpenPhoneRest(
            access, pacer=MemoryPacer(), clock=SystemClock(), retries=Retries(wait_s=0.01)
        )
        with closing(openphone):
            yield RestExchange(fake, openphone)


class TestBothApis(contracts.OpenPhoneContract):
    """A workspace that has the newer API."""

    @pytest.fixture
    def exchange(self) -> Iterator[contracts.Exchange]:
        """Lend one."""
        with rest_exchange(has_dated_surface=True) as exchange:
            yield exchange


class TestV1Only(contracts.OpenPhoneContract):
    """A workspace that has the older API alone."""

    @pytest.fixture
    def exchange(self) -> Iterator[contracts.Exchange]:
        """Lend one."""
        with rest_exchange(has_dated_surface=False) as exchange:
            yield exchange


class TestWebhooks(contracts.OpenPhoneWebhooksContract):
    """Webhooks of both APIs."""

    @pytest.fixture
    def exchange(self) -> Iterator[contracts.Exchange]:
        """Lend a workspace without webhooks."""
        with rest_exchange(has_dated_surface=True) as exchange:
            yield exchange
