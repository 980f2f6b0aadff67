"""Voicemails, transcripts and summaries: in all their forms, and never as one when they are not ready."""

from __future__ import annotations

from tests.integration.contract.dated import (
    dated_call,
    dated_summary,
    dated_transcript,
    dated_voicemail,
    unavailable_context,
)
from tests.integration.contract.legacy import (
    api_call,
    api_event,
    api_summary,
    api_transcript,
    app_call,
    app_event,
)
from tests.integration.contract.numbers import Numbers, instant, moment, unused_activity
from tests.integration.contract.shop import Json, Shop

LEFT = {"url": "https://m.openph.one/static/0123456789abcdef.mp3", "type": "audio/mpeg", "duration": 7}
NOT_READY = ("absent", "in-progress", "failed")


def kinds(shop: Shop, numbers: Numbers) -> list[str]:
    """Name the kinds of what is in a timeline."""
    return [item["kind"] for item in shop.timeline(numbers)]


def test_a_voicemail_in_a_call_is_shown(shop: Shop, numbers: Numbers) -> None:
    """A voicemail of the app's webhooks comes with its call, at the end of it, without a transcript."""
    call = app_call(numbers, voicemail=LEFT)

    shop.receive(app_event("call.completed", call))

    item = shop.item(numbers, "voicemail")
    assert item == {
        "id": item["id"],
        "kind": "voicemail",
        "occurred_at": item["occurred_at"],
        "call_openphone_id": call["id"],
        "duration_seconds": 7,
        "transcript": None,
        "audio_url": None,
    }
    assert instant(item["occurred_at"]) == instant(moment(60))
    assert shop.item(numbers, "call")["outcome"] == "missed"


def test_a_thin_voicemail_is_shown(shop: Shop, numbers: Numbers) -> None:
    """A voicemail without a type is one too."""
    thin = {"url": LEFT["url"], "duration": 7}

    shop.receive(app_event("call.completed", app_call(numbers, voicemail=thin)))

    assert shop.item(numbers, "voicemail")["duration_seconds"] == 7


def test_a_voicemail_event_is_shown_with_its_words(shop: Shop, numbers: Numbers) -> None:
    """A voicemail of 2026-03-30 has a transcript; until it comes, the call expects it."""
    completed = dated_call(numbers, hasVoicemail=True)
    call_id = completed["data"]["resource"]["id"]
    shop.receive(completed)
    expected = shop.item(numbers, "call")["expected"]

    shop.receive(dated_voicemail(numbers, call_id))

    item = shop.item(numbers, "voicemail")
    assert (item["call_openphone_id"], item["duration_seconds"]) == (call_id, 18)
    assert (item["transcript"], item["audio_url"]) == ("Please call me back.", None)
    assert "voicemail" in expected
    assert "voicemail" not in shop.item(numbers, "call")["expected"]


def test_a_voicemail_of_no_known_call_is_shown_by_its_numbers(shop: Shop, numbers: Numbers) -> None:
    """A voicemail that names no call but brings numbers is shown at once."""
    payload = dated_voicemail(numbers, None, voicemailId=None, transcript=None, recordingUrl=None)
    payload["data"]["context"] = unavailable_context(numbers)

    shop.receive(payload)

    item = shop.item(numbers, "voicemail")
    assert (item["duration_seconds"], item["transcript"]) == (18, None)
    assert shop.conversation(numbers)["phone_number"] == numbers.customer


def test_the_words_of_a_voicemail_may_come_later(shop: Shop, numbers: Numbers) -> None:
    """A later copy brings the transcript, and one without does not take it away."""
    call_id, id_ = unused_activity(), unused_activity()

    shop.receive(dated_voicemail(numbers, call_id, sent=80, id=id_, transcript=None))
    shop.receive(dated_voicemail(numbers, call_id, sent=85, id=id_, transcript="Call me."))
    shop.receive(dated_voicemail(numbers, call_id, sent=90, id=id_, transcript=None))

    assert shop.item(numbers, "voicemail")["transcript"] == "Call me."


