"""The legacy header: its form, its repeats and what it signs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.unit.webhooks.deliveries import BODY, NOW, OTHER_LEGACY_KEY, legacy_value, received, refusal

TIME = "1767225600000"
DIGEST = legacy_value().rsplit(";", 1)[1]
OTHERS = ["", "nonsense", f"hmac;1;{TIME};{'A' * 43}=", legacy_value(key=OTHER_LEGACY_KEY)]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "not four fields"),
        (f"hmac;1;{TIME}", "not four fields"),
        (f"hmac;1;{TIME};{DIGEST};", "not four fields"),
        (f"sha1;1;{TIME};{DIGEST}", "not hmac of version 1"),
        (f"HMAC;1;{TIME};{DIGEST}", "not hmac of version 1"),
        (f"hmac;2;{TIME};{DIGEST}", "not hmac of version 1"),
        (f"hmac;v1;{TIME};{DIGEST}", "not hmac of version 1"),
        (f"hmac;1;yesterday;{DIGEST}", "timestamp is not milliseconds in plain digits"),
        (f"hmac;1;;{DIGEST}", "timestamp is not milliseconds in plain digits"),
        (f"hmac;1; {TIME};{DIGEST}", "timestamp is not milliseconds in plain digits"),
        (f"hmac;1;+{TIME[1:]};{DIGEST}", "timestamp is not milliseconds in plain digits"),
        (f"hmac;1;1_{TIME[2:]};{DIGEST}", "timestamp is not milliseconds in plain digits"),
        (f"hmac;1;{TIME}\n;{DIGEST}", "timestamp is not milliseconds in plain digits"),
        (f"hmac;1;{'9' * 10_000};{DIGEST}", "timestamp is not milliseconds in plain digits"),
        ("hmac;1;١٧٦٧٢٢٥٦٠٠٠٠٠;" + DIGEST, "timestamp is not milliseconds in plain digits"),
        (f"hmac;1;{TIME};", "the digest is not base64 of 32 bytes"),
        (f"hmac;1;{TIME};{DIGEST[:-1]}", "the digest is not base64 of 32 bytes"),
        (f"hmac;1;{TIME};{DIGEST}=", "the digest is not base64 of 32 bytes"),
        (f"hmac;1;{TIME}; {DIGEST}", "the digest is not base64 of 32 bytes"),
        (f"hmac;1;{TIME};YWJj", "the digest is not base64 of 32 bytes"),
        (f"hmac;1;{TIME};{'é' * 44}", "the digest is not base64 of 32 bytes"),
        (f"hmac;1;{TIME};\ud800", "the digest is not base64 of 32 bytes"),
        (f"hmac;1;{TIME};{'A' * 43}=", "none of 1 keys matches"),
    ],
)
def test_malformed_header(value: str, reason: str) -> None:
    """A header that is not exactly of the known form is refused, and the log learns why."""
    error = refusal({"openphone-signature": value})

    assert error.reason == f"legacy: {reason}"
    assert error.headers == ("openphone-signature",)


def test_reasons_of_several_signatures_are_told_once_each() -> None:
    """Each different reason is given once, however many signatures share it."""
    error = refusal({"openphone-signature": "x,y,hmac;2;3;4"})

    assert error.reason == "legacy: not four fields, not hmac of version 1"


@pytest.mark.parametrize("separator", [",", ", "])
@pytest.mark.parametrize("other", OTHERS)
def test_one_good_signature_of_several_is_enough(separator: str, other: str) -> None:
    """Signatures are separated by commas; the others may be anything."""
    for values in ([other, legacy_value()], [legacy_value(), other]):
        verified = received({"openphone-signature": separator.join(values)})

        assert verified.timestamp == NOW


def test_every_value_of_a_repeated_header_is_tried() -> None:
    """A header that occurs twice is as good as its better value."""
    verified = received([("openphone-signature", "hmac;1;"), ("OpenPhone-Signature", legacy_value())])

    assert verified.scheme == "legacy"


def test_a_signature_counts_for_its_own_timestamp_only() -> None:
    """A good digest is not accepted beside another signature's timestamp."""
    later = legacy_value(at=NOW + timedelta(seconds=1))
    swapped = [f"hmac;1;{TIME};{later[-44:]}", f"{later[:-44]}{DIGEST}"]

    error = refusal({"openphone-signature": ",".join(swapped)})

    assert error.reason == "legacy: none of 1 keys matches"


