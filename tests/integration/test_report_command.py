"""The command that shows a daily report."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from adapters.sqlalchemy_repository import Database
from entrypoints.bootstrap import bootstrap
from entrypoints.cli import commands
from entrypoints.report import show_report
from entrypoints.settings import Settings
from openphone_crm.testing.contracts.dead_letters import fail
from tests.integration.processes import FOREIGN_SETTINGS


@pytest.fixture(autouse=True)
def database_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have a database in which one event failed, and no other settings."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(FOREIGN_SETTINGS)]:
        monkeypatch.delenv(name)
    url = f"sqlite:///{tmp_path}/crm.db"
    database = Database.open(url)
    database.migrate()
    fail(database, "a", at=1)
    database.close()
    return url


def run(*arguments: str, url: str, **settings: str) -> Result:
    """Run the command to its end."""
    return CliRunner().invoke(commands, ["report", *arguments], env={"CRM_DATABASE_URL": url, **settings})


def test_a_report_is_plain_text_where_there_is_no_terminal(database_url: str) -> None:
    """What a mail would say goes to standard output."""
    done = run("--date", "2026-04-13", url=database_url, CRM_TIMEZONE="Europe/Berlin")

    assert done.exit_code == 0
    assert done.stdout.startswith(
        "Failed webhooks of Monday, 13 April 2026\n\n1 failure, 1 event received.\n"
    )
    assert "1. A customer's text message (once), at 14:00" in done.stdout
    assert "\x1b" not in done.stdout


def test_without_a_date_it_is_yesterday(database_url: str) -> None:
    """A day on which nothing came is a report too."""
    done = run(url=database_url)

    assert done.exit_code == 0
    assert done.stdout.endswith("0 failures, no event was received.\n")


@pytest.mark.parametrize("date", ["yesterday", "2026-02-30", "2999-01-01", ""])
def test_a_bad_date_is_said_in_a_line(database_url: str, date: str) -> None:
    """What is no day, or has not come yet, ends the command."""
    done = run("--date", date, url=database_url)

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("date: must ")
    assert done.stderr.count("\n") == 1


def test_without_tables_there_is_no_report(tmp_path: Path) -> None:
    """A database that was never migrated is named, in one line."""
    done = run(url=f"sqlite:///{tmp_path}/empty.db")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "migrat" in done.stderr


def test_a_terminal_shows_a_table(database_url: str) -> None:
    """Where somebody looks, the failures stand in a table, with the links to act on them."""
    screen = StringIO()
    settings = Settings.load({"CRM_DATABASE_URL": database_url, "CRM_PUBLIC_URL": "https://crm.example"})

    with bootstrap(settings) as application:
        show_report(application, "2026-04-13", Console(file=screen, force_terminal=True, width=200))

    shown = screen.getvalue()
    assert "what failed" in shown
    assert "A customer's text message" in shown
    assert "https://crm.example/failures/" in shown
    assert "Nobody has looked at it yet." in shown
