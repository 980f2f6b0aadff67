"""Who may post to the webhook URL, and what everybody else is told."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest

from openphone_crm.webhooks import sign_legacy
from tests.integration.contract.legacy import app_text
from tests.integration.contract.numbers import Numbers
from tests.integration.contract.shop import Shop

BODY = b'{"type":"message.read","data":{}}'
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# A signature of the right form by a key that nobody has.
FOREIGN = "hmac;1;{};" + b64encode(bytes(32)).decode()
STRANGE_LEGACY = {
    "empty": "",
    "three fields": "hmac;1;{}",
    "five fields": "hmac;1;{0};{1};",
    "wrong scheme": "sha1;1;{};{}",
    "unknown version": "hmac;2;{};{}",
    "words for a time": "hmac;1;yesterday;{1}",
    "no digest": "hmac;1;{};",
    "space before the time": "hmac;1; {};{}",
    "plus before the time": "hmac;1;+{};{}",
    "underscore in the time": "hmac;1;{0:_};{1}",
    "fraction of a millisecond": "hmac;1;{}.0;{}",
    "upper case": "HMAC;1;{};{}",
}


def distinct(word: str) -> bytes:
    """Give a signed-to-be body that no other test posts."""
    return b'{"type":"message.read","word":"' + word.encode() + datetime.now(UTC).isoformat().encode() + b'"}'


def parts_of(headers: dict[str, str]) -> tuple[int, str]:
    """Take the time and the digest out of a legacy header."""
    _, _, time, digest = headers["openphone-signature"].split(";")
    return int(time), digest


def assert_refused(shop: Shop, headers: dict[str, str] | dict[str, bytes], body: bytes = BODY) -> None:
    """The answer is 400, a problem document with the title of the contract."""
    response = shop.post(body, headers)  # type: ignore[arg-type]  # httpx2 takes bytes too

    assert response.status_code == 400
    assert response.headers["content-type"].startswith("application/problem+json")
    assert response.json()["title"] == "Invalid signature"


@pytest.mark.parametrize("key", [0, 1])
def test_each_legacy_key_is_tried(shop: Shop, key: int) -> None:
    """A delivery signed with any legacy key is stored, and told so with the id of its row."""
    body = distinct(f"legacy {key}")

    response = shop.post(body, shop.legacy_headers(body, key=shop.legacy_keys[key]))

    assert response.status_code == 200
    assert response.json().keys() == {"status", "id"}
    assert response.json()["status"] == "queued"
    assert UUID.fullmatch(response.json()["id"])


@pytest.mark.parametrize("key", [0, 1])
def test_each_standard_key_is_tried(shop: Shop, key: int) -> None:
    """A delivery signed with any 2026-03-30 key is stored."""
    response = shop.post(BODY, shop.standard_headers(BODY, key=shop.standard_keys[key]))

    assert response.status_code == 200
    assert response.json()["status"] == "queued"


def test_svix_headers_are_aliases(shop: Shop) -> None:
    """The older names of the three headers mean the same."""
    headers = shop.standard_headers(BODY)
    renamed = {name.replace("webhook-", "svix-"): value for name, value in headers.items()}

    assert shop.post(BODY, renamed).json()["status"] == "queued"


def test_header_names_have_no_case(shop: Shop) -> None:
    """`OpenPhone-Signature`, as the changelog writes it, is the same header."""
    body = distinct("case")
    headers = {"OpenPhone-Signature": shop.legacy_headers(body)["openphone-signature"]}

    assert shop.post(body, headers).json()["status"] == "queued"


@pytest.mark.parametrize("good", ["legacy", "standard"])
def test_any_scheme_that_matches_accepts(shop: Shop, good: str) -> None:
    """With headers of both schemes, one that verifies is enough."""
    body = distinct(good)
    legacy, standard = shop.legacy_headers(body), shop.standard_headers(body)
    if good == "legacy":
        standard["webhook-signature"] = "v1," + b64encode(bytes(32)).decode()
    else:
        legacy["openphone-signature"] = FOREIGN.format(parts_of(legacy)[0])

    assert shop.post(body, {**legacy, **standard}).status_code == 200


def test_one_of_several_signatures_is_enough(shop: Shop) -> None:
    """Legacy signatures are separated by commas, 2026-03-30 ones by spaces."""
    body = distinct("several")
    legacy, standard = shop.legacy_headers(body), shop.standard_headers(body)
    foreign = b64encode(bytes(32)).decode()
    legacy["openphone-signature"] = FOREIGN.format(parts_of(legacy)[0]) + "," + legacy["openphone-signature"]
    standard["webhook-signature"] = f"v1,{foreign} v2,{foreign} {standard['webhook-signature']}"

    assert shop.post(body, legacy).status_code == 200
    assert shop.post(body, standard).status_code == 200


def test_white_space_outside_strings_may_be_left_out(shop: Shop, numbers: Numbers) -> None:
    """A legacy signature of the compact JSON holds for a spaced-out body too; strings keep their spaces."""
    compact, _ = shop.signed(app_text(numbers, body='a "b" \\ c : d , e'))
    spaced = compact.replace(b'","', b'" ,\r\n\t"').replace(b"{", b"{ ", 1)
    squeezed = compact.replace(b" ", b"")

    assert shop.post(spaced, shop.legacy_headers(compact)).status_code == 200
    assert_refused(shop, shop.legacy_headers(squeezed), spaced)


def test_a_delivery_without_signature_is_refused(shop: Shop) -> None:
    """No signature header, or one that only guesses know, is an invalid signature."""
    value = shop.legacy_headers(BODY)["openphone-signature"]

    assert_refused(shop, {})
    assert_refused(shop, {"X-OpenPhone-Signature": value})
    assert_refused(shop, {"openphone-signature": FOREIGN.format(parts_of(shop.legacy_headers(BODY))[0])})


def test_another_body_is_refused(shop: Shop) -> None:
    """A signature is one of the bytes that were signed."""
    assert_refused(shop, shop.legacy_headers(BODY), BODY + b"}")
    assert_refused(shop, shop.standard_headers(BODY), BODY + b" ")


@pytest.mark.parametrize("strange", STRANGE_LEGACY.values(), ids=STRANGE_LEGACY)
def test_strange_legacy_headers_are_refused(shop: Shop, strange: str) -> None:
    """A legacy signature is four exact fields."""
    time, digest = parts_of(shop.legacy_headers(BODY))

    assert_refused(shop, {"openphone-signature": strange.format(time, digest)})


def test_base64_is_strict(shop: Shop) -> None:
    """A right digest with other padding, alphabet or length is refused."""
    time, digest = parts_of(shop.legacy_headers(BODY))

    for written in (digest.rstrip("="), digest + "=", digest[:10] + "*" + digest[10:], digest[:-4]):
        assert_refused(shop, {"openphone-signature": f"hmac;1;{time};{written}"})


def test_digits_are_ascii(shop: Shop) -> None:
    """Other scripts have digits too, and they are none here."""
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    time, digest = parts_of(shop.legacy_headers(BODY))
    standard = shop.standard_headers(BODY)

    assert_refused(shop, {"openphone-signature": f"hmac;1;{time};{digest}".translate(arabic).encode()})
    moment = standard["webhook-timestamp"].translate(arabic)
    assert_refused(
        shop, {**{k: v.encode() for k, v in standard.items()}, "webhook-timestamp": moment.encode()}
    )


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_all_standard_headers_are_needed(shop: Shop, name: str) -> None:
    """A delivery that lacks one of the three is refused."""
    headers = shop.standard_headers(BODY)
    del headers[name]

    assert_refused(shop, headers)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("webhook-timestamp", "+{}"),
        ("webhook-timestamp", "{}.0"),
        ("webhook-timestamp", "{}000"),
        ("webhook-timestamp", "now"),
        ("webhook-signature", "v2{}"),
        ("webhook-signature", "{}=="),
        ("webhook-id", "other-{}"),
    ],
)
def test_strange_standard_headers_are_refused(shop: Shop, name: str, written: str) -> None:
    """A 2026-03-30 delivery is signed with its id and its second."""
    headers = shop.standard_headers(BODY)
    headers[name] = written.format(headers[name])

    assert_refused(shop, headers)


@pytest.mark.parametrize("direction", [-1, 1])
def test_legacy_times_are_near(shop: Shop, direction: int) -> None:
    """Three days either way are accepted, no more."""
    now = datetime.now(UTC)
    body = distinct(f"near {direction}")
    near, far = (now + direction * timedelta(seconds=259_200 + distance) for distance in (-60, 60))

    assert shop.post(body, shop.legacy_headers(body, at=near)).status_code == 200
    assert_refused(shop, shop.legacy_headers(body, at=far), body)


def test_legacy_times_are_milliseconds(shop: Shop) -> None:
    """A time of ten digits, seconds in place of milliseconds, is refused though it is signed."""
    seconds = datetime.fromtimestamp(datetime.now(UTC).timestamp() / 1000, UTC)

    assert_refused(shop, shop.legacy_headers(BODY, at=seconds))


@pytest.mark.parametrize("direction", [-1, 1])
def test_standard_times_are_nearer(shop: Shop, direction: int) -> None:
    """Five minutes either way are accepted, no more."""
    now = datetime.now(UTC)
    near, far = (now + direction * timedelta(seconds=300 + distance) for distance in (-20, 20))

    assert shop.post(BODY, shop.standard_headers(BODY, at=near)).status_code == 200
    assert_refused(shop, shop.standard_headers(BODY, at=far))


def test_a_refusal_says_no_reason(shop: Shop) -> None:
    """A stranger hears the same, whatever was wrong."""
    old = datetime.now(UTC) - timedelta(days=9)
    stranger = b64encode(bytes(32)).decode()
    wrongs = [
        {},
        {"openphone-signature": "hmac"},
        dict(sign_legacy(BODY, key=stranger, at=datetime.now(UTC))),
        shop.legacy_headers(BODY, at=old),
        shop.standard_headers(BODY, at=old),
    ]

    answers = {shop.post(BODY, headers).text for headers in wrongs}

    assert len(answers) == 1