def test_sixteen_signatures_are_looked_at() -> None:
    """The sixteenth signature of a delivery can accept it, the seventeenth cannot."""
    sixteen = ",".join(["x"] * 15 + [legacy_value()])

    assert received({"openphone-signature": sixteen}).timestamp == NOW
    assert refusal({"openphone-signature": f"x,{sixteen}"}).reason == "legacy: not four fields"


def test_sixteen_values_are_looked_at() -> None:
    """Splitting the signatures over repeated headers does not get more of them tried."""
    sixteen = [("openphone-signature", "x")] * 15 + [("openphone-signature", legacy_value())]

    assert received(sixteen).timestamp == NOW
    assert refusal([("openphone-signature", "x"), *sixteen]).reason == "legacy: not four fields"


def test_four_timestamps_are_looked_at() -> None:
    """The fourth timestamp can accept a delivery, the fifth cannot: each costs HMACs of the whole body."""
    strangers = [legacy_value(key=OTHER_LEGACY_KEY, at=NOW - timedelta(seconds=n)) for n in range(1, 5)]
    fourth = ",".join([*strangers[:3], legacy_value()])
    fifth = ",".join([*strangers, legacy_value()])

    assert received({"openphone-signature": fourth}).timestamp == NOW
    assert refusal({"openphone-signature": fifth}).reason == "legacy: none of 1 keys matches"


@pytest.mark.parametrize(
    ("signed", "sent"),
    [
        (rb'{"a":"b c"}', rb'{ "a" : "b c" }'),
        (rb'{"a":"b c"}', b'{\t"a":\r\n"b c"}\n'),
        (rb'{"a":"say \"hi you\" now"}', rb'{"a": "say \"hi you\" now"}'),
        (rb'{"a":"ends in \\","b c":1}', rb'{"a": "ends in \\", "b c": 1}'),
        (rb'{"a":"\\\"  \\\\","b  c":"\u0020 \n"}', rb'{"a": "\\\"  \\\\", "b  c": "\u0020 \n"}'),
        ('{"é  ":"🙂 🙂"}'.encode(), ' {"é  ": "🙂 🙂"}'.encode()),
    ],
)
def test_white_space_outside_strings_is_not_signed(signed: bytes, sent: bytes) -> None:
    """A body that was pretty-printed on its way still verifies."""
    verified = received({"openphone-signature": legacy_value(signed)}, sent)

    assert verified.timestamp == NOW


@pytest.mark.parametrize(
    "sent",
    [
        rb'{"a":"b  c","d":"\" x"}',
        rb'{"a":"bc","d":"\" x"}',
        rb'{"a":"b c","d":"\"x"}',
        rb'{"a":"b c","d":"\" x"',
        b'{"a":"b c","d":"\xff x"}',
        b'{"a":"b\xc2\xa0c","d":"\\" x"}',
        b'\xc2\xa0{"a":"b c","d":"\\" x"}',
    ],
)
def test_anything_else_that_changed_is_refused(sent: bytes) -> None:
    """White space inside strings is signed, and so is every other byte."""
    headers = {"openphone-signature": legacy_value(rb'{"a":"b c","d":"\" x"}')}

    error = refusal(headers, sent)

    assert error.reason == "legacy: none of 1 keys matches"


def test_raw_bytes_with_white_space_verify_as_they_are() -> None:
    """When the sender signs what it sends, white space and all, that is accepted too."""
    body = b'{ "a" : 1 }'

    verified = received({"openphone-signature": legacy_value(body)}, body)

    assert verified.timestamp == NOW


def test_the_header_that_openphone_never_sent_is_nothing() -> None:
    """`X-OpenPhone-Signature` is an invention and does not authenticate."""
    error = refusal({"X-OpenPhone-Signature": legacy_value(BODY)})

    assert (error.reason, error.headers) == ("no signature header", ())
