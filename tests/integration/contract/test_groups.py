"""A group text is one conversation of one of our numbers with several people."""

from __future__ import annotations

from tests.integration.contract.dated import dated_text
from tests.integration.contract.legacy import api_text, app_reply, app_text
from tests.integration.contract.numbers import Numbers, unused_number
from tests.integration.contract.shop import Json, Shop


def to_group(numbers: Numbers, *others: str, at: float = 0.0, first: bool = False) -> Json:
    """Give a text of the customer to us and others, in one comma-joined string."""
    recipients = [numbers.ours, *others] if first else [*others, numbers.ours]
    return app_text(numbers, f"From {numbers.customer}", at=at, to=",".join(recipients))


def outside(conversation: Json) -> set[str]:
    """Give the numbers of those outside."""
    return {party["phone_number"] for party in conversation["participants"]}


def test_a_group_is_one_conversation(shop: Shop, numbers: Numbers) -> None:
    """Whoever of the group writes, and whatever the order of recipients, it is the same conversation."""
    other = unused_number()
    shop.receive(app_reply(numbers, to=f"{other},{numbers.customer}"))

    shop.receive(
        to_group(numbers, other, first=True, at=1),
        to_group(numbers.with_customer(other), numbers.customer, at=2),
    )

    conversation = shop.conversation(numbers)
    assert outside(conversation) == {numbers.customer, other}
    assert len(shop.timeline(numbers)) == 3
    assert all(party["contact_id"] for party in conversation["participants"])


def test_a_group_is_apart_from_its_members(shop: Shop, numbers: Numbers) -> None:
    """What one writes to the group is not in the conversation with that one alone."""
    other = unused_number()

    shop.receive(app_text(numbers), to_group(numbers, other, at=1))

    assert sorted(len(outside(each)) for each in shop.conversations(numbers)) == [1, 2]


def test_our_number_in_a_group_is_the_one_seen_before(shop: Shop, numbers: Numbers) -> None:
    """In an incoming group, ours is the number already seen for that `phoneNumberId`."""
    other = unused_number()
    shop.receive(app_text(numbers))

    shop.receive(to_group(numbers, other, at=1))

    assert {numbers.customer, other} in [outside(each) for each in shop.conversations(numbers)]


def test_our_number_in_a_new_group_is_the_first_recipient(shop: Shop, numbers: Numbers) -> None:
    """Where the line was never seen, the first of `to` is ours."""
    other = unused_number()

    shop.receive(to_group(numbers, other, first=True))

    assert outside(shop.conversation(numbers)) == {numbers.customer, other}


def test_a_group_of_the_v1_api_is_a_list(shop: Shop, numbers: Numbers) -> None:
    """A list of recipients is a group as well as a comma-joined string."""
    other = unused_number()

    shop.receive(api_text(numbers, to=[numbers.ours, other]), to_group(numbers, other, first=True, at=1))

    assert outside(shop.conversation(numbers)) == {numbers.customer, other}
    (first, second) = shop.timeline(numbers)
    assert first["to_numbers"] == second["to_numbers"] == [numbers.ours, other]


def test_a_group_of_2026_03_30_is_a_list(shop: Shop, numbers: Numbers) -> None:
    """The recipient identifiers of a context are the group."""
    other = unused_number()
    payload = dated_text(numbers)
    payload["data"]["context"]["recipientIdentifiers"] = [numbers.ours, other]

    shop.receive(payload)

    assert outside(shop.conversation(numbers)) == {numbers.customer, other}


def test_a_group_is_shown_by_who_wrote_first(shop: Shop, numbers: Numbers) -> None:
    """The number and the contact of a group are those of the first who wrote, not of the last."""
    other = unused_number()
    shop.receive(to_group(numbers, other, first=True))

    shop.receive(to_group(numbers.with_customer(other), numbers.customer, first=True, at=60))

    conversation = shop.conversation(numbers)
    assert conversation["phone_number"] == numbers.customer
    assert conversation["contact"]["phone_number"] == numbers.customer


def test_who_wrote_first_is_known_in_any_order(shop: Shop, numbers: Numbers) -> None:
    """The earliest message says who wrote first, even when it is the last to arrive."""
    other = unused_number()
    shop.receive(to_group(numbers.with_customer(other), numbers.customer, first=True, at=60))

    shop.receive(to_group(numbers, other, first=True))

    assert shop.conversation(numbers)["phone_number"] == numbers.customer
