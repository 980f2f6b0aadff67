"""Each fault is provoked in a running system: it is mailed and shown once, and once more when it is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

import attrs
import pytest

from openphone_crm.testing.openphone_api import Fault
from tests.integration.mail_server import mail_server
from tests.integration.servers import PostgresqlServer, RedisServer
from tests.integration.watched import Watched, missed_calls, texts, watched

pytestmark = pytest.mark.long

OPERATOR: Final = "ops@shop.example"
WORKERS: Final = 3
"""One for each queue."""


@attrs.frozen(kw_only=True)
class Chapter:
    """What became of one fault: what the status page showed of it, and what was mailed."""

    shown: Mapping[str, str]
    is_over: bool
    titles: list[str]


def slow_processing(system: Watched) -> Chapter:
    """Have a database that is slow, and then many events, a few at a time, when it is fast."""
    with system.slow(1.2):
        system.receive(*texts(5))
        shown = system.shown_with("processing")
    for _ in range(12):
        system.receive(*texts(20))
        assert system.is_done()
    return _over("processing", system, shown)


def poison(system: Watched) -> Chapter:
    """Have what cannot be saved, and try it again when it can."""
    with system.poisoned():
        system.receive(*missed_calls(4))
        shown = system.shown_with("failed_share")
    system.try_again()
    return _over("failed_share", system, shown)


def failing_check(system: Watched) -> Chapter:
    """Have OpenPhone not send, and then send."""
    system.fake.keep_failing(Fault.NO_CREDITS)
    assert system.is_checked()
    shown = system.shown_with("health_check")
    system.fake.recover()
    assert system.is_checked()
    return _over("health_check", system, shown)


def more_than_a_thousand(system: Watched) -> Chapter:
    """Have more than a worker can keep up with."""
    with system.slow(0.01):
        system.receive(*texts(2_000))
        shown = system.shown_with("queue_depth")
    return _over("queue_depth", system, shown)


def refusing_mailbox(system: Watched) -> Chapter:
    """Have the only channel refuse what it is to tell of another fault, until that is over."""
    system.mail.refused.add(OPERATOR)
    system.fake.keep_failing(Fault.NO_CREDITS)
    assert system.is_checked()
    shown = system.shown_with("mail")
    system.mail.refused.clear()
    system.fake.recover()
    assert system.is_checked()
    return _over("mail", system, shown, mails=1)


def no_scheduler(system: Watched) -> Chapter:
    """Stop the scheduler, and the workers too, so that nobody is left to send but whoever serves."""
    system.stop("scheduler")
    system.stop("worker")
    shown = system.shown_with("scheduler")
    assert system.is_mailed("The scheduler is not there")
    system.start("scheduler")
    return _over("scheduler", system, shown)


def no_worker(system: Watched) -> Chapter:
    """Have more than a thousand events while there still is no worker, and start one."""
    system.receive(*texts(1_001))
    shown = system.shown_with("worker")
    system.start("worker")
    return _over("worker", system, shown)


CHAPTERS: Final[tuple[Callable[[Watched], Chapter], ...]] = (
    slow_processing,
    poison,
    failing_check,
    more_than_a_thousand,
    refusing_mailbox,
    no_scheduler,
    no_worker,
)
Story = Mapping[str, Chapter]


def _over(rule: str, system: Watched, shown: Mapping[str, str], *, mails: int = 2) -> Chapter:
    return Chapter(shown=shown, is_over=system.is_over(rule), titles=system.titles(mails))


@pytest.fixture(scope="module")
def story(postgresql_server: PostgresqlServer, redis_server: RedisServer) -> Iterator[Story]:
    """Let one system go through all faults, one after the other."""
    postgresql_server.start()
    redis_server.start()
    url = postgresql_server.fresh_database()
    with mail_server() as mail, watched(url, redis_server.url, mail, mailbox=OPERATOR) as system:
        # Whoever comes before those that it looks for misses them, and that would explain what follows.
        system.start("worker")
        assert system.is_alive(WORKERS)
        system.start("scheduler")
        assert system.is_alive(WORKERS + 1)
        system.serve()
        yield {chapter.__name__: chapter(system) for chapter in CHAPTERS}
    postgresql_server.drop_database(url)


@pytest.mark.parametrize(
    ("chapter", "rule", "began", "ended"),
    [
        ("slow_processing", "processing", "Processing takes", "Processing is fast again"),
        ("poison", "failed_share", "of all events fail", "Few events fail again"),
        ("failing_check", "health_check", "Health check failed", "Health check: all is well again"),
        ("more_than_a_thousand", "queue_depth", "events wait to be worked on", "The queues are short again"),
        ("no_scheduler", "scheduler", "The scheduler is not there", "The scheduler is there again"),
        ("no_worker", "worker", "Nobody works on what is due", "There are workers again"),
    ],
)
def test_a_fault_is_told_as_it_begins_and_ends(
    story: Story, chapter: str, rule: str, began: str, ended: str
) -> None:
    """It alone is shown, it is over by itself, and two mails say so."""
    told = story[chapter]

    assert list(told.shown) == [rule]
    assert told.is_over
    assert (len(told.titles), told.titles[-1]) == (2, ended)
    assert began in told.titles[0]


def test_without_a_worker_a_thousand_events_are_no_other_fault(story: Story) -> None:
    """The one alert says how many wait."""
    assert "1,001 events wait" in story["no_worker"].shown["worker"]


def test_a_mailbox_that_refuses_is_shown(story: Story) -> None:
    """Beside what could not be mailed; the next mail that gets through says that it is over."""
    told = story["refusing_mailbox"]

    assert sorted(told.shown) == ["health_check", "mail"]
    assert "number 1 of CRM_ALERT_URLS" in told.shown["mail"]
    assert told.is_over
    assert told.titles[-1] == "Health check: all is well again"
