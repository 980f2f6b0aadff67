"""Reading and answering conversations in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from openphone_crm.segments import segments_of
from tests.browser.scenes import HOSTILE, Person
from tests.browser.site import Site
from tests.browser.visitors import DESK, Visitor, visiting
from tests.integration.waiting import wait_until

BOX = "Your answer"


def open_thread(visitor: Visitor, person: Person, query: str = "") -> Page:
    """Open a person's conversation."""
    return visitor.open(f"/conversations/{person.conversation['id']}{query}")


def thread_of(page: Page) -> Locator:
    """What was said."""
    return page.locator("#thread-list")


def is_at_the_end(page: Page) -> bool:
    """Whether the newest item is in sight."""
    return bool(
        page.evaluate(
            """() => document.querySelector('#thread-list > li:last-child').getBoundingClientRect().bottom
                <= document.querySelector('#thread-scroll').getBoundingClientRect().bottom + 1"""
        )
    )


def test_new_texts_appear_while_one_writes(desk: Visitor, site: Site) -> None:
    """Without a reload; the draft, the focus and the end of the thread stay, and it is read at once."""
    person = Person(site)
    person.texts("When can you come?", minutes_ago=9)
    page = open_thread(desk, person)
    page.get_by_label(BOX).fill("We can be")

    person.texts("Is nine fine?", minutes_ago=1)

    expect(thread_of(page)).to_contain_text("Is nine fine?")
    expect(page.get_by_label(BOX)).to_have_value("We can be")
    expect(page.get_by_label(BOX)).to_be_focused()
    assert is_at_the_end(page)
    assert wait_until(lambda: person.conversation["unread_count"] == 0)
    expect(page.get_by_role("button", name="Mark read")).to_have_count(0)


def test_an_answer_is_sent_once_and_again(desk: Visitor, site: Site) -> None:
    """By Ctrl and Enter, without leaving the page; the same words written anew are another text."""
    person = Person(site)
    person.texts("When can you come?")
    page = open_thread(desk, person)
    sent = thread_of(page).get_by_text("At nine.", exact=True)

    for times in (1, 2):
        page.get_by_label(BOX).fill("At nine.")
        page.keyboard.press("Control+Enter")
        expect(sent).to_have_count(times)
        expect(page.get_by_label(BOX)).to_have_value("")

    assert is_at_the_end(page)
    said = site.listed(f"conversations/{person.conversation['id']}/timeline")
    assert [item["text"] for item in said].count("At nine.") == 2


@pytest.mark.long
def test_a_draft_outlives_the_page(desk: Visitor, site: Site) -> None:
    """Whoever looks elsewhere meanwhile finds it again, and only there."""
    person, other = Person(site), Person(site)
    person.texts("When can you come?")
    other.texts("Hello")
    open_thread(desk, person).get_by_label(BOX).fill("We can be there")

    elsewhere = open_thread(desk, other).get_by_label(BOX).input_value()
    page = open_thread(desk, person)

    assert elsewhere == ""
    expect(page.get_by_label(BOX)).to_have_value("We can be there")


@pytest.mark.long
@pytest.mark.parametrize(
    "words", ["Hi", "a" * 160, "a" * 161, "é" * 160, "€" * 81, "👍" * 35, "👍" * 36, "Łódź", "a\nb [c]"]
)
def test_pieces_are_counted_as_they_are_paid(desk: Visitor, site: Site, words: str) -> None:
    """The browser counts as the core does."""
    person = Person(site)
    person.texts("When can you come?")
    page = open_thread(desk, person)

    page.get_by_label(BOX).fill(words)

    counted = segments_of(words)
    texts = "1 text" if counted.count == 1 else f"{counted.count} texts"
    expect(page.locator("#composer-count")).to_have_text(f"{texts}, {counted.left} left")


@pytest.mark.long
def test_a_time_in_a_transcript_plays_from_there(desk: Visitor, site: Site) -> None:
    """The recording on the same page is sought, and nothing is opened."""
    person = Person(site)
    person.talks()
    page = open_thread(desk, person)
    sound = page.locator("#thread-list audio")
    expect(sound).to_have_count(1)
    page.get_by_text("Call Transcript").click()

    page.get_by_role("link", name="Play from 0:09").click()

    expect(sound).to_have_js_property("currentTime", 9)
    assert "/conversations/" in page.url


