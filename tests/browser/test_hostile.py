"""What strangers write is shown as they wrote it, and does nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Dialog, Page, Request, expect

from openphone_crm.testing.happenings import Media, Utterance
from tests.browser.scenes import HOSTILE, Person
from tests.browser.site import Site
from tests.browser.visitors import Visitor

PAYLOADS = (
    HOSTILE,
    "\"><svg onload=document.title='owned'>",
    "javascript:document.title='owned'//",
    "{{ 7 * 7 }}{% raw %}<iframe srcdoc='<script>parent.document.title=1</script>'></iframe>",
    "<a href=javascript:document.title='owned'>click</a><style>*{display:none}</style>",
)
EVERY_DAY = {"conversations", "thread", "approvals"}
PLACES = (
    "conversations",
    "contacts",
    "thread",
    "contact",
    "approvals",
    "callbacks",
    "webhook-events",
    "audit",
)


@pytest.fixture(scope="module")
def attacker(site: Site) -> Person:
    """Meet somebody who writes, says and is called nothing but attacks."""
    person = Person(site)
    for number, payload in enumerate(PAYLOADS):
        person.texts(payload, minutes_ago=30 - number)
    person.texts("See this", minutes_ago=7, media=(Media(url="javascript:document.title='owned'"),))
    words = tuple(
        Utterance(payload, 2.0 * n, 2.0 * n + 1, is_external=True) for n, payload in enumerate(PAYLOADS)
    )
    person.talks(words=words, minutes_ago=6)
    person.leaves_a_voicemail(f"Please call me back. {HOSTILE}", minutes_ago=5)
    person.is_known_as(HOSTILE, HOSTILE, company=HOSTILE, emails=("<img/src=x>@shop.example",))
    return person


@pytest.fixture
def watched(desk: Visitor) -> Iterator[Page]:
    """Fail when anything opens a dialog, another window, or asks another server."""
    opened, page = list[str](), desk.page

    def dismiss(dialog: Dialog) -> None:
        opened.append(dialog.message)
        dialog.dismiss()

    def look(request: Request) -> None:
        if not request.url.startswith((desk.site.url, "blob:", "data:")):
            opened.append(request.url)

    page.on("dialog", dismiss)
    page.on("request", look)
    page.context.on("page", lambda other: opened.append(other.url))
    yield page
    assert opened == []


@pytest.mark.parametrize(
    "place", [pytest.param(place, marks=[] if place in EVERY_DAY else [pytest.mark.long]) for place in PLACES]
)
def test_nothing_runs(desk: Visitor, watched: Page, attacker: Person, place: str) -> None:
    """No page that shows what the attacker wrote runs any of it, now or after a refresh."""
    desk.open(_address(attacker, place))
    desk.looks_again()

    assert not watched.title().startswith("owned")
    assert watched.locator("img[src=x], iframe, svg[onload], a[href^='javascript:']").count() == 0
    assert watched.locator("#content style, #content script").count() == 0


def test_texts_are_shown_as_they_were_written(desk: Visitor, watched: Page, attacker: Person) -> None:
    """Each of them stands in its bubble, to the letter, and looks like any other text."""
    desk.open(_address(attacker, "thread"))

    for payload in PAYLOADS:
        expect(watched.get_by_text(payload, exact=True).first).to_be_visible()


def test_what_arrives_later_does_nothing_either(desk: Visitor, watched: Page, attacker: Person) -> None:
    """What a refresh brings into the page is text as well."""
    desk.open(_address(attacker, "thread"))
    late = HOSTILE.replace("owned", "owned-late")

    attacker.texts(late, minutes_ago=0)

    expect(watched.locator(".bubble", has_text="owned-late")).to_have_text(late)
    assert not watched.title().startswith("owned")


def _address(attacker: Person, place: str) -> str:
    conversation, contact = attacker.conversation, attacker.contact
    own = {"thread": f"/conversations/{conversation['id']}", "contact": f"/contacts/{contact['id']}"}
    return own.get(place, "/people/audit" if place == "audit" else f"/{place}")
