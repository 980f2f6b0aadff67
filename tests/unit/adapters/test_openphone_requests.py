"""What the client asks over HTTP, and what it makes of the answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import attrs
import httpx
import httpx2
import pytest
import respx
from structlog.testing import capture_logs

from adapters.openphone_rest import OpenPhoneRest
from openphone_crm.errors import (
    CrmError,
    RateLimitedError,
    RefusedError,
    SettingsError,
    UnavailableError,
)
from openphone_crm.memory import MemoryClock
from openphone_crm.remote import FetchedKind, Window
from tests.unit.adapters.openphone import CUSTOMER, KEY, TEXT, refusal


def test_the_key_is_sent_as_it_is(api: respx.Router, openphone: OpenPhoneRest) -> None:
    """Without `Bearer`, which OpenPhone refuses; the older API is told no version."""
    route = api.get("/v1/phone-numbers").respond(json={"data": []})

    openphone.lines()

    headers = route.calls.last.request.headers
    assert headers["authorization"] == KEY
    assert "quo-api-version" not in headers


def test_the_newer_api_is_told_its_version(api: respx.Router, openphone: OpenPhoneRest) -> None:
    """Its paths are without a prefix, and mean nothing without this header."""
    route = api.get("/calls").respond(json={"data": [], "nextCursor": None})

    openphone.surface()

    assert route.calls.last.request.headers["quo-api-version"] == "2026-03-30"


def test_the_surface_is_asked_for_once(api: respx.Router, openphone: OpenPhoneRest) -> None:
    """The answer is remembered for some minutes."""
    route = api.get("/calls").respond(404)

    surfaces = {openphone.surface() for _ in range(3)}

    assert (surfaces, route.call_count) == ({"v1"}, 1)


def test_several_parties_are_several_parameters(api: respx.Router, openphone: OpenPhoneRest) -> None:
    """The name is repeated; with brackets it would be refused."""
    api.get("/v1/phone-numbers").respond(json={"data": [{"id": "PNx1", "number": TEXT.from_number}]})
    route = api.get("/v1/messages").respond(json={"data": [], "nextPageToken": None})
    parties = (CUSTOMER, "+12065550124")

    openphone.sent(attrs.evolve(TEXT, to_numbers=parties), since=MemoryClock().now())

    query = parse_qsl(route.calls.last.request.url.query.decode())
    assert [value for name, value in query if name == "participants"] == list(parties)


@pytest.mark.parametrize("failure", [500, 503, httpx2.ReadTimeout("slow"), httpx2.ConnectError("away")])
def test_a_question_is_asked_again(api: respx.Router, openphone: OpenPhoneRest, failure: Any) -> None:  # noqa: ANN401 - either
    """What was a moment's weakness is not seen."""
    answer = httpx.Response(200, json={"data": []})
    first = httpx.Response(failure) if isinstance(failure, int) else failure
    route = api.get("/v1/phone-numbers").mock(side_effect=[first, answer])

    lines = openphone.lines()

    assert (list(lines), route.call_count) == ([], 2)


def test_a_question_is_given_up(api: respx.Router, openphone: OpenPhoneRest) -> None:
    """After three times it is left to whoever asked to come back later."""
    route = api.get("/v1/phone-numbers").respond(503)

    with pytest.raises(UnavailableError, match="it answers 503"):
        openphone.lines()

    assert route.call_count == 3


@pytest.mark.parametrize(
    ("status", "error"),
    [(429, RateLimitedError), (401, SettingsError), (403, RefusedError), (422, RefusedError)],
)
def test_a_refused_question_is_not_repeated(
    api: respx.Router, openphone: OpenPhoneRest, status: int, error: type[CrmError]
) -> None:
    """The answer would be the same, or make it worse."""
    route = api.get("/v1/phone-numbers").respond(status)

    with pytest.raises(error):
        openphone.lines()

    assert route.call_count == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<html>Welcome to this hotel's network</html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"data": {}}),
        httpx.Response(200, json={"data": [{"id": 5}]}),
        httpx.Response(200, content=b'{"data": [], "more": "' + b"x" * 5 * 1024 * 1024 + b'"}'),
        httpx.Response(302, headers={"Location": "https://elsewhere.example/"}),
    ],
)
def test_what_is_no_answer_is_none(
    api: respx.Router, openphone: OpenPhoneRest, answer: httpx.Response
) -> None:
    """A page of a proxy, another form, an answer without end, or a way elsewhere, which is not followed."""
    api.get("/v1/phone-numbers").mock(return_value=answer)

    with pytest.raises(UnavailableError):
        openphone.lines()


def test_our_bug_is_logged(api: respx.Router, openphone: OpenPhoneRest) -> None:
    """With what tells where it is, and without the number that was asked about."""
    api.get("/v1/messages/ACx1").mock(return_value=refusal(400, "0200400", "Bad Request"))

    with capture_logs() as logs, pytest.raises(RefusedError):
        openphone.fetch(FetchedKind.MESSAGE, "ACx1")

    [entry] = logs
    assert (entry["log_level"], entry["path"]) == ("error", "/v1/messages/ACx1")
    assert entry["reason"] == "OpenPhone refused: status 400, 0200400, Bad Request"
    assert CUSTOMER not in str(entry)


def test_a_part_outside_the_plan_is_refused(api: respx.Router, openphone: OpenPhoneRest) -> None:
    """A summary that the plan does not have says nothing against the key."""
    api.get("/v1/call-summaries/ACx1").mock(return_value=refusal(403, "0500403", "Forbidden"))

    with pytest.raises(RefusedError):
        openphone.fetch(FetchedKind.SUMMARY, "ACx1")


def test_a_window_is_asked_for_generously(api: respx.Router, openphone: OpenPhoneRest) -> None:
    """A second more on either side, in whole milliseconds, with the bounds that each list knows."""
    calls = api.get("/calls").respond(json={"data": [], "nextCursor": None})
    messages = api.get("/messages").respond(json={"data": [], "nextCursor": None})
    noon = MemoryClock().now() + timedelta(microseconds=1234)
    window = Window(noon, noon + timedelta(hours=1))

    for kind in (FetchedKind.CALL, FetchedKind.MESSAGE):
        openphone.page(kind, window)

    asked = [dict(parse_qsl(route.calls.last.request.url.query.decode())) for route in (calls, messages)]
    bounds = ("2026-04-13T18:59:59.001Z", "2026-04-13T20:00:01.001Z")
    assert (asked[0]["createdAt[gte]"], asked[0]["createdAt[lte]"]) == bounds
    assert (asked[1]["createdAt[gt]"], asked[1]["createdAt[lt]"]) == bounds
