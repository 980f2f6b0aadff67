"""People are told of a call once: not twice, however long ago it was, and not never."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from openphone_crm.ports.archive import Kept
from openphone_crm.retention import Retention, RetentionPolicy
from openphone_crm.testing import events
from openphone_crm.testing.happenings import Voicemail
from tests.unit.telling.crew import MAIL, Crew

MISSED = events.unanswered()
WITH_VOICEMAIL = events.unanswered(voicemail=Voicemail(transcript="My cellar is wet."))
TAKEN = attrs.evolve(events.answered(), id=WITH_VOICEMAIL.id)
A_DAY_S = 86_400
MISSED_TITLE = "Need follow-up: missed call from +14255550123"
VOICEMAIL_TITLE = "Urgent callback: voicemail from +14255550123"


def test_a_voicemail_of_a_call_that_was_taken_is_told(crew: Crew) -> None:
    """That there was nothing to tell before does not use up the one time that a call is told."""
    crew.receive(events.call_missed(WITH_VOICEMAIL), events.call_completed(TAKEN))
    crew.after(60)
    before = crew.titles()

    crew.receive(events.call_voicemail_completed(WITH_VOICEMAIL))
    crew.after(0)

    assert before == []
    assert crew.titles() == [VOICEMAIL_TITLE]


def test_a_voicemail_that_comes_while_it_is_decided_is_told(crew: Crew) -> None:
    """A worker that just found nothing to tell does not have the voicemail forgotten that came meanwhile."""
    crew.receive(events.call_missed(WITH_VOICEMAIL), events.call_completed(TAKEN))
    crew.after(9)
    crew.clock.advance(seconds=1)

    crew.meanwhile(lambda: crew.receive(events.call_voicemail_completed(WITH_VOICEMAIL)))

    assert crew.titles() == [VOICEMAIL_TITLE]


def test_words_that_come_while_it_is_put_off_are_told_at_once(crew: Crew) -> None:
    """A worker that just decided to wait for the words does not have those wait that came meanwhile."""
    crew.receive(events.call_missed(WITH_VOICEMAIL), events.call_completed(WITH_VOICEMAIL))
    crew.after(9)
    crew.clock.advance(seconds=1)

    crew.meanwhile(lambda: crew.receive(events.call_voicemail_completed(WITH_VOICEMAIL)))

    [notification] = crew.told()
    assert "Transcript: My cellar is wet." in notification.body.splitlines()


def test_where_nobody_is_to_be_told_nothing_is_used_up(crew: Crew) -> None:
    """A call that was received while no channel was set is told when it is reported again."""
    crew.receive(events.call_completed(MISSED))
    crew.through()
    crew.after(0)
    crew.through(MAIL)

    crew.receive(events.call_completed(MISSED))
    crew.after(0)

    assert crew.titles() == [MISSED_TITLE]


def test_what_is_known_for_more_than_a_day_is_not_told(crew: Crew) -> None:
    """An event that is put right a month later leads to no urgent callback, which the log says."""
    crew.receive(events.call_completed(MISSED))

    crew.after(A_DAY_S + 1)

    assert (crew.told(), crew.unsent) == ((), [])
    assert crew.notices == [f"nobody is told of {MISSED.id}: it was received more than a day ago"]


def test_what_is_known_for_a_day_is_told(crew: Crew) -> None:
    """After a day without a worker people are told all the same."""
    crew.receive(events.call_completed(MISSED))

    crew.after(A_DAY_S)

    assert crew.titles() == [MISSED_TITLE]


@pytest.mark.parametrize("days", [1, 90])
def test_a_call_is_told_once_as_long_as_its_events_are_kept(crew: Crew, days: int) -> None:
    """What was sent is forgotten long before that it was."""
    policy = RetentionPolicy(payloads=timedelta(days=days))
    crew.receive(events.call_completed(MISSED))
    crew.after(0)
    crew.clock.advance(policy.events)
    counts = Retention(archive=crew.crm.archive, clock=crew.clock, policy=policy).prune()

    crew.receive(events.call_completed(MISSED))
    crew.after(0)

    # The one that told, and one for each channel.
    assert counts[Kept.DETAILS] == 3
    assert crew.titles() == [MISSED_TITLE]
