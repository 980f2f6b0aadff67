"""What OpenPhone says when it does not answer, and what it means."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from adapters.openphone_rest.refusals import Refusal, error_of, is_our_bug, refusal_of
from openphone_crm.errors import (
    CrmError,
    NotFoundError,
    RateLimitedError,
    RefusedError,
    SettingsError,
    UnavailableError,
)

NUMBER = "+12065550123"


def refused(status: int, document: object = None, **headers: str) -> Refusal:
    """Read a refusal."""
    body = b"" if document is None else orjson.dumps(document)
    return refusal_of(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, RefusedError),
        (401, SettingsError),
        (402, RefusedError),
        (403, RefusedError),
        (404, NotFoundError),
        (409, RefusedError),
        (422, RefusedError),
        (425, UnavailableError),
        (429, RateLimitedError),
    ],
)
def test_a_status_means_one_error(status: int, error: type[CrmError]) -> None:
    """Whoever asked is told whether to wait, to ask the operator, or to give up."""
    assert type(error_of(refused(status))) is error


def test_a_refusal_keeps_code_title_and_paths() -> None:
    """The older API names the places that it did not like."""
    document = {
        "message": f"Expected another number than {NUMBER}",
        "code": "0200400",
        "status": 400,
        "title": "Bad Request",
        "errors": [{"path": "/body/to/0", "message": NUMBER, "value": NUMBER, "schema": {"type": "string"}}],
    }

    error = error_of(refused(400, document))

    assert str(error) == "OpenPhone refused: status 400, 0200400, Bad Request /body/to/0"
    assert is_our_bug(error)


def test_the_gateway_says_it_otherwise() -> None:
    """What stands before the API has a body of its own."""
    refusal = refused(429, {"error": {"message": "API rate limit exceeded", "key": "TooManyRequests"}})

    assert refusal.title == "TooManyRequests"


@pytest.mark.parametrize(
    "document", [None, [], "no", {"title": 5, "code": None, "errors": "none"}, {"errors": [1, {"path": 2}]}]
)
def test_any_other_form_says_nothing(document: Any) -> None:  # noqa: ANN401 - foreign JSON
    """A refusal is one whatever its body is."""
    assert refused(400, document) == Refusal(status=400)


def test_a_title_fits_a_log() -> None:
    """It is on one line, short, and repeats no number."""
    title = f"Not\n allowed for {NUMBER} " + "and so on " * 50

    kept = refused(400, {"title": title}).title or ""

    assert kept.startswith("Not allowed for +*********23 and so on")
    assert len(kept) <= 80


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry_After": "7"}, 7.0),
        ({"retry_after": " 1.5 "}, 1.5),
        ({"Retry_After": "Fri, 06 Mar 2026 12:00:30 GMT", "Date": "Fri, 06 Mar 2026 12:00:00 GMT"}, 30.0),
        ({"Retry_After": "Fri, 06 Mar 2026 12:00:00 GMT", "Date": "Fri, 06 Mar 2026 12:00:30 GMT"}, 0.0),
        ({"Retry_After": "Fri, 06 Mar 2026 12:00:30 GMT"}, None),
        ({"Retry_After": "soon"}, None),
        ({"Retry_After": "-5"}, None),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    """Seconds or a date say it; anything else says nothing."""
    assert refused(429, **headers).retry_after_s == seconds


def test_what_the_key_may_not_do_is_no_bug() -> None:
    """It says that the key or the plan does not allow it; the key itself is not refused."""
    error = error_of(refused(403, {"code": "0500403", "title": "Forbidden"}))

    assert "status 403, 0500403, Forbidden" in str(error)
    assert "OPENPHONE_API_KEY" in str(error)
    assert not is_our_bug(error)
