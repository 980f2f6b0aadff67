"""Sending a text over HTTP, and what is known of it afterwards."""

from __future__ import annotations

from typing import Any

import httpx
import httpx2
import orjson
import pytest
import respx
from structlog.testing import capture_logs

from adapters.openphone_rest import OpenPhoneRest
from openphone_crm.errors import (
    CrmError,
    NotSentError,
    RateLimitedError,
    RefusedError,
    SettingsError,
    UnavailableError,
    UncertainError,
)
from tests.unit.adapters.openphone import CUSTOMER, KEY, TAKEN, TEXT, refusal, sending_fails


def test_a_text_is_sent_in_its_own_words(api: respx.Router, openphone: OpenPhoneRest) -> None:
    """The body has what OpenPhone documents, and nothing else."""
    route = api.post("/v1/messages").respond(202, json=TAKEN)

    openphone.send(TEXT)

    document = orjson.loads(route.calls.last.request.content)
    assert document == {"content": TEXT.text, "from": TEXT.from_number, "to": [CUSTOMER]}


@pytest.mark.parametrize(
    ("status", "code", "title"),
    [
        (400, "0206400", "A2P Registration Not Approved"),
        (402, "0200402", "Not Enough Credits"),
        (402, "0201402", "Subscription Expired"),
        (403, "0202403", "Not Phone Number User"),
        (403, "0204403", "A2P 10DLC Daily Message Cap Reached"),
        (404, "0200404", "Not Found"),
    ],
)
def test_a_text_that_is_not_sent_says_why(
    api: respx.Router, openphone: OpenPhoneRest, status: int, code: str, title: str
) -> None:
    """In OpenPhone's words; it is nobody's bug."""
    api.post("/v1/messages").mock(return_value=refusal(status, code, title))

    with capture_logs() as logs:
        error = sending_fails(openphone)

    assert isinstance(error, NotSentError)
    assert (error.code, error.reason) == (code, title)
    assert logs == []


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (400, "0200400", RefusedError),
        (401, "0200401", SettingsError),
        (403, "0200403", RefusedError),
        (429, "0200429", RateLimitedError),
    ],
)
def test_other_refusals_of_a_text_mean_what_they_always_do(
    api: respx.Router, openphone: OpenPhoneRest, status: int, code: str, error: type[CrmError]
) -> None:
    """They are about the request, the key or the pace, and not about this text."""
    api.post("/v1/messages").mock(return_value=refusal(status, code, "Something"))

    assert type(sending_fails(openphone)) is error


@pytest.mark.parametrize(
    "outcome",
    [
        httpx.Response(500, json={"code": "0201500"}),
        httpx.Response(503),
        httpx.Response(408),
        httpx.Response(302, headers={"Location": "/v1/messages"}),
        httpx.Response(202, text="<html>"),
        httpx.Response(202, json={"data": {"text": "no id"}}),
        httpx2.ReadTimeout("slow"),
        httpx2.ReadError("cut"),
        httpx2.WriteError("cut"),
        httpx2.RemoteProtocolError("Server disconnected"),
    ],
)
def test_nobody_knows_whether_a_text_was_sent(
    api: respx.Router,
    openphone: OpenPhoneRest,
    outcome: Any,  # noqa: ANN401 - an answer or an error
) -> None:
    """It has gone out, and the answer is none: it is never sent again from here."""
    route = api.post("/v1/messages").mock(side_effect=[outcome])

    assert type(sending_fails(openphone)) is UncertainError
    assert route.call_count == 1


@pytest.mark.parametrize("failure", [httpx2.ConnectError("away"), httpx2.ConnectTimeout("away")])
def test_a_text_that_never_left_was_not_sent(
    api: respx.Router, openphone: OpenPhoneRest, failure: Exception
) -> None:
    """Without a connection nothing can have happened, and nothing is tried again from here."""
    route = api.post("/v1/messages").mock(side_effect=failure)

    assert type(sending_fails(openphone)) is UnavailableError
    assert route.call_count == 1


@pytest.mark.parametrize(
    "outcome", [httpx2.ReadTimeout(CUSTOMER), refusal(400, "0200400", f"Bad number {CUSTOMER} {KEY}")]
)
def test_no_error_holds_a_number(api: respx.Router, openphone: OpenPhoneRest, outcome: Any) -> None:  # noqa: ANN401 - either
    """Neither it nor what it came of, however it is printed."""
    api.post("/v1/messages").mock(side_effect=[outcome])

    error = sending_fails(openphone)

    assert CUSTOMER not in f"{error} {error!r} {error.__cause__!r}"
    assert error.__suppress_context__ or error.__context__ is None
