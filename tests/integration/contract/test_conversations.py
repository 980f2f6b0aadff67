"""A conversation is one of our numbers and the set of those outside."""

from __future__ import annotations

from tests.integration.contract.dated import dated_call, dated_text
from tests.integration.contract.legacy import (
    api_call,
    api_event,
    api_text,
    app_call,
    app_event,
    app_reply,
    app_text,
)
from tests.integration.contract.numbers import Numbers, moment, unused_number
from tests.integration.contract.shop import Json, Shop

KEYS = {
    "id",
    "contact",
    "phone_number",
    "our_number",
    "participants",
    "last_activity_at",
    "last_item",
    "unread_count",
    "needs_reply",
    "opted_out",
    "deep_link",
}


def outside(conversation: Json) -> set[str]:
    """Give the numbers of those outside."""
    return {party["phone_number"] for party in conversation["participants"]}


def test_a_conversation_has_the_fields_of_the_contract(shop: Shop, numbers: Numbers) -> None:
    """A text from a stranger is a conversation with a contact that has no name yet."""
    shop.receive(app_text(numbers, "Hello there"))

    conversation = shop.conversation(numbers)
    assert conversation.keys() == KEYS
    contact = conversation["contact"]
    assert contact == {"id": contact["id"], "name": None, "phone_number": numbers.customer}
    assert conversation["phone_number"] == numbers.customer
    assert conversation["participants"] == [{"contact_id": contact["id"], "phone_number": numbers.customer}]
    assert conversation["last_activity_at"].startswith(moment()[:19])
    assert conversation["last_item"] == {"kind": "message", "direction": "incoming", "text": "Hello there"}
    assert (conversation["unread_count"], conversation["needs_reply"]) == (1, True)
    assert conversation["opted_out"] is False
    assert shop.one(f"conversations/{conversation['id']}") == conversation


def test_everything_with_one_customer_is_one_conversation(shop: Shop, numbers: Numbers) -> None:
    """Texts and calls of all generations, incoming and outgoing, are one conversation."""
    shop.receive(
        app_text(numbers, at=0),
        app_reply(numbers, at=10),
        api_text(numbers, at=20),
        dated_text(numbers, at=30),
        dated_text(numbers, at=40, type_="message.delivered"),
        app_event("call.completed", app_call(numbers, at=100, ended=160)),
        app_event("call.completed", app_call(numbers, at=200, ended=260, outgoing=True)),
        api_event("call.completed", api_call(numbers, at=300, ended=360)),
        api_event("call.completed", api_call(numbers, at=400, ended=460, outgoing=True)),
        dated_call(numbers, at=500, ended=560),
        dated_call(numbers, at=600, ended=660, outgoing=True),
    )

    assert outside(shop.conversation(numbers)) == {numbers.customer}
    assert len(shop.timeline(numbers)) == 11


def test_our_numbers_have_conversations_of_their_own(shop: Shop, numbers: Numbers) -> None:
    """One customer who writes to two of our numbers is one contact in two conversations."""
    other = Numbers(customer=numbers.customer)

    shop.receive(app_text(numbers), app_text(other))

    here, there = shop.conversation(numbers), shop.conversation(other)
    assert here["id"] != there["id"]
    assert here["contact"] == there["contact"]


def test_an_outgoing_text_is_from_our_number(shop: Shop, numbers: Numbers) -> None:
    """When we write first, the recipient is the one outside, and a contact."""
    shop.receive(app_reply(numbers, "Are you at home?"))

    conversation = shop.conversation(numbers)
    assert conversation["phone_number"] == numbers.customer
    assert conversation["contact"]["phone_number"] == numbers.customer
    assert conversation["unread_count"] == 0
    assert conversation["needs_reply"] is False


def test_the_type_outranks_the_direction(shop: Shop, numbers: Numbers) -> None:
    """A received message is incoming and a delivered one outgoing, whatever their `direction` says."""
    other = Numbers()

    shop.receive(app_text(numbers, direction="outgoing"), app_reply(other, direction="incoming"))

    assert shop.conversation(numbers)["phone_number"] == numbers.customer
    assert shop.item(numbers, "message")["direction"] == "incoming"
    assert shop.conversation(other)["phone_number"] == other.customer
    assert shop.item(other, "message")["direction"] == "outgoing"


