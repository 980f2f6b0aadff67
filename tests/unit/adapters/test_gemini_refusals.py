"""What an HTTP status of Gemini means."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.gemini_extractor.refusals import error_for
from openphone_crm.errors import CrmError, RateLimitedError, SettingsError, UnavailableError

DATE = "Wed, 25 Nov 2026 10:00:00 GMT"
LATER = "Wed, 25 Nov 2026 10:00:30 GMT"


def refusal(*details: dict[str, str]) -> bytes:
    """Make the body of an error."""
    return orjson.dumps({"error": {"code": 400, "message": "a secret", "details": details}})


@pytest.mark.parametrize("status", [204, 302, 408, 409, 425, 499, 500, 502, 503, 504, 529, 999])
def test_some_may_be_gone_later(status: int) -> None:
    """What is not the fault of the request is worth another try."""
    error = error_for(status, {}, b"")

    assert isinstance(error, UnavailableError)
    assert str(error) == f"Gemini is unavailable: it answers {status}"


@pytest.mark.parametrize("status", [401, 402, 403])
def test_some_are_about_the_key(status: int) -> None:
    """Whoever is not let in looks at the key."""
    error = error_for(status, {}, refusal())

    assert isinstance(error, SettingsError)
    assert error.name == "GEMINI_API_KEY"
    assert f"({status})" in str(error)


def test_a_wrong_key_is_a_wrong_request() -> None:
    """Gemini answers 400 to a wrong key, and says so only in the details."""
    error = error_for(400, {}, refusal({"reason": "API_KEY_INVALID"}))

    assert isinstance(error, SettingsError)
    assert error.name == "GEMINI_API_KEY"


@pytest.mark.parametrize("status", [400, 404, 405, 413, 422])
def test_the_others_are_about_the_model(status: int) -> None:
    """A model that is not known, or does not know how to answer, is to be replaced by another."""
    error = error_for(status, {}, b"not JSON")

    assert isinstance(error, SettingsError)
    assert error.name == "GEMINI_MODEL"


@pytest.mark.parametrize(
    ("headers", "body", "wait"),
    [
        ({}, b"", None),
        ({"Retry-After": "7"}, b"", 7),
        ({"retry-after": "0"}, b"", 0),
        ({"Retry-After": LATER, "Date": DATE}, b"", 30),
        ({"Retry-After": DATE, "Date": LATER}, b"", 0),
        ({"Retry-After": LATER}, b"", None),
        ({"Retry-After": "soon", "Date": DATE}, b"", None),
        ({"Retry-After": "-1"}, b"", None),
        ({"Retry-After": "nan"}, b"", None),
        ({}, refusal({"retryDelay": "17s"}), 17),
        ({}, refusal({"reason": "x"}, {"retryDelay": "3.25s"}), 3.25),
        ({"Retry-After": "7"}, refusal({"retryDelay": "17s"}), 17),
        ({"Retry-After": "20"}, refusal({"retryDelay": "17s"}), 20),
        ({}, refusal({"retryDelay": "1e9s"}), None),
        ({}, b"[" + refusal({"retryDelay": "5s"}) + b"]", 5),
        ({}, b"[]", None),
        ({}, b'{"error": {"details": [null, 7]}}', None),
    ],
)
def test_when_to_come_back(headers: dict[str, str], body: bytes, wait: float | None) -> None:
    """The wait is taken from wherever it is told; of two the longer."""
    error = error_for(429, headers, body)

    assert isinstance(error, RateLimitedError)
    assert error.retry_after_s == wait


@given(
    st.integers(100, 999), st.dictionaries(st.sampled_from(["Retry-After", "Date"]), st.text()), st.binary()
)
def test_anything_has_a_meaning(status: int, headers: dict[str, str], body: bytes) -> None:
    """Whatever is sent, there is an error to raise."""
    assert isinstance(error_for(status, headers, body), CrmError)


def test_nothing_of_the_answer_is_repeated() -> None:
    """What a service says about a request may quote the request."""
    errors = [error_for(status, {}, refusal({"reason": "a secret"})) for status in (400, 401, 404, 429, 500)]

    assert [error for error in errors if "secret" in f"{error!r} {error}"] == []
