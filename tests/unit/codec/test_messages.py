"""Tests of messages, in every generation."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_crm.errors import PayloadError
from openphone_crm.events import Direction, Media, MessageReported
from tests.unit.codec.decoded import at, reports, the
from tests.unit.payloads import (
    ANN,
    API_MESSAGE,
    APP_MESSAGE,
    BEN,
    CURRENT_MESSAGE,
    MESSAGE,
    MESSAGE_CONTEXT,
    PHOTO,
    SHOP,
    current,
    legacy,
)

RECEIVED = {
    "app": legacy("message.received", APP_MESSAGE),
    "api": legacy("message.received", API_MESSAGE),
    "current": current("message.received", CURRENT_MESSAGE, MESSAGE_CONTEXT),
}


@pytest.mark.parametrize("payload", RECEIVED.values(), ids=RECEIVED)
def test_every_generation_tells_the_same(payload: dict[str, Any]) -> None:
    """Who wrote what to whom and when is the same, wherever the words stand."""
    found = the(MessageReported, payload)

    assert (found.openphone_id, found.direction, found.text) == (
        MESSAGE,
        Direction.INCOMING,
        "Is my bike ready?",
    )
    assert (found.from_number, found.to_numbers) == (ANN, (SHOP,))
    assert (found.status, found.phone_number_id) == ("received", "PNshop00001")
    assert found.created_at == at("10:00:00")


@pytest.mark.parametrize("generation", ["app", "current"])
def test_pictures_come_along(generation: str) -> None:
    """Media are objects with a url and, mostly, a type."""
    found = the(MessageReported, RECEIVED[generation])

    assert found.media == (Media(PHOTO["url"], "image/jpeg"),)


def test_media_may_be_bare_urls_or_nonsense() -> None:
    """A bare url is taken; what holds no url is left out."""
    media = [
        "https://example.com/a.jpg",
        {"url": "https://example.com/b", "type": None},
        {"type": "x"},
        7,
        None,
    ]

    found = the(MessageReported, legacy("message.received", APP_MESSAGE, media=media))

    assert found.media == (Media("https://example.com/a.jpg"), Media("https://example.com/b"))


@pytest.mark.parametrize(
    ("sent", "way"),
    [
        ("message.received", Direction.INCOMING),
        ("message.delivered", Direction.OUTGOING),
        ("message.failed", Direction.OUTGOING),
        ("message.undelivered", Direction.OUTGOING),
    ],
)
@pytest.mark.parametrize("claimed", ["incoming", "outgoing", None])
def test_the_type_outranks_the_direction(sent: str, way: Direction, claimed: str | None) -> None:
    """Where type and `direction` disagree, the type is right, in every generation."""
    old = the(MessageReported, legacy(sent, API_MESSAGE, direction=claimed))
    new = the(MessageReported, current(sent, CURRENT_MESSAGE, MESSAGE_CONTEXT, direction=claimed))

    assert (old.direction, new.direction) == (way, way)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (SHOP, (SHOP,)),
        ([SHOP], (SHOP,)),
        (f"{SHOP},{BEN}", (SHOP, BEN)),
        (f"{SHOP}, {BEN}, {SHOP}", (SHOP, BEN)),
        ([SHOP, BEN, 7, None], (SHOP, BEN)),
        ("", ()),
        (None, ()),
        ({"number": SHOP}, ()),
    ],
)
def test_receivers_come_as_text_list_or_joined_text(written: object, read: tuple[str, ...]) -> None:
    """`to` is one number, a list, or a group's numbers joined by commas; each counts once."""
    found = the(MessageReported, legacy("message.received", APP_MESSAGE, to=written))

    assert found.to_numbers == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("(206) 555-0101", ANN),
        ("72975", "72975"),
        ("Anonymous", "Anonymous"),
        ("internal:US999", "internal:US999"),
        ("+", None),
        ("", None),
        (2065550101, None),
        ("x" * 201, None),
    ],
)
def test_senders_are_numbers_codes_or_names(written: object, read: str | None) -> None:
    """Formatted numbers are normalised; short codes and named senders stay as they are."""
    found = the(MessageReported, legacy("message.received", APP_MESSAGE, **{"from": written}))

    assert found.from_number == read


def test_a_failed_message_has_no_media_and_may_have_a_code() -> None:
    """`message.undelivered` of 2026-03-30 says why; fields that are missing are not known."""
    resource = {key: value for key, value in CURRENT_MESSAGE.items() if key not in ("media", "status")}

    found = the(MessageReported, current("message.undelivered", resource, MESSAGE_CONTEXT, errorCode="30006"))

    assert (found.status, found.error_code, found.media) == ("undelivered", "30006", ())


def test_the_status_is_shown_as_sent() -> None:
    """The documentation's own example says `delivered` of a received message."""
    found = the(MessageReported, legacy("message.received", API_MESSAGE, status="delivered"))

    assert found.status == "delivered"


def test_a_silent_status_is_that_of_the_type() -> None:
    """A copy without status is as far along as its type says."""
    without = the(MessageReported, legacy("message.delivered", API_MESSAGE, status=None))
    with_status = the(MessageReported, legacy("message.delivered", API_MESSAGE, status="delivered"))

    assert (without.status, without.stamp) == ("delivered", with_status.stamp)


def test_text_is_made_storable() -> None:
    """NUL and lone surrogates are replaced, so that every database takes the text."""
    found = the(MessageReported, legacy("message.received", APP_MESSAGE, body="a\x00b\udc00c"))

    assert found.text == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("identifier", [None, "", 7, [MESSAGE], "x" * 201])
def test_a_message_without_usable_id_cannot_be_read(identifier: object) -> None:
    """Nothing can be stored without an id, and trying again changes nothing."""
    with pytest.raises(PayloadError, match=r"unreadable message\.received: no usable id"):
        reports(legacy("message.received", APP_MESSAGE, id=identifier))
