"""The Standard Webhooks headers: their form, their aliases and their repeats."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.unit.webhooks.deliveries import (
    NOW,
    OTHER_LEGACY_KEY,
    OTHER_STANDARD_KEY,
    legacy,
    received,
    refusal,
    standard,
)

SIGNATURE = standard()["webhook-signature"]
NAMES = ("webhook-id", "webhook-signature", "webhook-timestamp")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("webhook-id", "", "webhook-id is not printable ASCII"),
        ("webhook-id", "msg\x00", "webhook-id is not printable ASCII"),
        ("webhook-id", "msg\n1", "webhook-id is not printable ASCII"),
        ("webhook-id", "msg\u00e9", "webhook-id is not printable ASCII"),
        ("webhook-id", "msg\ud800", "webhook-id is not printable ASCII"),
        ("webhook-id", "msg_2", "none of 1 keys matches"),
        ("webhook-timestamp", "", "timestamp is not seconds in plain digits"),
        ("webhook-timestamp", "1_767225600", "timestamp is not seconds in plain digits"),
        ("webhook-timestamp", " 1767225600", "timestamp is not seconds in plain digits"),
        ("webhook-timestamp", "-1767225600", "timestamp is not seconds in plain digits"),
        ("webhook-timestamp", "1767225600.0", "timestamp is not seconds in plain digits"),
        ("webhook-timestamp", "١٧٦٧٢٢٥٦٠٠", "timestamp is not seconds in plain digits"),
        ("webhook-timestamp", "1" * 10_000, "timestamp is not seconds in plain digits"),
        ("webhook-timestamp", "1767225601", "none of 1 keys matches"),
        ("webhook-signature", "", "no v1 signature that is base64 of 32 bytes"),
        ("webhook-signature", "v1", "no v1 signature that is base64 of 32 bytes"),
        ("webhook-signature", "v1,", "no v1 signature that is base64 of 32 bytes"),
        ("webhook-signature", "v1,YWJj", "no v1 signature that is base64 of 32 bytes"),
        ("webhook-signature", SIGNATURE[:-1], "no v1 signature that is base64 of 32 bytes"),
        ("webhook-signature", SIGNATURE[3:], "no v1 signature that is base64 of 32 bytes"),
        ("webhook-signature", f"v1a{SIGNATURE[2:]}", "no v1 signature that is base64 of 32 bytes"),
        ("webhook-signature", f"v2{SIGNATURE[2:]}", "no v1 signature that is base64 of 32 bytes"),
        ("webhook-signature", "v1,\ud800", "no v1 signature that is base64 of 32 bytes"),
        ("webhook-signature", f"v1,{'A' * 43}=", "none of 1 keys matches"),
    ],
)
def test_malformed_header(name: str, value: str, reason: str) -> None:
    """Headers that are not exactly of the known form are refused, and the log learns why."""
    error = refusal(standard() | {name: value})

    assert error.reason == f"standard: {reason}"
    assert error.headers == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_header_is_named(name: str) -> None:
    """Without any one of the three nothing can be verified."""
    headers = standard()
    del headers[name]

    error = refusal(headers)

    assert error.reason == f"standard: {name} missing"
    assert error.headers == tuple(present for present in NAMES if present != name)


def test_missing_headers_are_named_together() -> None:
    """What is missing is said in one go."""
    error = refusal({"webhook-id": "msg_1"})

    assert error.reason == "standard: webhook-timestamp and webhook-signature missing"


def test_svix_headers_are_aliases() -> None:
    """The Svix names mean the same, and the log sees the names that were sent."""
    headers = {name.replace("webhook", "SVIX"): value for name, value in standard().items()}

    assert received(headers).delivery_key == "msg_1"
    assert refusal(headers, b"{}").headers == ("svix-id", "svix-signature", "svix-timestamp")


@pytest.mark.parametrize("other", ["v1a,abc", "v2,abc", "", "v1,abc", f"v1,{'A' * 43}="])
def test_one_good_signature_of_several_is_enough(other: str) -> None:
    """Signatures are separated by spaces, and versions that are not ours are ignored."""
    for values in ([other, SIGNATURE], [SIGNATURE, other]):
        verified = received(standard() | {"webhook-signature": " ".join(values)})

        assert verified.delivery_key == "msg_1"


def test_sixteen_signatures_are_looked_at() -> None:
    """The sixteenth entry of the list can accept a delivery, the seventeenth cannot."""
    sixteen = " ".join(["v0,x"] * 15 + [SIGNATURE])

    error = refusal(standard() | {"webhook-signature": f"v0,x {sixteen}"})

    assert error.reason == "standard: no v1 signature that is base64 of 32 bytes"
    assert received(standard() | {"webhook-signature": sixteen}).delivery_key == "msg_1"


def test_every_value_of_a_repeated_signature_header_is_tried() -> None:
    """A signature header that occurs twice, an alias included, is as good as its better value."""
    headers = [("svix-signature", "v1,nonsense"), *standard().items(), ("webhook-signature", "")]

    assert received(headers).delivery_key == "msg_1"


def test_an_id_and_a_time_repeated_alike_are_one() -> None:
    """The same id and timestamp under both names are no contradiction."""
    headers = [*standard().items(), ("svix-id", "msg_1"), ("svix-timestamp", "1767225600")]

    assert received(headers).delivery_key == "msg_1"


@pytest.mark.parametrize(("name", "value"), [("webhook-id", "msg_2"), ("svix-timestamp", "1767225601")])
def test_two_ids_or_two_times_are_refused(name: str, value: str) -> None:
    """Which of two ids would be the delivery's is nothing to guess, even when one of them is signed."""
    error = refusal([*standard().items(), (name, value)])

    assert error.reason == f"standard: {name.replace('svix', 'webhook')} has several values"


