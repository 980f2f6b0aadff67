"""The page on which people decide about what was read."""

from __future__ import annotations

import re

import pytest

from openphone_crm.events import Direction, ProcessingState, Utterance
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.sources import SourceKind
from openphone_crm.testing import builders as make
from openphone_crm.testing import extraction_builders as read
from openphone_crm.testing.contracts.scenes import write as keep
from openphone_crm.testing.file_builders import CALL, RECORDING, TALK, kept_files
from tests.integration.falcon_http.console.test_conversations import HOSTILE
from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.reading import ANN, EMAIL, NAME, ann, rename, suggest, write
from tests.integration.falcon_http.world import World

APPROVE, REJECT = f"/approvals/{NAME.id}/approve", f"/approvals/{NAME.id}/reject"
ALL = f"/contacts/{ANN.id}/approve"


@pytest.fixture
def asking(world: World) -> World:
    """Lend a world in which a name and an e-mail address wait for approval."""
    suggest(world.crm.unit_of_work)
    return world


def seen(visitor: Visitor, action: str) -> str:
    """What the form with this action names as seen."""
    page = visitor.get("/approvals").text
    found = re.search(rf'action="{action}[^"]*".*?name="seen" value="([^"]*)"', page)
    assert found
    return found[1].replace("&#34;", '"')


def test_nothing_waits(visitor: Visitor) -> None:
    """Where nothing waits, the page says what would."""
    assert "Nothing waits for you" in visitor.get("/approvals").text
    assert "No suggestion was rejected yet." in visitor.get("/approvals?status=rejected").text


@pytest.mark.usefixtures("asking")
def test_both_values_stand_side_by_side(visitor: Visitor) -> None:
    """What is added is marked, and so is what goes; the title counts what waits."""
    page = visitor.get("/approvals").text

    assert "Ann<ins> Lee</ins>" in page
    assert "<del>ann</del>@example.com" in page
    assert "<ins>lee</ins>@example.com" in page
    assert "<title>(2) Approvals" in page
    assert f'<a href="/contacts/{ANN.id}">Ann</a>' in page


def test_a_quote_stands_in_its_text(asking: World, visitor: Visitor) -> None:
    """The words around it are shown, with the way to the conversation."""
    text = make.message(
        "text",
        id=NAME.source_id,
        text=f"Hi I am Ann Lee {HOSTILE}",
        conversation_id=TALK.id,
        direction=Direction.INCOMING,
    )
    keep(asking.crm, conversations=(TALK,), messages=(text,))

    page = visitor.get("/approvals").text

    assert "Hi <mark>I am Ann Lee</mark> &lt;script&gt;" in page
    assert f'href="/conversations/{TALK.id}?limit=200#item-{text.id}"' in page
    assert "<script>" not in page


def test_a_quote_from_a_call_can_be_heard(asking: World, visitor: Visitor) -> None:
    """The recording plays from the second at which the line begins."""
    dialogue = (
        Utterance(speaker=None, text="Hello.", start=0.5),
        Utterance(speaker=None, text="I am Ann Lee.", start=3.5),
    )
    spoken = make.transcript(
        CALL, dialogue=dialogue, conversation_id=TALK.id, state=ProcessingState.COMPLETED
    )
    keep(
        asking.crm,
        conversations=(TALK,),
        calls=(CALL,),
        recordings=(RECORDING,),
        transcripts=(spoken,),
        files=kept_files(RECORDING),
    )
    said = read.suggestion(
        "name", contact_id=ANN.id, source_kind=SourceKind.TRANSCRIPT, source_id=spoken.id, start=7, end=19
    )
    write(asking.crm.unit_of_work, suggestions=(said,))

    page = visitor.get("/approvals").text

    assert f'src="/api/v1/media/{kept_files(RECORDING)[0].id}#t=3.5"' in page
    assert "<mark>I am Ann Lee</mark>." in page


@pytest.mark.parametrize(("value", "name"), [(None, "Ann Lee"), (" Anne Lee ", "Anne Lee")])
def test_one_is_approved(asking: World, visitor: Visitor, value: str | None, name: str) -> None:
    """As it is or with another value, which is written; the list comes back narrowed as it was."""
    fields = {"value": value} if value else {}

    answer = visitor.post(f"{APPROVE}?status=pending", seen=seen(visitor, APPROVE), **fields)

    assert (answer.status_code, answer.headers["location"]) == (303, "/approvals?status=pending")
    assert f"the name is {name} now" in visitor.get("/approvals").text
    assert ann(asking).name == name
    assert "Approved by operator" in visitor.get("/approvals?status=approved").text


