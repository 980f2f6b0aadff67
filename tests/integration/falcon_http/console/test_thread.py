"""One conversation: what is shown of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from openphone_crm.crm import ItemKind
from openphone_crm.testing import builders as make
from openphone_crm.testing import events
from openphone_crm.testing.contracts.scenes import write
from openphone_crm.testing.happenings import Media, Utterance
from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.world import World

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7 * 7 }}"


def path_of(world: World) -> str:
    """Where the one conversation is."""
    (conversation,) = world.get("conversations").json()
    return f"/conversations/{conversation['id']}"


def talk(world: World, *words: str) -> None:
    """Have the shop talk with somebody for five minutes, which is written down and summed up."""
    call = events.answered(talks=300, created_at=world.clock.now())
    lines = tuple(Utterance(word, number * 4.0, number + 3.0) for number, word in enumerate(words or ("Hi",)))
    world.happens(
        events.call_completed(call),
        events.call_recording_completed(call),
        events.call_transcript_completed(call, lines),
        events.call_summary_completed(call, ["The slab has a crack."], ["Send Dana on Thursday."]),
    )


def miss(world: World) -> None:
    """Have the shop miss a call."""
    world.happens(events.call_completed(events.unanswered(created_at=world.clock.now())))


def test_texts_stand_in_their_order(world: World, visitor: Visitor) -> None:
    """The newest is the last, and ours tell how far they are."""
    now = world.clock.now()
    world.happens(
        events.message_received("When can you come?", id="ACx1", created_at=now),
        events.message_delivered("At nine", id="ACx2", created_at=now + timedelta(seconds=5)),
    )

    page = visitor.get(path_of(world)).text

    thread = page[page.index('id="thread-list"') :]
    assert 0 < thread.index("When can you come?") < thread.index("At nine") < thread.index("Delivered")
    assert ">Today<" in thread


def test_calls_read_as_the_customer_drew_them(world: World, visitor: Visitor) -> None:
    """Label, transcript with times, summary and next steps stand in cards of their own."""
    talk(world, "Thanks for calling", "Hi there")

    page = visitor.get(path_of(world)).text

    assert "Call: Incoming - 5 min" in page
    assert "Call Summary" in page
    assert "Send Dana on Thursday." in page
    assert "<details" in page
    assert "0:04" in page


def test_what_is_not_stored_yet_is_being_fetched(world: World, visitor: Visitor) -> None:
    """A recording without its file has no player, and says why; OpenPhone's own address is nowhere."""
    talk(world)

    page = visitor.get(path_of(world)).text

    assert "The recording is being fetched." in page
    assert "<audio" not in page
    hosts = set(re.findall('https://([^/"]+)', page))
    assert hosts == {"app.openphone.com"}, "only the link into Quo leads elsewhere"


def test_a_missed_call_can_be_returned(world: World, visitor: Visitor) -> None:
    """By the number itself on a phone, by a form at a desk; and one is told why it is no button to dial."""
    miss(world)

    page = visitor.get(path_of(world)).text

    assert "Call: Missed" in page
    assert 'href="tel:+14255550123"' in page
    assert f'action="{path_of(world)}/call"' in page
    assert "OpenPhone has no API that starts a call" in page


def test_a_voicemail_is_written_out(world: World, visitor: Visitor) -> None:
    """Its length and its words are there, and a line that its sound is to come."""
    conversation = make.conversation()
    said = {"transcript": "Please call me back", "duration_seconds": 30.0}
    voicemail = make.voicemail(None, "v", conversation_id=conversation.id, **said)
    entry = make.entry(conversation, "v", kind=ItemKind.VOICEMAIL)
    write(world.crm, conversations=(conversation,), voicemails=(voicemail,), entries=(entry,))

    page = visitor.get(path_of(world)).text

    assert "Voicemail: 30 sec" in page
    assert "Please call me back" in page
    assert "The sound is being fetched." in page