def test_a_sound_and_an_open_transcript_stay(desk: Visitor, site: Site) -> None:
    """What comes in meanwhile closes nothing, and leaves the player that is in use alone."""
    person = Person(site)
    person.talks()
    page = open_thread(desk, person)
    page.get_by_text("Call Transcript").click()
    sound = page.locator("#thread-list audio")
    sound.evaluate("sound => { sound.currentTime = 7; sound.isTheSame = true; }")

    person.texts("One more thing", minutes_ago=0)

    expect(thread_of(page)).to_contain_text("One more thing")
    expect(page.get_by_text("410 Cedar Lane, Tacoma, WA 98402.")).to_be_visible()
    assert sound.evaluate("sound => [sound.isTheSame, sound.currentTime]") == [True, 7]


@pytest.mark.long
def test_a_picture_is_shown(desk: Visitor, site: Site) -> None:
    """What was sent is stored here, and is seen in the thread."""
    person = Person(site)
    person.sends_a_picture()
    page = open_thread(desk, person)

    picture = page.get_by_alt_text("Attached picture 1")

    expect(picture).to_be_visible()
    assert wait_until(lambda: bool(picture.evaluate("image => image.naturalWidth > 0")))


@pytest.mark.long
def test_hostile_words_do_nothing(desk: Visitor, site: Site) -> None:
    """What somebody writes is shown, and runs nowhere."""
    person = Person(site)
    person.texts(HOSTILE)

    page = open_thread(desk, person)

    expect(thread_of(page)).to_contain_text(HOSTILE)
    expect(page).not_to_have_title("owned")


def test_older_texts_come_without_moving(desk: Visitor, site: Site) -> None:
    """What was in sight stays where it was, and above it are those that were asked for."""
    person = Person(site)
    for number in range(6):
        person.texts(f"Text {number}", minutes_ago=30 - number)
    page = open_thread(desk, person, "?limit=3")
    expect(thread_of(page)).not_to_contain_text("Text 2")
    anchor = thread_of(page).get_by_text("Text 4")
    before = anchor.bounding_box()

    page.get_by_role("link", name="Older messages").click()

    expect(thread_of(page)).to_contain_text("Text 0")
    assert anchor.bounding_box() == before
    assert "limit=6" in page.url


@pytest.mark.long
def test_it_all_goes_without_scripts(chromium: Browser, site: Site) -> None:
    """The newest is in sight, what was read is marked by a button, and an answer is a plain form."""
    person = Person(site)
    for number in range(12):
        person.texts(f"Text {number}", minutes_ago=30 - number)
    with visiting(chromium, site, DESK, java_script_enabled=False) as visitor:
        visitor.sign_in()
        page = open_thread(visitor, person)
        expect(thread_of(page).get_by_text("Text 11")).to_be_in_viewport()
        page.get_by_role("button", name="Mark read").click()
        expect(page.get_by_role("button", name="Mark read")).to_have_count(0)

        page.get_by_label(BOX).fill("At nine.")
        page.get_by_role("button", name="Send").click()

        expect(thread_of(page).get_by_text("At nine.")).to_be_in_viewport()


@pytest.mark.long
def test_keys_move_through_the_list(desk: Visitor, site: Site) -> None:
    """J goes down, Enter opens, and a slash searches."""
    for words in ("First", "Second"):
        Person(site).texts(words, minutes_ago=0)
    page = desk.open("/conversations")
    rows = page.locator("a[data-row]")
    expect(rows.first).to_be_visible()

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#thread-list")).to_be_visible()
    expect(page.locator('a[data-row][aria-current="page"]')).to_have_count(1)
    page.keyboard.press("/")

    expect(page.locator("#q")).to_be_focused()


def test_a_phone_shows_one_after_the_other(phone: Visitor, site: Site) -> None:
    """First the list, then the thread with a way back; nothing is wider than the screen."""
    person = Person(site)
    person.texts("A very long word: " + "x" * 200, minutes_ago=1)
    person.is_not_answered(minutes_ago=0)
    page = phone.open("/conversations")
    page.locator(f"#conversation-{person.conversation['id']} a").click()
    expect(page.locator("#inbox-list")).to_be_hidden()
    callback = thread_of(page).get_by_role("link", name="Call back")
    expect(callback).to_have_attribute("href", f"tel:{person.number}")
    assert is_at_the_end(page)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.get_by_role("link", name="All conversations").click()

    expect(page.locator("#inbox-list")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