def test_formatted_numbers_are_normalised(shop: Shop, numbers: Numbers) -> None:
    """A number with brackets and dashes, or without its country, is the same number."""
    number = numbers.customer
    local = f"({number[2:5]}) {number[5:8]}-{number[8:]}"

    shop.receive(
        app_text(numbers),
        app_text(numbers.with_customer(f"{number[:2]} {local}"), at=1),
        app_text(numbers.with_customer(local), at=2),
    )

    assert shop.conversation(numbers)["phone_number"] == number
    assert {item["from_number"] for item in shop.timeline(numbers)} == {number}


def test_who_is_no_phone_number_is_no_contact(shop: Shop) -> None:
    """Short codes, named and withheld senders have a conversation and no contact."""
    senders = ["72345", "Anonymous", "Restricted", "Blocked", "internal:US999", "QuoAlerts"]
    lines = {sender: Numbers(customer=sender) for sender in senders}

    shop.receive(
        *[app_text(line, at=0) for line in lines.values()],
        *[dated_text(line, at=1) for line in lines.values()],
    )

    for line in lines.values():
        conversation = shop.conversation(line)
        assert conversation["contact"] is None
        assert [party["contact_id"] for party in conversation["participants"]] == [None]
        assert conversation["unread_count"] == 2


def test_a_withheld_caller_is_no_contact(shop: Shop) -> None:
    """A call from nobody known is in a conversation without contact."""
    older, newer = Numbers(customer="Anonymous"), Numbers(customer="Anonymous")

    shop.receive(app_event("call.completed", app_call(older)), dated_call(newer))

    assert shop.conversation(older)["contact"] is None
    assert shop.conversation(newer)["contact"] is None


def test_a_call_without_parties_is_in_no_conversation(shop: Shop, numbers: Numbers) -> None:
    """A call whose participants are empty stands among the calls, until a copy says who it was."""
    thin = api_call(numbers, participants=[], updatedAt=moment(60))
    whole = api_call(numbers, id=thin["id"], updatedAt=moment(61))

    shop.receive(api_event("call.completed", thin))
    (alone,) = shop.calls(thin["id"])
    conversations = shop.conversations(numbers)
    shop.receive(api_event("call.completed", whole))

    assert (alone["conversation_id"], alone["contact_id"]) == (None, None)
    assert conversations == []
    assert shop.item(numbers, "call")["openphone_id"] == thin["id"]
    (known,) = shop.calls(thin["id"])
    assert known["conversation_id"] == shop.conversation(numbers)["id"]


def test_a_call_with_one_participant_has_that_one(shop: Shop, numbers: Numbers) -> None:
    """An unresolved call of 2026-03-30 says `unavailable`: unknown, not empty."""
    payload = dated_call(numbers)
    nobody: Json = {"workspace": [], "external": [], "resolution": "unavailable"}
    later = dated_call(numbers, id=payload["data"]["resource"]["id"], updatedAt=moment(70))
    later["data"]["context"]["participants"] = nobody

    shop.receive(payload, later)

    assert shop.item(numbers, "call")["openphone_id"] == payload["data"]["resource"]["id"]


def test_deep_links_lead_to_quo_only(shop: Shop) -> None:
    """A link is handed on when it is https on a host of Quo or OpenPhone, and never otherwise."""
    good = ["https://my.quo.com/inbox/PN1/c/CN1?at=AC1", "https://app.openphone.com/calls/AC1"]
    bad = [
        "http://my.quo.com/inbox/PN1",
        "javascript:alert(1)",
        "https://evil.example/my.quo.com",
        "https://my.quo.com.evil.example/",
        "https://evilquo.com/",
        "https://my.quo.com@evil.example/",
        "//my.quo.com/inbox",
        7,
    ]
    lines = [(Numbers(), link) for link in (*good, *bad)]

    shop.receive(*[api_event("call.completed", api_call(line), deep_link=link) for line, link in lines])

    shown = [
        (shop.item(line, "call")["deep_link"], shop.conversation(line)["deep_link"]) for line, _ in lines
    ]
    assert [call for call, _ in shown] == [*good, *[None] * len(bad)]
    assert {conversation for _, conversation in shown} <= {*good, None}


def test_a_new_number_of_a_caller_is_a_new_contact(shop: Shop, numbers: Numbers) -> None:
    """Every possible number outside gets a contact, whether or not it is in use."""
    for possible in ("+15550000002", "+442079460123"):
        line = Numbers(customer=possible)
        shop.receive(app_text(line))
        assert shop.conversation(line)["contact"]["phone_number"] == possible

    impossible = Numbers(customer="+1555")
    shop.receive(app_text(impossible))
    assert shop.conversation(impossible)["contact"] is None
    assert unused_number() != numbers.customer
