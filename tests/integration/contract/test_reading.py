"""Finding conversations, and what counts as unread and as waiting for a reply."""

from __future__ import annotations

from typing import Any

from tests.integration.contract.legacy import app_call, app_contact, app_event, app_reply, app_text
from tests.integration.contract.numbers import Numbers, unused_word
from tests.integration.contract.shop import Shop


def found(shop: Shop, **query: Any) -> set[str]:  # noqa: ANN401 - whatever a query may hold
    """Name our numbers of the conversations that a query finds."""
    return {each["our_number"] for each in shop.everything("conversations", limit=200, **query)}


def test_conversations_are_found_by_number(shop: Shop, numbers: Numbers) -> None:
    """`phone_number` finds the conversations with somebody outside."""
    here, there, elsewhere = numbers, Numbers(customer=numbers.customer), Numbers()

    shop.receive(app_text(here), app_text(there), app_text(elsewhere))

    assert found(shop, phone_number=numbers.customer) == {here.ours, there.ours}


def test_conversations_are_found_by_words(shop: Shop, numbers: Numbers) -> None:
    """`q` finds conversations by the name of a contact and by a word of a text."""
    other, name, word = Numbers(), unused_word(), unused_word()
    shop.receive(app_text(numbers), app_text(other, f"About {word}, please"))

    shop.receive(app_contact(numbers.customer, id_=unused_word(), firstName=name))

    assert found(shop, q=name) == {numbers.ours}
    assert found(shop, q=word) == {other.ours}
    assert found(shop, q=unused_word()) == set()


def test_a_search_takes_its_words_literally(shop: Shop, numbers: Numbers) -> None:
    """What means something to a database means nothing in a search."""
    shop.receive(app_text(numbers, "plain"))

    for text in ("%", "_", "%' OR 1=1 --", "\\", "*"):
        assert numbers.ours not in found(shop, q=text, phone_number=numbers.customer)


def test_what_comes_in_is_unread_until_it_is_read(shop: Shop, numbers: Numbers) -> None:
    """Incoming items count as unread; the read mark takes them away, and the next one counts again."""
    shop.receive(app_text(numbers, at=0), app_text(numbers, at=1), app_reply(numbers, at=2))
    conversation = shop.conversation(numbers)

    response = shop.send("POST", f"conversations/{conversation['id']}/read", role="operator")
    after = shop.conversation(numbers)
    shop.receive(app_text(numbers, at=3))

    assert conversation["unread_count"] == 2
    assert (response.status_code, response.content) == (204, b"")
    assert after["unread_count"] == 0
    assert shop.conversation(numbers)["unread_count"] == 1


def test_unread_conversations_can_be_listed(shop: Shop, numbers: Numbers) -> None:
    """`unread` tells conversations with something unread from the others."""
    read = Numbers(customer=numbers.customer)
    shop.receive(app_text(numbers), app_text(read))

    shop.send("POST", f"conversations/{shop.conversation(read)['id']}/read")

    assert found(shop, phone_number=numbers.customer, unread="true") == {numbers.ours}
    assert found(shop, phone_number=numbers.customer, unread="false") == {read.ours}


def test_who_waits_for_a_reply_can_be_listed(shop: Shop, numbers: Numbers) -> None:
    """A conversation whose last text came in needs a reply, one that we answered does not."""
    answered = Numbers(customer=numbers.customer)

    shop.receive(app_text(numbers, at=0), app_text(answered, at=0), app_reply(answered, at=1))

    assert shop.conversation(numbers)["needs_reply"] is True
    assert shop.conversation(answered)["needs_reply"] is False
    assert found(shop, phone_number=numbers.customer, needs_reply="true") == {numbers.ours}
    assert found(shop, phone_number=numbers.customer, needs_reply="false") == {answered.ours}


def test_conversations_are_newest_first(shop: Shop, numbers: Numbers) -> None:
    """The list begins with the conversation that something happened in last, not that came last."""
    lines = [Numbers(customer=numbers.customer) for _ in range(3)]

    for line, at in zip(lines, (20, 30, 10), strict=True):
        shop.receive(app_text(line, at=at))

    listed = shop.listed("conversations", phone_number=numbers.customer)
    assert [each["our_number"] for each in listed] == [lines[n].ours for n in (1, 0, 2)]


def test_a_missed_call_is_the_last_item(shop: Shop, numbers: Numbers) -> None:
    """The last item of a conversation names its kind and direction, and has a text."""
    shop.receive(app_event("call.completed", app_call(numbers)))

    last = shop.conversation(numbers)["last_item"]
    assert (last["kind"], last["direction"]) == ("call", "incoming")
    assert isinstance(last["text"], str)


def test_an_unknown_conversation_is_not_found(shop: Shop) -> None:
    """A conversation that is none is 404, its timeline and its read mark too."""
    for unknown in ("00000000-0000-4000-8000-000000000000", "none"):
        assert shop.get(f"conversations/{unknown}").status_code == 404
        assert shop.get(f"conversations/{unknown}/timeline").status_code == 404
        assert shop.send("POST", f"conversations/{unknown}/read").status_code == 404
