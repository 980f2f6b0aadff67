"""A failed notification is explained by numbers alone."""

from __future__ import annotations

import pytest

from adapters.notifications.reasons import UNKNOWN, reason

LOGGED = [
    ("Socket Exception: (535, b'5.7.8 ann: wrong password')", "it answers 535"),
    ("Socket Exception: {'ann@shop.example': (550, b'unknown')}", "it answers 550"),
    ("Failed to send JSON notification: Forbidden, error=403.", "it answers 403"),
    ("Socket Exception: [Errno 111] Connection refused", "Connection refused"),
    ("Socket Exception: [Errno -2] Name or service not known", "its name is not known"),
    ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "its certificate is not trusted"),
    ("Read timed out. (read timeout=4.0)", "no answer in time"),
    ("ann, token 12345678 and error=40312", UNKNOWN),
    ("", UNKNOWN),
]


@pytest.mark.parametrize(("entry", "expected"), LOGGED)
def test_the_reason_is_a_number_or_known_words(entry: str, expected: str) -> None:
    """Of what was logged only what cannot be a secret is told."""
    assert reason(["Sending to ann@shop.example", entry]) == expected
