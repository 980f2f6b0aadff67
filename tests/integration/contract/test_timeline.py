"""The order of a timeline, and the way back through it."""

from __future__ import annotations

from tests.integration.contract.dated import dated_recording, dated_voicemail
from tests.integration.contract.legacy import (
    api_call,
    api_event,
    api_summary,
    api_transcript,
    app_call,
    app_event,
    app_text,
)
from tests.integration.contract.numbers import Numbers, instant, moment, unused_activity
from tests.integration.contract.shop import Shop


def test_items_stand_where_they_happened(shop: Shop, numbers: Numbers) -> None:
    """A message and a call stand where they began, the parts of a call where it ended."""
    call = api_call(numbers, at=100, answered=110.0, ended=200)
    shop.receive(
        api_summary(call["id"], sent=900),
        app_text(numbers, "between", at=150),
        api_transcript(call["id"], sent=800),
        app_text(numbers, "after", at=300),
        api_event("call.completed", call, sent=700),
        app_text(numbers, "before", at=50),
        dated_voicemail(numbers, call["id"], sent=600),
    )

    items = shop.timeline(numbers)
    kinds = ["message", "call", "message", "voicemail", "transcript", "summary", "message"]
    assert [item["kind"] for item in items] == kinds
    occurred = [instant(item["occurred_at"]) for item in items]
    assert occurred == [instant(moment(seconds)) for seconds in (50, 100, 150, 200, 200, 200, 300)]


def test_items_of_one_moment_have_an_order(shop: Shop, numbers: Numbers) -> None:
    """At one moment stand call, voicemail, transcript, summary, message; alike ones by their ids."""
    call = api_call(numbers, at=60, answered=60.0, ended=60)
    shop.receive(
        *[app_text(numbers, str(n), at=60) for n in range(5)],
        api_summary(call["id"]),
        api_transcript(call["id"]),
        dated_voicemail(numbers, call["id"]),
        api_event("call.completed", call),
    )

    items = shop.timeline(numbers)
    assert [item["kind"] for item in items[:5]] == ["call", "voicemail", "transcript", "summary", "message"]
    messages = [item["id"] for item in items[4:]]
    assert messages == sorted(messages)


def test_the_last_item_is_the_newest(shop: Shop, numbers: Numbers) -> None:
    """A conversation shows its newest item, and when that was, whatever came last."""
    shop.receive(app_text(numbers, "newest", at=500))

    shop.receive(app_text(numbers, "older", at=100))

    conversation = shop.conversation(numbers)
    assert conversation["last_item"]["text"] == "newest"
    assert instant(conversation["last_activity_at"]) == instant(moment(500))


def test_a_timeline_begins_with_the_newest_page(shop: Shop, numbers: Numbers) -> None:
    """A page is ascending and holds the newest items; `Link` leads to older ones, each once."""
    texts = [f"Text {n}" for n in range(11)]
    shop.receive(*[app_text(numbers, text, at=n // 3) for n, text in enumerate(texts)])
    path = f"conversations/{shop.conversation(numbers)['id']}/timeline"
    whole = shop.listed(path, limit=200)

    pages = shop.pages(path, limit=4)

    assert pages[0] == whole[-4:]
    assert [len(page) for page in pages] == [4, 4, 3]
    assert [item for page in reversed(pages) for item in page] == whole
    assert sorted(item["text"] for item in whole) == sorted(texts)


def test_moments_are_read_in_all_their_forms(shop: Shop, numbers: Numbers) -> None:
    """A time with milliseconds, with an offset or without a fraction is the same time."""
    call = app_call(
        numbers,
        createdAt="2026-04-13T12:00:00Z",
        answeredAt="2026-04-13T12:00:10+00:00",
        completedAt="2026-04-13T14:01:00+02:00",
    )

    shop.receive(app_event("call.completed", call))

    item = shop.item(numbers, "call")
    assert item["duration_seconds"] == 50
    assert item["completed_at"].endswith("Z")
    assert instant(item["completed_at"]) == instant(moment(60))


def test_a_recording_before_its_call_makes_a_stub(shop: Shop, numbers: Numbers) -> None:
    """A recording that comes first is kept, and the call that follows completes it."""
    call = api_call(numbers, id=unused_activity(), answered=10.0)

    shop.receive(dated_recording(numbers, call["id"]))
    shop.receive(api_event("call.completed", call))

    item = shop.item(numbers, "call")
    assert len(item["recordings"]) == 1
    assert (item["outcome"], item["answered_by"]) == ("answered", "USx5Dana8Q")
