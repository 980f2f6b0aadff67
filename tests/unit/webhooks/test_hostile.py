"""Whatever a stranger sends, the answer is a refusal of ours."""

from __future__ import annotations

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.errors import WebhookError
from openphone_crm.jsontext import parse_object
from openphone_crm.webhooks import Scheme
from tests.unit.webhooks.deliveries import BODY, NOW, legacy, received, refusal, standard

ANY_TEXT = st.text(st.characters(exclude_categories=()))
NAMES = ["openphone-signature", *standard(), "svix-id", "svix-timestamp", "svix-signature", "Host"]
PIECES = st.sampled_from(
    [
        *legacy().values(),
        *standard().values(),
        "hmac",
        "1",
        "1767225600000",
        "v1",
        ";",
        ",",
        " ",
        "\x00",
        "A" * 43 + "=",
    ]
)
VALUES = ANY_TEXT | st.lists(PIECES | ANY_TEXT, max_size=8).map("".join)
HEADERS = st.lists(st.tuples(st.sampled_from(NAMES) | ANY_TEXT, VALUES), max_size=8)


@given(headers=HEADERS, body=st.binary() | st.just(BODY))
def test_arbitrary_deliveries_raise_only_webhook_errors(headers: list[tuple[str, str]], body: bytes) -> None:
    """No header and no body raise anything but a WebhookError."""
    with contextlib.suppress(WebhookError):
        received(headers, body)
    with contextlib.suppress(WebhookError):
        parse_object(body)


@given(body=st.binary())
def test_what_was_signed_verifies(body: bytes) -> None:
    """Whatever the body, our signatures of it are accepted under both schemes."""
    by_legacy = received(legacy(body), body)
    by_standard = received(standard(body), body)

    assert (by_legacy.scheme, by_standard.scheme) == (Scheme.LEGACY, Scheme.STANDARD)
    assert by_legacy.timestamp == by_standard.timestamp == NOW


@given(signed=st.binary(), sent=st.binary())
def test_another_body_does_not_verify(signed: bytes, sent: bytes) -> None:
    """A Standard Webhooks signature holds for one body."""
    if signed != sent:
        assert refusal(standard(signed), sent).reason == "standard: none of 1 keys matches"


def test_megabytes_of_header_are_refused() -> None:
    """Headers of a megabyte each end in the same short refusal."""
    huge = "hmac;1,v1, \ud800\x00" * 100_000

    error = refusal(dict.fromkeys(NAMES, huge))

    assert len(str(error)) < 500
    assert "\ud800" not in str(error)


def test_thousands_of_headers_are_refused() -> None:
    """So do very many headers."""
    headers = [(name, value) for name in NAMES for value in map(str, range(2_000))]

    error = refusal(headers)

    assert error.reason == "standard: webhook-id has several values; legacy: not four fields"