def test_an_attachment_waits_for_its_file(world: World, visitor: Visitor) -> None:
    """Until a picture is stored here, its place says that it is being fetched."""
    world.happens(events.message_received("Look", media=(Media(url="https://example.com/leak.jpg"),)))

    page = visitor.get(path_of(world)).text

    assert "is being fetched" in page
    assert "leak.jpg" not in page


def test_hostile_texts_are_texts(world: World, visitor: Visitor) -> None:
    """Whatever was written or said is shown letter by letter."""
    world.happens(events.message_received(HOSTILE, id="ACx1", created_at=world.clock.now()))
    talk(world, HOSTILE)

    page = visitor.get(path_of(world)).text

    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x") >= 2
    assert "<script>" not in page
    assert "<img" not in page


def test_a_viewer_only_reads(world: World) -> None:
    """They see what was said, no button that does anything, and are told who answers."""
    miss(world)
    viewer = Visitor.signed_in(world, "viewer")

    page = viewer.get(path_of(world)).text

    thread = page[page.index('id="content"') : page.index('class="bottom-bar"')]
    assert "Call: Missed" in thread
    assert 'method="post"' not in thread
    assert "Call back" not in thread
    assert "Operators answer" in thread


def test_an_unknown_conversation_is_not_found(visitor: Visitor) -> None:
    """As a page."""
    assert visitor.get("/conversations/nobody").status_code == 404


def test_the_list_stands_beside_it(world: World, visitor: Visitor) -> None:
    """The chosen one is marked, and what was looked for stays so on every link."""
    world.happens(events.message_received("See you at noon", id="ACx1"))

    page = visitor.get(f"{path_of(world)}?q=noon&order=attention").text

    assert 'aria-current="page">' in page[page.index('id="inbox-rows"') :]
    assert f'href="{path_of(world)}?q=noon&amp;order=attention"' in page


def test_older_items_make_the_page_longer(world: World, visitor: Visitor) -> None:
    """Fifty at first, then twice as many, at last two hundred on a page and the rest on further ones."""
    conversation = make.conversation()
    numbers = range(300)
    write(
        world.crm,
        conversations=(conversation,),
        messages=tuple(make.message(f"m{number}", conversation_id=conversation.id) for number in numbers),
        entries=tuple(
            make.entry(conversation, f"m{number}", occurred_at=make.later(number)) for number in numbers
        ),
    )
    path, seen = path_of(world), []

    address: str | None = path
    while address:
        page = visitor.get(address).text
        seen.append(page.count('<li id="item-'))
        address = further(page)

    assert seen == [50, 100, 200, 100]
    assert "Back to the newest" in page
    assert "This is the beginning." in page


def further(page: str) -> str | None:
    """Where the older items are, if the page leads there."""
    _, found, rest = page.partition('id="thread-older" href="')
    return rest.partition('"')[0].replace("&amp;", "&") if found else None


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "cursor=x", "show=y", "order=z", "other=1"])
def test_a_bad_query_is_told(world: World, visitor: Visitor, query: str) -> None:
    """What cannot be read is 400."""
    miss(world)

    assert visitor.get(f"{path_of(world)}?{query}").status_code == 400


def test_groups_name_their_people(world: World, visitor: Visitor) -> None:
    """All numbers stand at the top, each text says whose it is, and nobody can be called from there."""
    conversation = make.conversation(make.ANN, make.BEN)
    message = make.message("m", conversation_id=conversation.id, text="Hi all", from_number=make.BEN)
    write(
        world.crm,
        conversations=(conversation,),
        messages=(message,),
        entries=(make.entry(conversation, "m", author=make.BEN),),
    )

    page = visitor.get(path_of(world)).text

    head = page[page.index('class="thread-header"') : page.index('id="thread-scroll"')]
    assert all(number in head for number in ("(425)\xa0555-0111", "(425)\xa0555-0122"))
    assert 'class="thread-sender">(425)\xa0555-0122<' in page
    assert "tel:" not in page
