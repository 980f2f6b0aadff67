"""A repeated delivery is stored once, and a happening told twice is shown once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from tests.integration.contract.dated import dated_call, dated_text, dated_voicemail
from tests.integration.contract.legacy import api_call, api_event, api_text, app_call, app_event, app_text
from tests.integration.contract.numbers import Numbers, unused_activity, unused_word
from tests.integration.contract.shop import Json, Shop

AT_ONCE = 32


def test_a_repeated_legacy_body_is_a_duplicate(shop: Shop, numbers: Numbers) -> None:
    """The same bytes, signed again later with another key, are answered with the id of the first row."""
    body, headers = shop.signed(app_text(numbers))
    later = datetime.now(UTC) + timedelta(minutes=1)

    first = shop.post(body, headers).json()
    again = shop.post(body, shop.legacy_headers(body, key=shop.legacy_keys[1], at=later))

    assert first["status"] == "queued"
    assert again.status_code == 200
    assert again.json() == {"status": "duplicate", "id": first["id"]}


def test_a_repeated_webhook_id_is_a_duplicate(shop: Shop, numbers: Numbers) -> None:
    """The `webhook-id` is what tells 2026-03-30 deliveries apart, whatever they hold."""
    name = f"msg_{unused_word()}"

    first = shop.deliver(dated_text(numbers), delivery_id=name).json()
    again = shop.deliver(dated_text(numbers, "Other"), delivery_id=name).json()

    assert again == {"status": "duplicate", "id": first["id"]}


def test_another_webhook_id_is_another_delivery(shop: Shop, numbers: Numbers) -> None:
    """The same event through two 2026-03-30 subscriptions makes two rows and one message."""
    payload = dated_text(numbers)

    ids = shop.receive(payload, payload)

    assert len(set(ids)) == 2
    assert len(shop.timeline(numbers)) == 1
    assert shop.conversation(numbers)["unread_count"] == 1


@pytest.mark.parametrize("make", [app_text, dated_text])
def test_each_event_may_come_many_times(shop: Shop, numbers: Numbers, make: Callable[..., Json]) -> None:
    """Events that come 1 to 46 times each are one row and one message each."""
    kind = "message.received"
    deliveries = [shop.signed(make(numbers, f"Text {n}", at=n)) for n in range(4)]
    before = {event["id"] for event in shop.everything("webhook-events", type=kind, limit=200)}

    answers = [
        shop.post(*delivery).json()["status"]
        for delivery, times in zip(deliveries, (1, 2, 11, 46), strict=True)
        for _ in range(times)
    ]
    shop.settled()

    assert answers.count("queued") == len(deliveries)
    assert answers.count("duplicate") == 60 - len(deliveries)
    after = {event["id"] for event in shop.everything("webhook-events", type=kind, limit=200)}
    assert len(after - before) == len(deliveries)
    assert [item["text"] for item in shop.timeline(numbers)] == [f"Text {n}" for n in range(4)]


@pytest.mark.parametrize("make", [app_text, dated_text])
def test_of_simultaneous_repeats_one_is_queued(
    shop: Shop, numbers: Numbers, make: Callable[..., Json]
) -> None:
    """Thirty-two posts of one delivery at once: exactly one `queued`, one row, one effect."""
    body, headers = shop.signed(make(numbers))

    with httpx2.Client(timeout=20) as client, ThreadPoolExecutor(AT_ONCE) as threads:
        posts = [threads.submit(shop.post, body, headers, client=client) for _ in range(AT_ONCE)]
        answers = [post.result() for post in posts]
    shop.settled()

    assert {answer.status_code for answer in answers} == {200}
    statuses = [answer.json()["status"] for answer in answers]
    assert sorted(statuses) == ["duplicate"] * (AT_ONCE - 1) + ["queued"]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(shop.timeline(numbers)) == 1
    assert shop.conversation(numbers)["unread_count"] == 1


def test_a_message_through_all_subscriptions_is_shown_once(shop: Shop, numbers: Numbers) -> None:
    """An app webhook, an API webhook and a 2026-03-30 webhook tell of one message: one item."""
    id_ = unused_activity()

    ids = shop.receive(
        app_text(numbers, "Hello", id=id_),
        api_text(numbers, "Hello", id=id_),
        dated_text(numbers, "Hello", id=id_),
    )

    assert len(set(ids)) == 3
    item = shop.item(numbers, "message")
    assert (item["openphone_id"], item["text"], item["direction"]) == (id_, "Hello", "incoming")
    assert shop.conversation(numbers)["unread_count"] == 1


def test_a_call_through_all_subscriptions_is_shown_once(shop: Shop, numbers: Numbers) -> None:
    """One call told in three generations is one item of the timeline and one of the calls."""
    id_ = unused_activity()
    times = {"answered": 10.0, "ended": 60.0, "id": id_}

    shop.receive(
        app_event("call.completed", app_call(numbers, **times)),  # type: ignore[arg-type]  # mypy merges the types
        api_event("call.completed", api_call(numbers, **times)),  # type: ignore[arg-type]
        dated_call(numbers, **times),  # type: ignore[arg-type]
    )

    assert shop.item(numbers, "call")["openphone_id"] == id_
    everything = shop.everything("calls", limit=200)
    assert [call["openphone_id"] for call in everything].count(id_) == 1


def test_a_voicemail_through_two_subscriptions_is_shown_once(shop: Shop, numbers: Numbers) -> None:
    """A voicemail in an app webhook's call and as a 2026-03-30 event is one voicemail."""
    id_ = unused_activity()
    voicemail = {
        "url": "https://m.openph.one/static/0123456789abcdef.mp3",
        "type": "audio/mpeg",
        "duration": 18,
    }

    shop.receive(
        app_event("call.completed", app_call(numbers, id=id_, voicemail=voicemail)),
        dated_voicemail(numbers, id_),
    )

    item = shop.item(numbers, "voicemail")
    assert (item["call_openphone_id"], item["duration_seconds"]) == (id_, 18)
    assert item["transcript"] == "Please call me back."