def test_a_long_id_is_hashed() -> None:
    """A delivery key has at most 200 characters."""
    longest, longer = "m" * 200, "m" * 201

    digest = f"sha256:{sha256(longer.encode()).hexdigest()}"
    assert received(standard(delivery_id=longest)).delivery_key == longest
    assert received(standard(delivery_id=longer)).delivery_key == digest


@pytest.mark.parametrize(
    "broken",
    [{"webhook-id": ""}, {"webhook-signature": "v1,x"}, {"webhook-timestamp": "1"}, {"svix-id": "msg_9"}],
)
def test_a_broken_standard_header_beside_a_good_legacy_one(broken: dict[str, str]) -> None:
    """Each scheme is tried by itself: one match accepts."""
    verified = received(standard() | broken | legacy())

    assert verified.scheme == "legacy"


def test_a_good_standard_header_beside_a_bad_legacy_one() -> None:
    """A legacy signature of an unknown key does not spoil a good delivery."""
    verified = received(legacy(key=OTHER_LEGACY_KEY) | standard())

    assert verified.scheme == "standard"


def test_standard_goes_first_when_both_are_good() -> None:
    """The webhook-id is the better delivery key when there is one."""
    verified = received(legacy() | standard())

    assert verified.delivery_key == "msg_1"
    assert verified.timestamp == NOW


def test_white_space_is_signed() -> None:
    """The white space rule belongs to the legacy scheme alone."""
    error = refusal(standard(b'{"a":1}'), b'{"a": 1}')

    assert error.reason == "standard: none of 1 keys matches"


def test_names_in_the_log_and_no_values() -> None:
    """The error's text names the headers and quotes nothing that was sent."""
    error = refusal(standard(key=OTHER_STANDARD_KEY))

    assert str(error) == (
        "signature refused: standard: none of 1 keys matches"
        " (signature headers: webhook-id, webhook-signature, webhook-timestamp)"
    )
    assert str(refusal({})) == "signature refused: no signature header (signature headers: none)"
