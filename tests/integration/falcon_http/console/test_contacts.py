"""The pages about contacts: found, looked at, undone and erased."""

from __future__ import annotations

import pytest

from openphone_crm.testing import builders as make
from openphone_crm.testing import events
from openphone_crm.testing.contracts.scenes import write_contacts
from tests.integration.falcon_http.console.test_conversations import HOSTILE
from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.reading import ANN, NAME, ann, rename, suggest
from tests.integration.falcon_http.world import World

HERE = f"/contacts/{ANN.id}"
READ = make.change(
    ANN,
    "read",
    source_kind="voicemail",
    source_id="x",
    quote="it's Ann speaking",
    new="Ann",
    at=make.later(1),
)


@pytest.fixture
def known(world: World) -> World:
    """Lend a world with a contact whose name was read in a voicemail."""
    write_contacts(world.crm, ANN, history=(READ,))
    return world


def test_an_empty_list_says_what_to_do(visitor: Visitor) -> None:
    """Where there is nobody yet, somebody can be added."""
    page = visitor.get("/contacts").text

    assert "No contacts yet" in page
    assert 'href="/contacts/new"' in page


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(("text", "is_found"), [("ann@", True), ("5550111", True), ("Zoe", False)])
def test_contacts_are_looked_for(visitor: Visitor, text: str, is_found: bool) -> None:  # noqa: FBT001
    """By name, e-mail address and number."""
    page = visitor.get(f"/contacts?q={text}").text

    assert (f'href="{HERE}"' in page) is is_found
    assert ("Nobody fits" in page) is not is_found


def test_a_long_list_goes_on(world: World, visitor: Visitor) -> None:
    """The next page is one touch away, and looks for the same."""
    write_contacts(world.crm, *(make.contact(f"Ann {number}") for number in range(3)))

    page = visitor.get("/contacts?q=Ann&limit=2").text

    assert 'href="/contacts?q=Ann&amp;limit=2&amp;cursor=' in page


@pytest.mark.usefixtures("known")
def test_a_field_says_where_it_came_from(visitor: Visitor) -> None:
    """What was read is shown with its quote, in the fields and in the history."""
    page = visitor.get(HERE).text

    assert page.count("Read in a voicemail,") == 2
    assert page.count('<q class="contact-quote">it&#39;s Ann speaking</q>') == 2
    assert 'href="tel:+14255550111"' in page


def test_a_contact_shows_its_conversations(world: World, visitor: Visitor) -> None:
    """Each leads to its thread; whoever can be called is called from there."""
    world.happens(events.message_received("See you at noon", id="ACx1"))
    contact = world.get("contacts").json()[0]

    page = visitor.get(f"/contacts/{contact['id']}").text

    assert "See you at noon" in page
    assert f'action="/conversations/{world.get("conversations").json()[0]["id"]}/call"' in page


def test_what_waits_is_decided_on_the_card(world: World, visitor: Visitor) -> None:
    """The approvals of a contact stand on its page, and lead back to it."""
    suggest(world.crm.unit_of_work)

    page = visitor.get(HERE).text

    assert f'action="/approvals/{NAME.id}/approve?card={ANN.id}"' in page
    assert "Approve all 2" in page


def test_what_was_approved_says_by_whom(world: World, visitor: Visitor) -> None:
    """The history tells what somebody approved from what was added without asking."""
    suggest(world.crm.unit_of_work)
    assert world.ask("POST", f"/api/v1/approvals/{NAME.id}/approve").status_code == 200

    assert "Read in a text, approved by operator" in visitor.get(HERE).text


def test_hostile_words_are_words(world: World, visitor: Visitor) -> None:
    """Names, quotes and companies are shown letter by letter."""
    hostile = make.contact("ann", make.ANN, name=HOSTILE, company=HOSTILE)
    change = make.change(hostile, quote=HOSTILE, source_kind="message", by=HOSTILE)
    write_contacts(world.crm, hostile, history=(change,))

    pages = [visitor.get(path).text for path in ("/contacts", HERE, f"{HERE}/edit")]

    assert all("&lt;script&gt;alert(1)" in page for page in pages)
    assert not any("<script>" in page for page in pages)


def test_a_change_is_taken_back(known: World, visitor: Visitor) -> None:
    """The field is as it was; the undo is in the history, and can be taken back itself."""
    rename(known, "Annabel")
    change = known.get(f"contacts/{ANN.id}/history").json()[0]["id"]

    answer = visitor.post(f"{HERE}/history/{change}/undo")

    assert answer.headers["location"] == HERE
    page = visitor.get(HERE).text
    assert "Taken back: Name is as it was before." in page
    assert "Taken back by operator" in page
    assert ann(known).name == "Ann"


def test_an_older_change_is_not_taken_back(known: World, visitor: Visitor) -> None:
    """It is not offered; asked for all the same, it is told what stands in the way."""
    rename(known, "Annabel")

    visitor.post(f"{HERE}/history/{READ.id}/undo")

    page = visitor.get(HERE).text
    assert "Nothing was taken back: the field has changed since" in page
    assert f"{READ.id}/undo" not in page


def test_a_viewer_changes_nothing(known: World) -> None:
    """Viewers see contacts, are offered nothing, and are refused."""
    visitor = Visitor.signed_in(known, "viewer")
    page = visitor.get(HERE).text

    assert not any(words in page for words in ("/edit", "/undo", "/erase"))
    for path in ("/contacts/new", f"{HERE}/edit", f"{HERE}/history/{READ.id}/undo", f"{HERE}/erase"):
        assert visitor.post(path, name="Bo", word="erase").status_code == 403
    assert ann(known) == ANN


def test_only_an_admin_erases(known: World, visitor: Visitor) -> None:
    """An operator is not offered it, and refused."""
    assert "/erase" not in visitor.get(HERE).text
    assert visitor.get(f"{HERE}/erase").status_code == 403
    assert visitor.post(f"{HERE}/erase", word="erase").status_code == 403
    assert ann(known) == ANN


def test_a_person_is_erased(known: World) -> None:
    """Once the word was written, and not before; what is gone is told as gone."""
    admin = Visitor.signed_in(known, "admin")
    asked = admin.get(f"{HERE}/erase").text

    refused = admin.post(f"{HERE}/erase", word="yes")
    told = admin.get(f"{HERE}/erase").text
    done = admin.post(f"{HERE}/erase", word="Erase")

    assert "Every conversation with this person alone" in asked
    assert refused.headers["location"] == f"{HERE}/erase"
    assert "Nobody was erased: write erase into the box" in told
    assert done.headers["location"] == "/contacts"
    assert admin.get(HERE).status_code == 404
    admin.post(f"{HERE}/erase", word="erase")
    assert "There is no such contact any more." in admin.get("/contacts").text


@pytest.mark.parametrize("path", ["/contacts/nobody", "/contacts/nobody/edit"])
def test_nobody_is_not_found(visitor: Visitor, path: str) -> None:
    """What does not exist is a page that says so."""
    assert visitor.get(path).status_code == 404
