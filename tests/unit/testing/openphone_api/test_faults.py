"""What goes wrong on demand."""

from __future__ import annotations

import pytest

from openphone_crm.testing.openphone_api import Fault
from tests.unit.testing.openphone_api.asking import Client

PROBE = "/v1/phone-numbers"


def test_a_fault_spoils_one_answer_or_all(client: Client) -> None:
    """What is to fail once fails once, what is to fail always fails until it is told otherwise."""
    client.fake.keep_failing(Fault.OVERLOADED)
    client.fake.fail(Fault.FAILING)

    statuses = [client.status(PROBE) for _ in range(3)]

    client.fake.recover()
    assert [*statuses, client.status(PROBE)] == [500, 503, 503, 200]


def test_a_fault_of_one_path(client: Client) -> None:
    """A fault waits for what begins as it says."""
    client.fake.fail(Fault.OVERLOADED, on="GET /calls")

    assert [client.status(target) for target in (PROBE, "/calls?limit=1", "/calls")] == [200, 503, 200]


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.RATE_LIMITED, 429),
        (Fault.OVERLOADED, 503),
        (Fault.FAILING, 500),
        (Fault.REFUSING_THE_KEY, 401),
        (Fault.FORBIDDEN, 403),
    ],
)
def test_each_surface_fails_in_its_own_words(client: Client, fault: Fault, status: int) -> None:
    """The answer is JSON of the surface that was asked."""
    client.fake.fail(fault, fault)

    old, new = client.ask("GET", PROBE), client.ask("GET", "/calls")

    assert (old.status, new.status) == (status, status)
    assert "error" in old.document or "code" in old.document
    assert "title" in new.document


def test_it_says_when_to_come_back_or_not(client: Client) -> None:
    """The wait stands in a header, or nowhere."""
    client.fake.fail(Fault.RATE_LIMITED, Fault.RATE_LIMITED_BY_HEADER)
    client.fake.retry_after_s = 7

    waits = [client.ask("GET", PROBE).headers.get("Retry-After") for _ in range(2)]

    assert waits == [None, "7"]


def test_it_answers_late(client: Client) -> None:
    """A slow answer is a good one."""
    client.fake.slowness_s = 3
    client.fake.fail(Fault.SLOW)

    response = client.ask("GET", PROBE)

    assert (response.status, response.delay_s) == (200, 3)


def test_it_is_not_itself(client: Client) -> None:
    """A page for people comes in place of JSON, a body is cut, or nothing comes at all."""
    client.fake.fail(Fault.NOT_JSON, Fault.CUT, Fault.HANGING_UP)

    page, cut, nothing = (client.ask("GET", PROBE) for _ in range(3))

    assert (page.status, page.body.startswith(b"<!doctype html>")) == (200, True)
    assert (cut.is_cut, nothing.hangs_up, nothing.status) == (True, True, 0)
