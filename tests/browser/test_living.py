"""Pages stay as the shop is, without a reload and without disturbing whoever looks at them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from openphone_crm.access import Role
from tests.browser.scenes import Person
from tests.browser.site import Site
from tests.browser.visitors import DESK, Visitor, visiting
from tests.integration.proxy import TcpProxy
from tests.integration.waiting import wait_until

LATER_MS = 60_000
A_LINE_PX = 24
PLAYED_S = "sound => sound.currentTime"


@pytest.fixture
def person(site: Site) -> Person:
    """Meet somebody who has called, and whose call was recorded and written down."""
    person = Person(site)
    person.talks()
    assert wait_until(lambda: _is_stored(person)), "the recording was not fetched"
    return person


@pytest.fixture
def thread(desk: Visitor, person: Person) -> Page:
    """Open their thread, at a desk."""
    return desk.open(f"/conversations/{person.conversation['id']}")


@pytest.fixture
def proxy(site: Site) -> Iterator[TcpProxy]:
    """Stand between the browser and the console."""
    with TcpProxy.before(site.url) as proxy:
        yield proxy


def test_a_wrong_token_is_told(chromium: Browser, site: Site) -> None:
    """Whoever signs in with a token that is not in use hears so, and gets in with one that is."""
    with visiting(chromium, site, DESK) as visitor:
        page = visitor.open("/status")
        page.get_by_label("Token").fill("not-this-one")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_contain_text("That token is not in use")
        page.get_by_label("Token").fill(site.tokens[Role.VIEWER])
        page.get_by_role("button", name="Sign in").click()

        expect(page.get_by_role("heading", name="Status", level=1)).to_be_visible()
        visitor.forgives("403")


def test_a_text_appears_in_the_list(desk: Visitor, site: Site) -> None:
    """What a stranger writes is in the list with the next poll, and the tab counts it."""
    page = desk.open("/conversations")
    page.evaluate("window.isNotReloaded = true")

    Person(site).texts("Do you repair ovens too?", minutes_ago=0)

    expect(page.get_by_role("link", name="Do you repair ovens too?")).to_be_visible()
    expect(page).to_have_title(re.compile(r"\([0-9]+\) Conversations"))
    assert page.evaluate("window.isNotReloaded") is True


def test_a_text_appears_in_the_thread(thread: Page, person: Person) -> None:
    """A thread grows while it is looked at."""
    person.texts("One more thing: it leaks again", minutes_ago=0)

    expect(thread.locator(".bubble", has_text="One more thing")).to_be_visible()


def test_sound_plays_through_ten_refreshes(desk: Visitor, thread: Page, person: Person) -> None:
    """A recording goes on playing, from where it is, while the thread around it changes ten times."""
    _unfolded(thread).get_by_role("link", name="Play from 0:09").click()
    sound = thread.locator("audio").first
    assert wait_until(lambda: float(sound.evaluate(PLAYED_S)) > 9)

    moments = [_heard_after(desk, person, sound, f"Are you there, {number}?") for number in range(10)]

    assert moments == sorted(set(moments))
    assert sound.evaluate("sound => sound.paused || sound.ended") is False


def test_what_is_under_way_survives(desk: Visitor, thread: Page, person: Person) -> None:
    """Words half written, the cursor in them, what is unfolded and what one scrolled to stay as they are."""
    dialogue = _unfolded(thread)
    thread.get_by_label("Your answer").fill("We come on Thursday")
    thread.get_by_label("Your answer").evaluate("box => box.setSelectionRange(3, 7)")
    thread.locator("#thread-scroll").evaluate("place => { place.scrollTop -= 60; }")
    before = _top(dialogue)

    _told(desk, person, "Hello? Anybody there?")

    box = thread.locator("#composer-text")
    expect(box).to_be_focused()
    assert box.evaluate("box => [box.value, box.selectionStart, box.selectionEnd]") == [
        "We come on Thursday",
        3,
        7,
    ]
    expect(dialogue).to_have_attribute("open", "")
    assert abs(_top(dialogue) - before) < A_LINE_PX


def test_unchanged_pages_are_304(desk: Visitor, site: Site) -> None:
    """While nothing happens nothing is sent, and what is on the page is not touched."""
    site.settle()
    desk.open("/conversations")
    assert wait_until(lambda: desk.looks_again() == 304)
    desk.page.evaluate(
        "window.changes = 0; new MutationObserver(() => window.changes++)"
        ".observe(document.body, {subtree: true, childList: true, attributes: true})"
    )

    statuses = [desk.looks_again() for _ in range(10)]

    assert statuses == [304] * 10
    assert desk.page.evaluate("window.changes") == 0


def test_a_hidden_tab_rests(chromium: Browser, site: Site) -> None:
    """A tab that nobody sees asks nothing for a minute, and at once when it is looked at."""
    with visiting(chromium, site, DESK) as visitor:
        visitor.sign_in()
        visitor.page.clock.install()
        page, polls = visitor.open("/conversations"), list[Request]()
        page.on("request", lambda request: polls.append(request))  # noqa: PLW0108 - it marks what it is given
        page.clock.run_for(LATER_MS // 10)
        assert wait_until(lambda: _pause(page) and bool(polls)), "a tab that is seen asks"
        visitor.looks_away()
        polls.clear()

        page.clock.run_for(LATER_MS)

        assert polls == []
        visitor.looks_back()
        assert wait_until(lambda: _pause(page) and bool(polls))


def test_a_server_that_is_away_is_told(chromium: Browser, site: Site, proxy: TcpProxy) -> None:
    """While the server is away the page says since when, and it goes on by itself when it is back."""
    with visiting(chromium, Site.at(proxy.url, site), DESK) as visitor:
        visitor.sign_in()
        connection = visitor.page.locator("#connection")
        proxy.refuse()
        proxy.cut()
        expect(connection).to_contain_text("Offline since")
        Person(site).texts("Written while you were away", minutes_ago=0)

        proxy.pass_on()

        expect(visitor.page.get_by_role("link", name="Written while you were away")).to_be_visible(
            timeout=40_000
        )
        expect(connection).to_be_empty()
        visitor.forgives("ERR_CONNECTION")


def test_a_session_that_ended_is_told(desk: Visitor) -> None:
    """Whoever signs out in one tab reads so in the other, and finds the way back to the same page."""
    page = desk.open("/failures")
    other = page.context.new_page()
    other.goto(f"{desk.site.url}/conversations")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.locator("#connection")).to_have_text("Signed out. Sign in")
    expect(page.locator("#connection a")).to_have_attribute("href", "/sign-in?next=%2Ffailures")


def _told(desk: Visitor, person: Person, words: str) -> None:
    """Have them write, and wait until that is on the page."""
    person.texts(words, minutes_ago=0)
    text = desk.page.locator(".bubble", has_text=words)
    assert wait_until(lambda: bool(desk.looks_again()) and text.count() == 1)


def _heard_after(desk: Visitor, person: Person, sound: Locator, words: str) -> float:
    _told(desk, person, words)
    return float(sound.evaluate(PLAYED_S))


def _top(element: Locator) -> float:
    return float(element.evaluate("element => element.getBoundingClientRect().top"))


def _unfolded(thread: Page) -> Locator:
    dialogue = thread.locator("details[id^=transcript]")
    dialogue.locator("summary").click()
    return dialogue


def _is_stored(person: Person) -> bool:
    items = person.site.listed(f"conversations/{person.conversation['id']}/timeline")
    recordings = [recording for item in items for recording in item.get("recordings", ())]
    return any(recording["audio_url"] for recording in recordings)


def _pause(page: Page) -> bool:
    """Let the browser tell what it did meanwhile."""
    page.evaluate("1")
    return True
