"""The client of OpenPhone's API over HTTP: its pace, its patience, and what it knows of a lost answer."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from adapters.fake_openphone import OpenPhoneServer
from adapters.openphone_rest import OpenPhoneRest
from adapters.sqlalchemy_repository import Database
from adapters.system_clock import SystemClock
from openphone_crm.errors import (
    CrmError,
    DeferredError,
    NotSentError,
    RateLimitedError,
    UnavailableError,
    UncertainError,
)
from openphone_crm.memory.readings import MemoryPacer
from openphone_crm.moments import parse_moment
from openphone_crm.remote import TextToSend
from openphone_crm.testing.happenings import SHOP_LINE
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi, Fault
from openphone_crm.testing.openphone_api.rate_limits import busiest_second
from tests.integration.openphone_client import IMPATIENT_S, client
from tests.integration.processes import CHECKOUT, environment
from tests.integration.server_process import free_port
from tests.integration.silent_server import silent_server
from tests.integration.waiting import wait_until

TEXT = TextToSend(from_number=SHOP_LINE.number, to_numbers=("+12065550123",), text="We are on our way.")


THREAD = "openphone"


class BusyPacer(MemoryPacer):
    """A pacer whose next moment is far away."""

    def next_free(
        self, service: str, *, now: datetime, interval: timedelta, patience: timedelta | None = None
    ) -> datetime:
        """Say so."""
        return super().next_free(
            service, now=now + timedelta(minutes=1), interval=interval, patience=patience
        )


@pytest.fixture
def fake() -> FakeOpenPhoneApi:
    """Lend a fake to which nothing has happened."""
    return FakeOpenPhoneApi()


@pytest.fixture
def server(fake: FakeOpenPhoneApi) -> Iterator[OpenPhoneServer]:
    """Serve it."""
    with OpenPhoneServer(fake) as server:
        yield server


def sending_fails(openphone: OpenPhoneRest) -> CrmError:
    """Send a text, and give the error that comes of it."""
    with pytest.raises(CrmError) as failed:
        openphone.send(TEXT)
    return failed.value


def test_three_processes_keep_one_pace(
    fake: FakeOpenPhoneApi, server: OpenPhoneServer, postgresql_url: str
) -> None:
    """However many ask, no more than ten requests leave in any second."""
    # On a machine that is busy with other tests, they may arrive otherwise than they left.
    fake.requests_a_second = None
    with closing(Database.open(postgresql_url)) as database:
        database.migrate()
    asking = [sys.executable, "-m", "tests.integration.asking", postgresql_url, fake.key, server.url, "15"]

    with ThreadPoolExecutor(3) as pool:
        printed = list(pool.map(output_of_program, [asking] * 3))

    left = [moment for text in printed for line in text.splitlines() if (moment := parse_moment(line))]
    assert len(left) == 45
    assert busiest_second(left) <= 10


def output_of_program(command: list[str]) -> str:
    """Run a program to its end, and give what it printed."""
    done = subprocess.run(
        command, cwd=CHECKOUT, env=environment({}), capture_output=True, text=True, timeout=180, check=True
    )
    return done.stdout


def test_a_client_that_would_wait_for_long_is_put_off(server: OpenPhoneServer) -> None:
    """It is told when to come back, and nothing was asked or sent."""
    before = SystemClock().now()
    with client(server.url, pacer=BusyPacer()) as openphone:
        with pytest.raises(DeferredError) as put_off:
            openphone.lines()

        error = sending_fails(openphone)

    assert put_off.value.until > before + timedelta(seconds=50)
    assert isinstance(error, DeferredError)
    assert server.fake.requests == []


@pytest.mark.parametrize("dripping", [False, True])
def test_nobody_is_waited_for_longer_than_the_limit(dripping: bool) -> None:  # noqa: FBT001 - by name below
    """Neither one who says nothing nor one who says it letter by letter."""
    with (
        silent_server(dripping=dripping) as port,
        client(f"http://127.0.0.1:{port}", whole_s=IMPATIENT_S) as openphone,
        pytest.raises(UnavailableError, match="no answer within"),
    ):
        openphone.lines()


def test_whoever_is_not_waited_for_is_hung_up_on() -> None:
    """A server that never ends its head keeps neither a thread nor a connection."""
    with (
        silent_server(dripping=True, first=b"HTTP/1.1 200 OK\r\n", drop=b"X-More: to come\r\n") as port,
        client(f"http://127.0.0.1:{port}", whole_s=IMPATIENT_S) as openphone,
    ):
        error = sending_fails(openphone)

        # Less than the server has to say.
        is_over = wait_until(lambda: THREAD not in {one.name for one in threading.enumerate()}, limit_s=5)

    assert type(error) is UncertainError
    assert is_over


@pytest.mark.parametrize("dripping", [False, True])
def test_a_text_without_an_answer_may_have_been_sent(dripping: bool) -> None:  # noqa: FBT001 - by name below
    """It went out, and nobody said what became of it."""
    with (
        silent_server(dripping=dripping) as port,
        client(f"http://127.0.0.1:{port}", whole_s=IMPATIENT_S) as openphone,
    ):
        error = sending_fails(openphone)

    assert type(error) is UncertainError


def test_a_text_without_a_connection_was_not_sent() -> None:
    """Nobody listens there."""
    with client(f"http://127.0.0.1:{free_port()}") as openphone:
        error = sending_fails(openphone)

    assert type(error) is UnavailableError


@pytest.mark.parametrize(
    "fault", [Fault.SENT_THEN_FAILING, Fault.SENT_THEN_SLOW, Fault.SENT_THEN_HANGING_UP, Fault.CUT]
)
def test_a_text_that_may_have_been_sent_is_looked_for(
    fake: FakeOpenPhoneApi, server: OpenPhoneServer, fault: Fault
) -> None:
    """It was sent once, and is found by its words."""
    fake.fail(fault, on="POST /v1/messages")
    begun = SystemClock().now()
    with client(server.url, whole_s=2) as openphone:
        error = sending_fails(openphone)

        found = openphone.sent(TEXT, since=begun)

    assert type(error) is UncertainError
    assert [each.resource["text"] for each in found] == [TEXT.text]
    assert len(fake.workspace.messages) == 1


@pytest.mark.parametrize("fault", [Fault.FAILING, Fault.HANGING_UP, Fault.OVERLOADED])
def test_a_text_that_was_not_sent_is_not_found(
    fake: FakeOpenPhoneApi, server: OpenPhoneServer, fault: Fault
) -> None:
    """Nobody could know, and a look tells."""
    fake.fail(fault, on="POST /v1/messages")
    begun = SystemClock().now()
    with client(server.url) as openphone:
        error = sending_fails(openphone)

        found = openphone.sent(TEXT, since=begun)

    assert type(error) is UncertainError
    assert list(found) == []


@pytest.mark.parametrize(
    "fault", [Fault.A2P_NOT_APPROVED, Fault.NO_CREDITS, Fault.NOT_A_NUMBER_USER, Fault.DAILY_CAP]
)
def test_a_text_that_is_refused_says_why(
    fake: FakeOpenPhoneApi, server: OpenPhoneServer, fault: Fault
) -> None:
    """In OpenPhone's own words, and nothing was sent."""
    fake.fail(fault)
    with client(server.url) as openphone:
        error = sending_fails(openphone)

    assert isinstance(error, NotSentError)
    assert error.reason
    assert fake.workspace.messages == {}


def test_a_wish_to_be_left_alone_is_handed_on(fake: FakeOpenPhoneApi, server: OpenPhoneServer) -> None:
    """With how long, where it says so; and the question is not repeated."""
    fake.fail(Fault.RATE_LIMITED_BY_HEADER, Fault.RATE_LIMITED)
    with client(server.url) as openphone:
        waits = []
        for _ in range(2):
            with pytest.raises(RateLimitedError) as told:
                openphone.lines()
            waits.append(told.value.retry_after_s)

    assert waits == [fake.retry_after_s, None]
    assert len(fake.requests) == 2


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.HANGING_UP, Fault.NOT_JSON, Fault.FAILING])
def test_a_lost_answer_is_asked_for_again(
    fake: FakeOpenPhoneApi, server: OpenPhoneServer, fault: Fault
) -> None:
    """Whatever it was lost by."""
    fake.fail(fault)
    with client(server.url) as openphone:
        lines = openphone.lines()

    assert [line.number for line in lines] == [SHOP_LINE.number]
    assert len(fake.requests) == 2