def test_a_transcript_is_shown(shop: Shop, numbers: Numbers) -> None:
    """A transcript is its lines, with times as floats, at the end of its call."""
    call = api_call(numbers, answered=10.0)

    shop.receive(api_event("call.completed", call), api_transcript(call["id"], "My sink leaks."))

    item = shop.item(numbers, "transcript")
    assert item.keys() == {"id", "kind", "occurred_at", "call_openphone_id", "dialogue"}
    assert item["call_openphone_id"] == call["id"]
    assert instant(item["occurred_at"]) == instant(moment(60))
    (line,) = item["dialogue"]
    assert line.keys() == {"speaker", "text", "start", "end"}
    assert (line["text"], line["start"], line["end"]) == ("My sink leaks.", 1.5, 4.25)


def test_a_summary_is_shown(shop: Shop, numbers: Numbers) -> None:
    """A summary is its lines and the next steps, at the end of its call."""
    call = api_call(numbers, answered=10.0)

    shop.receive(api_event("call.completed", call), api_summary(call["id"], "A leaking sink."))

    item = shop.item(numbers, "summary")
    assert item == {
        "id": item["id"],
        "kind": "summary",
        "occurred_at": item["occurred_at"],
        "call_openphone_id": call["id"],
        "summary": ["A leaking sink."],
        "next_steps": ["Send a plumber."],
    }
    assert instant(item["occurred_at"]) == instant(moment(60))


def not_ready(numbers: Numbers, call_id: str, state: str) -> list[Json]:
    """Give a transcript and a summary of each generation in a state that is not completed."""
    return [
        api_transcript(call_id, status=state, dialogue=None),
        api_summary(call_id, status=state, summary=None, nextSteps=None),
        dated_transcript(numbers, call_id, processingStatus=state, dialogue=None),
        dated_summary(numbers, call_id, processingStatus=state, summary=None, nextSteps=None),
    ]


def test_what_is_not_completed_is_not_shown(shop: Shop, numbers: Numbers) -> None:
    """An absent, unfinished or failed transcript or summary is not shown as one."""
    calls = [api_call(numbers, answered=10.0) for _ in NOT_READY]
    parts = [not_ready(numbers, call["id"], state) for call, state in zip(calls, NOT_READY, strict=True)]

    shop.receive(
        *[api_event("call.completed", call) for call in calls], *[part for of in parts for part in of]
    )

    assert kinds(shop, numbers) == ["call"] * len(NOT_READY)


def test_what_gets_completed_is_shown(shop: Shop, numbers: Numbers) -> None:
    """A part that was in progress is shown once it is completed, and a late copy does not hide it."""
    call = api_call(numbers, answered=10.0)
    shop.receive(api_event("call.completed", call), *not_ready(numbers, call["id"], "in-progress"))

    shop.receive(api_transcript(call["id"], sent=200), api_summary(call["id"], sent=200))
    shop.receive(
        *[{**part, "createdAt": moment(150)} for part in not_ready(numbers, call["id"], "in-progress")]
    )

    assert kinds(shop, numbers) == ["call", "transcript", "summary"]


def test_a_part_with_numbers_is_shown_before_its_call(shop: Shop, numbers: Numbers) -> None:
    """A 2026-03-30 summary brings numbers: shown at once, at the time of its event, later of its call."""
    completed = dated_call(numbers, answered=10.0, ended=60)
    summary = dated_summary(numbers, completed["data"]["resource"]["id"], sent=95)

    shop.receive(summary)
    before = shop.item(numbers, "summary")["occurred_at"]
    shop.receive(completed)
    after = shop.item(numbers, "summary")["occurred_at"]

    assert instant(before) == instant(moment(95))
    assert instant(after) == instant(moment(60))


def test_a_part_without_numbers_waits_for_its_call(shop: Shop, numbers: Numbers) -> None:
    """A v4 summary and transcript name no number: shown in no conversation until the call is known."""
    call = api_call(numbers, answered=10.0)

    shop.receive(api_summary(call["id"], f"Of {call['id']}"), api_transcript(call["id"], f"Of {call['id']}"))
    before = shop.listed("conversations", q=call["id"]), shop.conversations(numbers)
    shop.receive(api_event("call.completed", call))

    assert before == ([], [])
    assert kinds(shop, numbers) == ["call", "transcript", "summary"]
