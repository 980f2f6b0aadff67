"""Letting go from the command line: of what is old, and of a person."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result

from adapters.sqlalchemy_repository import Database
from entrypoints.cli import commands
from openphone_crm.memory import MemoryClock
from openphone_crm.paging import PageRequest
from openphone_crm.testing import builders as make
from openphone_crm.testing import events
from openphone_crm.testing.contracts.erasing_scenes import ANN, ErasingShop
from openphone_crm.testing.happenings import NOON
from openphone_crm.views import ContactFilter
from openphone_crm.work_records import Status
from tests.integration.processes import FOREIGN_SETTINGS


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Run in an empty directory, with no settings and a database that is migrated."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(logging.getLogger(), "handlers", list(logging.getLogger().handlers))
    for name in [name for name in os.environ if name.startswith(FOREIGN_SETTINGS)]:
        monkeypatch.delenv(name)
    (tmp_path / "var").mkdir()
    with closing(Database.open("sqlite:///var/crm.db")) as opened:
        opened.migrate()
        yield opened
    structlog.reset_defaults()


def run(*arguments: str, answer: str = "") -> Result:
    """Run a command to its end."""
    return CliRunner().invoke(commands, arguments, input=answer)


def contact_of(database: Database) -> str:
    """Have Ann write, and give the id of her contact."""
    shop = ErasingShop(database, MemoryClock(NOON + timedelta(minutes=1)))
    shop.tell(events.message_received("marmalade", sender=ANN))
    (contact,) = shop.contacts(ANN)
    return contact.id


def is_there(database: Database) -> bool:
    """Tell whether Ann has a contact."""
    return bool(database.contacts.find(ContactFilter(phone_number=ANN), PageRequest()).items)


def test_a_person_is_erased_by_number(database: Database) -> None:
    """After a question that says how much it is, and without the number on any line."""
    contact_id = contact_of(database)

    done = run("erase", ANN, answer="y\n")

    assert done.exit_code == 0
    assert done.stdout == f"Erased contact {contact_id}; 1 received events say nothing any more.\n"
    assert "messages in them" in done.stderr
    assert ANN not in done.output
    assert not is_there(database)


def test_a_person_is_erased_by_id_without_a_question(database: Database) -> None:
    """For scripts."""
    contact_id = contact_of(database)

    done = run("erase", contact_id, "--yes")

    assert (done.exit_code, is_there(database)) == (0, False)
    assert [entry.action for entry in database.audit.of(contact_id)] == ["erase"]


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_who_does_not_say_yes_erases_nobody(database: Database, answer: str) -> None:
    """No, nothing and no answer at all."""
    contact_of(database)

    done = run("erase", ANN, answer=answer)

    assert (done.exit_code, is_there(database)) == (1, True)


@pytest.mark.parametrize(
    ("wanted", "line"),
    [
        ("nobody", "there is no contact nobody\n"),
        ("+12065550199", "number: no contact has +*********99\n"),
        ("+1 (206) 555-0199", "number: no contact has +*********99\n"),
    ],
)
def test_whoever_is_not_there_is_said_in_one_line(database: Database, wanted: str, line: str) -> None:
    """Before anything is asked."""
    contact_of(database)

    done = run("erase", wanted)

    assert (done.exit_code, done.stdout, done.stderr) == (1, "", line)


def test_what_is_old_is_let_go_of(database: Database) -> None:
    """A payload for 90 days, an event for 400; the table says how many."""
    now = datetime.now(UTC)
    ages = {"young": 89, "old": 91, "oldest": 401}
    database.inbox.add(
        [
            make.arrival(name, received_at=now - timedelta(days=days), status=Status.IGNORED)
            for name, days in ages.items()
        ]
    )

    done = run("prune")

    assert done.exit_code == 0
    assert [
        line.split()[1:-1] for line in done.stdout.splitlines() if "payloads" in line or "events" in line
    ] == [
        ["payloads", "\u2502", "2"],
        ["events", "\u2502", "1"],
    ]
    young, old, oldest = (database.events.get(make.event_id(name)) for name in ages)
    assert young is not None
    assert old is not None
    assert (young.payload is None, old.payload, oldest) == (False, None, None)


def test_settings_say_how_long(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """With payloads kept for a day, one of two days says nothing any more."""
    monkeypatch.setenv("CRM_KEEP_PAYLOADS_DAYS", "1")
    received_at = datetime.now(UTC) - timedelta(days=2)
    database.inbox.add([make.arrival("one", received_at=received_at, status=Status.IGNORED)])

    done = run("prune")

    detail = database.events.get(make.event_id("one"))
    assert done.exit_code == 0
    assert detail is not None
    assert detail.payload is None
