"""From the webhook to the notification: once, with all that is known, and through every channel."""

from __future__ import annotations

import attrs
import pytest

from openphone_crm.testing import Generation, changed, events, render
from openphone_crm.testing.happenings import Voicemail
from tests.unit.processing.shop import Shop
from tests.unit.telling.crew import CHAT, MAIL, PUBLIC_URL, Crew

MISSED = events.unanswered()
WITH_VOICEMAIL = events.unanswered(voicemail=Voicemail(transcript="My cellar is wet."))
ALL = tuple(Generation)


@pytest.mark.parametrize("generation", ALL)
def test_a_missed_call_is_told(crew: Crew, generation: Generation) -> None:
    """Every generation's missed call is told at once, through every channel."""
    crew.receive(events.call_completed(MISSED), generation=generation)

    crew.after(0)

    assert crew.titles(MAIL) == ["Need follow-up: missed call from +14255550123"]
    assert crew.titles(CHAT) == crew.titles(MAIL)


def test_what_is_told_leads_to_the_conversation(crew: Crew) -> None:
    """The link is that of the conversation which the call stands in."""
    crew.receive(events.call_completed(MISSED))

    crew.after(0)

    [notification] = crew.told()
    conversation = crew.crm.calls.story(MISSED.id)
    assert conversation is not None
    assert notification.body.endswith(f"{PUBLIC_URL}/conversations/{conversation.conversation_id}")


def test_a_known_caller_is_named(crew: Crew) -> None:
    """A contact's name stands before the number."""
    crew.receive(events.contact_updated("Ann"), events.call_completed(MISSED))

    crew.after(0)

    assert crew.titles() == ["Need follow-up: missed call from Ann Whitfield (+14255550123)"]


def test_a_missed_call_alone_is_told_soon(crew: Crew) -> None:
    """When nothing follows a `call.missed`, ten seconds later it is told all the same."""
    crew.receive(events.call_missed(MISSED))

    crew.after(9)
    early = crew.titles()
    crew.after(1)

    assert early == []
    assert crew.titles() == ["Need follow-up: missed call from +14255550123"]


def test_a_voicemail_is_told_with_its_words(crew: Crew) -> None:
    """The words that come while they are waited for are told, at once."""
    crew.receive(events.call_missed(WITH_VOICEMAIL), events.call_completed(WITH_VOICEMAIL))
    crew.after(5)
    before = crew.titles()

    crew.receive(events.call_voicemail_completed(WITH_VOICEMAIL))
    crew.after(0)

    [notification] = crew.told()
    assert before == []
    assert notification.title == "Urgent callback: voicemail from +14255550123"
    assert "Transcript: My cellar is wet." in notification.body.splitlines()


@pytest.mark.parametrize("generation", [Generation.APP_V2, Generation.APP_V3, Generation.DATED])
def test_a_voicemail_whose_words_never_come_is_told(crew: Crew, generation: Generation) -> None:
    """After a minute the voicemail is told without its words."""
    crew.receive(events.call_completed(WITH_VOICEMAIL), generation=generation)

    crew.after(59)
    early = crew.titles()
    crew.after(1)

    assert early == []
    assert crew.titles() == ["Urgent callback: voicemail from +14255550123"]
    assert "Not known yet" in crew.told()[0].body


def test_announced_words_are_waited_for_whatever_came_first(crew: Crew) -> None:
    """A `call.missed` asks for ten seconds only; words that come 29 seconds after it are told."""
    crew.receive(events.call_missed(WITH_VOICEMAIL))
    crew.after(1)
    crew.receive(events.call_completed(WITH_VOICEMAIL))
    crew.after(28)
    early = crew.titles()

    crew.receive(events.call_voicemail_completed(WITH_VOICEMAIL))
    crew.after(0)

    [notification] = crew.told()
    assert early == []
    assert "Transcript: My cellar is wet." in notification.body.splitlines()


def test_waiting_for_words_is_no_attempt(crew: Crew) -> None:
    """Words that never come after a `call.missed` are waited for a minute, and nothing has failed."""
    crew.receive(events.call_missed(WITH_VOICEMAIL))
    crew.after(1)
    crew.receive(events.call_completed(WITH_VOICEMAIL))

    for seconds in (9, 49):
        crew.after(seconds)
    early = crew.titles()
    crew.after(1)

    assert (early, crew.unsent) == ([], [])
    assert crew.titles() == ["Urgent callback: voicemail from +14255550123"]


def test_words_that_come_too_late_are_not_told_again(crew: Crew) -> None:
    """A call is told once: who was told calls back, or looks at the conversation."""
    crew.receive(events.call_completed(WITH_VOICEMAIL))
    crew.after(60)

    crew.receive(events.call_voicemail_completed(WITH_VOICEMAIL))
    crew.after(0)

    assert len(crew.told()) == 1


def test_a_call_that_was_taken_after_all_is_not_told(crew: Crew) -> None:
    """What is known when it would be told counts, not what was known before."""
    answered = attrs.evolve(events.answered(), id=MISSED.id)
    crew.receive(events.call_missed(MISSED))
    crew.after(5)

    crew.receive(events.call_completed(answered))
    crew.after(60)

    assert crew.told() == ()


def test_nobody_is_told_where_nobody_wants_to_be() -> None:
    """Without anybody to tell no follow-up is written."""
    shop = Shop()
    shop.receive(events.call_completed(MISSED))

    shop.work()

    assert shop.crm.follow_ups.due(shop.clock.now()) == frozenset()


def test_a_voicemail_whose_call_is_named_late_is_told_once(crew: Crew) -> None:
    """It was told by its own id; under its call's it is the same thing to tell."""
    named = render(events.call_voicemail_completed(WITH_VOICEMAIL), Generation.DATED)
    crew.receive_payload(changed(named, {"data.resource.callId": None}))
    crew.after(0)

    crew.receive_payload(named)
    crew.after(60)

    assert crew.titles() == ["Urgent callback: voicemail from +14255550123"]


def test_a_call_that_is_gone_is_not_told(crew: Crew) -> None:
    """Somebody who was erased meanwhile is spoken of no more."""
    crew.receive(events.call_completed(MISSED))
    crew.work()
    elsewhere = attrs.evolve(crew.telling, calls=Crew().crm.calls)
    crew.follow_up_work = attrs.evolve(crew.follow_up_work, tasks=elsewhere.tasks)

    crew.after(0)

    assert (crew.told(), crew.unsent) == ((), [])


def test_only_people_are_told(crew: Crew) -> None:
    """Operators hear of calls by no channel of theirs."""
    crew.receive(events.call_completed(MISSED))

    crew.after(0)

    assert crew.notifier.sent("pager") == ()
