"""Channels that fail, come back and are taken away, and workers that die: everybody is told all the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import attrs

from openphone_crm.errors import UnavailableError
from openphone_crm.memory import MemoryClock, MemoryNotifier
from openphone_crm.notifications import Audience, Notification
from openphone_crm.ports.notifier import Notifier
from openphone_crm.priority import Priority
from openphone_crm.sendings import SEND
from openphone_crm.testing import events
from openphone_crm.testing.contracts.scenes import LEASE
from openphone_crm.testing.happenings import NOON
from tests.unit.telling.crew import CHAT, MAIL, Crew

MISSED = events.unanswered()
THREE_CALLS = tuple(events.unanswered(created_at=NOON + timedelta(minutes=number)) for number in range(3))
HANGING = timedelta(seconds=18)
RETRIES_S = (80, 150, 300)
"""Longer than any delay before the first, the second and the third retry."""


def test_a_failing_channel_holds_up_nobody(crew: Crew) -> None:
    """The event is processed and the other channels get theirs; the failing one is tried again."""
    crew.notifier.fail(MAIL)
    crew.receive(events.call_completed(MISSED))
    crew.after(0)
    before = (crew.titles(MAIL), len(crew.titles(CHAT)))
    crew.notifier.recover(MAIL)

    crew.after(RETRIES_S[0])

    assert before == ([], 1)
    assert (len(crew.titles(MAIL)), len(crew.titles(CHAT))) == (1, 1)
    assert crew.problems == []


def test_a_channel_that_stays_away_is_a_dead_letter(crew: Crew) -> None:
    """It is tried once and three times more; then the cause is kept, and nothing is due any more."""
    crew.notifier.fail(MAIL)
    crew.receive(events.call_completed(MISSED))

    for seconds in (0, *RETRIES_S, *RETRIES_S):
        crew.after(seconds)

    assert [(each.kind, each.attempt, each.is_final) for each in crew.unsent] == [
        (SEND, 1, False),
        (SEND, 2, False),
        (SEND, 3, False),
        (SEND, 4, True),
    ]
    assert {type(each.error) for each in crew.unsent} == {UnavailableError}
    assert (crew.titles(MAIL), len(crew.titles(CHAT))) == ([], 1)


def test_a_channel_that_was_taken_away_gets_nothing(crew: Crew) -> None:
    """What was to go through it is done with, which the log says; the others get theirs."""
    crew.notifier.fail(MAIL)
    crew.receive(events.call_completed(MISSED))
    crew.after(0)
    fewer = attrs.evolve(crew.telling, notifier=MemoryNotifier({Audience.PEOPLE: [CHAT]}))
    crew.follow_up_work = attrs.evolve(crew.follow_up_work, tasks=fewer.tasks)

    crew.after(RETRIES_S[0])

    assert crew.notices == ["a notification is dropped: there is no channel mail in the settings any more"]
    assert [each.is_final for each in crew.unsent] == [False]
    assert crew.follow_up() == 0


def test_a_channel_that_hangs_holds_up_the_others_once(crew: Crew) -> None:
    """It is waited for a single time; what else is to go through it waits, which is no attempt."""
    crew.notifier.fail(MAIL)
    _have_failures_take(HANGING, crew)
    crew.receive(*map(events.call_completed, THREE_CALLS))
    began = crew.clock.now()

    crew.after(0)

    assert crew.clock.now() - began == HANGING
    assert (len(crew.titles(CHAT)), len(crew.unsent)) == (3, 1)


def test_what_waited_for_a_channel_that_hung_is_sent(crew: Crew) -> None:
    """A minute later the channel is tried again, and everything goes through it."""
    crew.notifier.fail(MAIL)
    _have_failures_take(HANGING, crew)
    crew.receive(*map(events.call_completed, THREE_CALLS))
    crew.after(0)
    crew.notifier.recover(MAIL)

    crew.after(60)
    crew.after(RETRIES_S[0])

    assert (len(crew.titles(MAIL)), len(crew.unsent)) == (3, 1)


def test_a_channel_that_refuses_at_once_is_tried_each_time(crew: Crew) -> None:
    """Nobody waits for it: every notification has its attempt."""
    crew.notifier.fail(MAIL)
    _have_failures_take(timedelta(seconds=1), crew)
    crew.receive(*map(events.call_completed, THREE_CALLS))

    crew.after(0)

    assert (len(crew.titles(CHAT)), len(crew.unsent)) == (3, 3)


def test_whoever_dies_before_sending_loses_nothing(crew: Crew) -> None:
    """What a lost worker had in hand is told, and sent, by the next: once."""
    crew.receive(events.call_completed(MISSED))
    crew.work()
    _die_with_what_is_due(crew)
    crew.follow_up_work.drain(worker="w2", should_stop=_after(2))
    _die_with_what_is_due(crew)

    crew.after(0)

    assert (len(crew.titles(MAIL)), len(crew.titles(CHAT))) == (1, 1)


def test_whoever_dies_after_telling_writes_no_second_notification(crew: Crew) -> None:
    """Told twice by two workers, a call is still sent once through each channel."""
    crew.receive(events.call_completed(MISSED))
    crew.work()
    now = crew.clock.now()
    [claim] = crew.crm.follow_ups.claim(Priority.CRITICAL, worker="w0", now=now, lease=LEASE, limit=1)
    saves = [crew.telling.tell(claim), crew.telling.tell(claim)]

    for save in saves:
        with crew.crm.unit_of_work.begin() as transaction:
            save(transaction)
    crew.follow_up()

    assert (len(crew.titles(MAIL)), len(crew.titles(CHAT))) == (1, 1)


@attrs.frozen
class SlowToFail:
    """A notifier that lets so much time pass before it says that it cannot."""

    _inner: Notifier
    _clock: MemoryClock
    _time: timedelta

    def channels(self, audience: Audience) -> tuple[str, ...]:
        """The same channels."""
        return self._inner.channels(audience)

    def send(self, channel: str, notification: Notification) -> None:
        """Send, or fail late."""
        try:
            self._inner.send(channel, notification)
        except UnavailableError:
            self._clock.advance(self._time)
            raise


def _have_failures_take(time: timedelta, crew: Crew) -> None:
    slow = attrs.evolve(crew.telling, notifier=SlowToFail(crew.notifier, crew.clock, time))
    crew.follow_up_work = attrs.evolve(crew.follow_up_work, tasks=slow.tasks)


def _die_with_what_is_due(crew: Crew) -> None:
    """Have a worker take everything that is due, and vanish until its lease has run out."""
    now = crew.clock.now()
    taken = crew.crm.follow_ups.claim(Priority.CRITICAL, worker="dead", now=now, lease=LEASE, limit=9)
    assert taken != []
    crew.clock.advance(LEASE, seconds=1)


def _after(looks: int) -> Callable[[], bool]:
    """Stop whoever asks, once he has asked so often."""
    answers = iter([False] * (looks - 1))
    return lambda: next(answers, True)
