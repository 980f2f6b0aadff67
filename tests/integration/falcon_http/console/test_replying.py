"""What is done in a thread: answering, marking it as read, and calling back."""

from __future__ import annotations

import re

import attrs
import httpx2
import pytest

from adapters.falcon_http import create_app
from openphone_crm.testing import events
from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.world import World, make_world


@pytest.fixture
def world() -> World:
    """Lend a world in which one customer has written."""
    return written(make_world())


def written(world: World, words: str = "When can you come?") -> World:
    """Have a customer write."""
    world.happens(events.message_received(words, created_at=world.clock.now()))
    return world


def path_of(world: World) -> str:
    """Where the one conversation is."""
    (conversation,) = world.get("conversations").json()
    return f"/conversations/{conversation['id']}"


def texts_in(world: World) -> list[str]:
    """What was written, the oldest first."""
    return [item["text"] for item in world.get(f"{path_of(world)[1:]}/timeline").json()]


def key_in(visitor: Visitor) -> str:
    """The key of the form that the page has now."""
    found = re.search(
        r'name="key" id="composer-key" value="([^"]+)"', visitor.get(path_of(visitor.world)).text
    )
    assert found
    return found[1]


def reply(visitor: Visitor, words: str, key: str = "k1", query: str = "") -> httpx2.Response:
    """Send the form."""
    return visitor.post(f"{path_of(visitor.world)}/reply{query}", text=words, key=key)


def test_an_answer_goes_out(world: World, visitor: Visitor) -> None:
    """It stands in the thread at once, queued; the way back has what was looked for."""
    answer = reply(visitor, "At nine.\r\nBye", query="?show=unread")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"{path_of(world)}?show=unread"
    assert texts_in(world)[-1] == "At nine.\nBye"
    assert "Queued" in visitor.get(path_of(world)).text


def test_a_form_sent_twice_is_one_text(world: World, visitor: Visitor) -> None:
    """The same words under the same key are sent once; other words, or a new form, are another text."""
    for words, key in (("At nine", "k1"), ("At nine", "k1"), ("At ten", "k1"), ("At nine", "k2")):
        reply(visitor, words, key)

    assert texts_in(world)[1:] == ["At nine", "At ten", "At nine"]


def test_every_form_has_a_key_of_its_own(visitor: Visitor) -> None:
    """Nobody can guess it."""
    assert len({key_in(visitor) for _ in range(3)}) == 3


@pytest.mark.parametrize(("words", "key"), [("", "k"), (" ", "k"), ("x" * 1601, "k"), ("Hi", "")])
def test_what_cannot_be_sent_is_told(world: World, visitor: Visitor, words: str, key: str) -> None:
    """Nothing, too much, and a form without a key are 400."""
    assert reply(visitor, words, key).status_code == 400
    assert len(texts_in(world)) == 1


def test_who_opted_out_is_left_alone(world: World, visitor: Visitor) -> None:
    """There is no box to write in but a sentence, and a form from before is refused with it."""
    written(world, "STOP")

    page, answer = visitor.get(path_of(world)).text, reply(visitor, "But")

    assert "The other party asked not to be written to (STOP)" in page
    assert 'id="composer"' not in page
    assert answer.status_code == 409
    assert "asked not to be written to" in answer.text


def test_without_a_key_the_setting_is_named() -> None:
    """Whoever runs this learns what is missing."""
    usual = written(make_world())
    desk = attrs.evolve(usual.parts.text_desk, can_send=False)
    parts = attrs.evolve(usual.parts, text_desk=desk)
    world = attrs.evolve(usual, parts=parts, app=create_app(parts))

    page = Visitor.signed_in(world).get(path_of(world)).text

    assert "Nothing can be sent: OPENPHONE_API_KEY is not set." in page


def test_marking_read_takes_the_count_away(world: World, visitor: Visitor) -> None:
    """The button stands there while something is unread, and leads back."""
    before = visitor.get(path_of(world)).text

    answer = visitor.post(f"{path_of(world)}/read")

    after = visitor.get(path_of(world)).text
    assert answer.status_code == 303
    assert ("<title>(1) " in before, "Mark read" in before) == (True, True)
    assert ("<title>(1) " in after, "Mark read" in after) == (False, False)


def test_calling_leads_to_the_links(world: World, visitor: Visitor) -> None:
    """Who calls is noted, and the page has the links, which say themselves that nobody else dials."""
    answer = visitor.post(f"{path_of(world)}/call")

    page = visitor.get(answer.headers["location"]).text
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path_of(world)}/call")
    assert 'href="tel:+14255550123"' in page
    assert 'href="openphone://dial?number=%2B14255550123&amp;from=%2B12065550100&amp;action=call"' in page
    admin = Visitor.signed_in(world, "admin")
    assert "call started" in admin.get("/people/audit").text


def test_who_opted_out_is_not_called(world: World, visitor: Visitor) -> None:
    """One is led back and told why, and the page of the links has none."""
    written(world, "STOP")

    answer = visitor.post(f"{path_of(world)}/call")

    assert answer.headers["location"] == path_of(world)
    assert (
        "Nobody is called: the contact asked not to be contacted (STOP)." in visitor.get(path_of(world)).text
    )
    assert "tel:" not in visitor.get(f"{path_of(world)}/call").text


@pytest.mark.parametrize("act", ["reply", "read", "call"])
def test_viewers_do_nothing(world: World, act: str) -> None:
    """Whatever they send is 403."""
    viewer = Visitor.signed_in(world, "viewer")

    assert viewer.post(f"{path_of(world)}/{act}", text="Hi", key="k").status_code == 403
    assert viewer.get(f"{path_of(world)}/call").status_code == 403


@pytest.mark.parametrize("act", ["reply", "read", "call"])
def test_forms_of_others_do_nothing(world: World, visitor: Visitor, act: str) -> None:
    """Without the token of the session it is 403."""
    visitor.csrf = "0" * 64

    assert visitor.post(f"{path_of(world)}/{act}", text="Hi", key="k").status_code == 403
    assert len(texts_in(world)) == 1


@pytest.mark.parametrize("act", ["reply", "read", "call"])
def test_what_is_not_there_is_not_found(visitor: Visitor, act: str) -> None:
    """An unknown conversation is 404."""
    assert visitor.post(f"/conversations/nobody/{act}", text="Hi", key="k").status_code == 404