def test_one_is_rejected(asking: World, visitor: Visitor) -> None:
    """The contact stays as it is."""
    visitor.post(REJECT, seen=seen(visitor, REJECT))

    assert "Rejected: the name stays as it is" in visitor.get("/approvals").text
    assert ann(asking) == ANN
    assert "Rejected by operator" in visitor.get("/approvals?status=rejected").text


def test_all_of_a_contact_are_approved(asking: World, visitor: Visitor) -> None:
    """Both are written at once, and one is led back to the contact where one came from there."""
    answer = visitor.post(f"{ALL}?card={ANN.id}", seen=seen(visitor, ALL))

    assert answer.headers["location"] == f"/contacts/{ANN.id}"
    assert (ann(asking).name, ann(asking).email) == ("Ann Lee", "lee@example.com")


def test_of_all_only_what_was_seen_is_approved(asking: World, visitor: Visitor) -> None:
    """What came meanwhile is looked at first."""
    before = seen(visitor, ALL)
    more = read.suggestion(
        "more", contact_id=ANN.id, topic=Topic.ADDRESS, asked_current=None, created_at=make.later(2)
    )
    write(asking.crm.unit_of_work, suggestions=(more,))

    visitor.post(ALL, seen=before)

    assert "what waits for this contact is not what you saw" in visitor.get("/approvals").text
    assert ann(asking) == ANN


@pytest.mark.parametrize("path", [APPROVE, REJECT])
def test_whoever_is_late_is_told_who_was_faster(asking: World, visitor: Visitor, path: str) -> None:
    """The second decision changes nothing, and says whose the first one was."""
    before = seen(visitor, path)
    Visitor.signed_in(asking, "admin").post(REJECT, seen=before)

    visitor.post(path, seen=before)

    assert "Somebody was faster: admin has rejected it already." in visitor.get("/approvals").text
    assert ann(asking) == ANN


def test_a_field_that_changed_is_looked_at_again(asking: World, visitor: Visitor) -> None:
    """Nothing is written over what the person has not seen; once seen, it is."""
    before = seen(visitor, APPROVE)
    rename(asking, "Annabel")

    visitor.post(APPROVE, seen=before)

    assert "and says &#34;Annabel&#34; now" in visitor.get("/approvals").text
    assert ann(asking).name == "Annabel"
    visitor.post(APPROVE, seen=seen(visitor, APPROVE))
    assert ann(asking).name == "Ann Lee"


def test_what_is_no_value_is_told(asking: World, visitor: Visitor) -> None:
    """An e-mail address must be one, and nothing is no value."""
    path = f"/approvals/{EMAIL.id}/approve"

    visitor.post(path, seen=seen(visitor, path), value="nobody")

    assert "Nothing was written: email: must be an e-mail address" in visitor.get("/approvals").text
    assert ann(asking) == ANN


def test_a_viewer_decides_nothing(asking: World) -> None:
    """Viewers see what waits, are offered nothing, and are refused."""
    visitor = Visitor.signed_in(asking, "viewer")

    assert "data-card-key" not in visitor.get("/approvals").text
    assert [visitor.post(path).status_code for path in (APPROVE, REJECT, ALL)] == [403, 403, 403]


def test_a_form_of_another_site_decides_nothing(asking: World, visitor: Visitor) -> None:
    """Without the token of the session nothing is done."""
    visitor.csrf = "0" * 64

    assert visitor.post(APPROVE, seen="x").status_code == 403
    assert ann(asking) == ANN


@pytest.mark.usefixtures("asking")
def test_the_list_is_narrowed_to_a_contact(visitor: Visitor) -> None:
    """It says whose they are; what is no status, or no contact, is told."""
    page = visitor.get(f"/approvals?contact_id={ANN.id}").text

    assert "Only of Ann." in page
    assert visitor.get("/approvals?contact_id=x").status_code == 200
    assert visitor.get("/approvals?status=done").status_code == 400
    assert visitor.post(f"{APPROVE}?card=//evil.example", seen="x").status_code == 400
