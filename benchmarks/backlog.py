"""A backlog to drain, and the proof that all of it was worked on, once."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import timedelta

import attrs
from sqlalchemy import create_engine, select

from adapters.sqlalchemy_repository import Database
from adapters.sqlalchemy_repository.tables import webhook_events
from adapters.system_clock import SystemClock
from benchmarks.traffic import KEYS, story
from openphone_crm.intake import Intake
from openphone_crm.webhooks import SigningKeys

GATHERED = 250


@attrs.frozen
class Outcome:
    """What became of the events of a database."""

    statuses: Counter[str]
    attempts: Counter[int]

    @property
    def is_complete(self) -> bool:
        """Whether each event that means something was worked on once, and the others never."""
        worked, left = self.statuses["processed"], self.statuses["ignored"]
        return +self.statuses == Counter(processed=worked, ignored=left) and +self.attempts == +Counter(
            {1: worked, 0: left}
        )


def fill(url: str, count: int) -> int:
    """Make the tables and take so many deliveries in; how many of them were new."""
    with closing(Database.open(url)) as database:
        database.migrate()
        intake = _intake(database)
        deliveries = [intake.open(one.headers, one.body) for one in story(count)]
        return sum(
            stored.is_new
            for start in range(0, len(deliveries), GATHERED)
            for stored in intake.store(deliveries[start : start + GATHERED])
        )


def outcome(url: str) -> Outcome:
    """Count what became of every event."""
    engine = create_engine(url)
    query = select(webhook_events.c.status, webhook_events.c.attempts)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    engine.dispose()
    return Outcome(Counter(row.status for row in rows), Counter(len(row.attempts) for row in rows))


def _intake(database: Database) -> Intake:
    keys = SigningKeys.parse(KEYS)
    # Without a window to be gathered in, low events are due at once like all others.
    return Intake(inbox=database.inbox, clock=SystemClock(), keys=lambda: keys, low_batch=timedelta(0))


def stored_keys(url: str) -> set[str]:
    """The delivery keys that a database has."""
    engine = create_engine(url)
    with engine.connect() as connection:
        keys = set(connection.execute(select(webhook_events.c.delivery_key)).scalars())
    engine.dispose()
    return keys
