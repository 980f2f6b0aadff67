"""`status` shows what `GET /api/v1/status` answers, readable wherever it is printed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from adapters.falcon_http.api.status_documents import status_document
from entrypoints.bootstrap import bootstrap
from entrypoints.cli import commands
from entrypoints.health import alarms_of
from entrypoints.settings import Settings
from entrypoints.status_board import status_board_of
from entrypoints.status_shown import show_status
from openphone_crm.alerts import Rule

SETTINGS = Settings()
WIDTH = 80


@pytest.fixture(autouse=True)
def migrated(place: Path) -> Path:
    """Run in a directory with nothing but a database that is ready, and with no settings."""
    assert run("migrate").exit_code == 0
    return place


def run(*arguments: str, **settings: str) -> Result:
    """Run a command to its end."""
    return CliRunner().invoke(commands, arguments, env=settings)


def ring() -> None:
    """Open an alert."""
    with bootstrap(SETTINGS) as application:
        alarms_of(application).ring(Rule.API_KEY, title="Refused", message="OpenPhone refuses [the] key.")


def shown_on_a_terminal(document: Mapping[str, Any]) -> str:
    """Show it on a narrow terminal."""
    written = io.StringIO()
    show_status(document, Console(file=written, width=WIDTH, force_terminal=True, color_system=None))
    return written.getvalue()


def test_all_is_well() -> None:
    """Piped it is plain text: no colour, no lines of tables, no more columns than a terminal has."""
    done = run("status")

    assert done.exit_code == 0
    assert done.stdout.startswith("Alerts\nNone is open.\n")
    assert done.stdout.isascii()
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= WIDTH


def test_what_is_off_is_shown_with_the_setting_that_turns_it_on() -> None:
    """One line for each."""
    done = run("status")

    assert "off: set CRM_NOTIFY_URLS" in done.stdout
    assert "none: set GEMINI_MONTHLY_BUDGET_USD" in done.stdout


def test_an_open_alert_comes_first_and_is_the_status() -> None:
    """Whatever brackets it has."""
    ring()

    done = run("status")

    assert done.exit_code == 1
    assert done.stdout.startswith("Alerts that are open")
    assert "OpenPhone refuses [the] key." in done.stdout


def test_a_program_gets_what_the_api_answers() -> None:
    """The same document, and the same status."""
    ring()

    done = run("status", "--json")

    with bootstrap(SETTINGS) as application:
        expected = status_document(status_board_of(application).now())
    assert done.exit_code == 1
    assert orjson.loads(done.stdout) == orjson.loads(orjson.dumps(expected))


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("processing_seconds_p95", 1.9, 2.0),
        ("failed_ratio_24h", 0.0009, 0.001),
        ("health_success_ratio", 1.0, 0.99),
    ],
)
def test_a_figure_is_marked(key: str, good: float, bad: float) -> None:
    """It is good when it is what it should be."""
    document = orjson.loads(run("status", "--json").stdout)

    document["metrics"][key] = good
    well = shown_on_a_terminal(document)
    document["metrics"][key] = bad
    ill = shown_on_a_terminal(document)

    marks = {"good": well.count("good") - ill.count("good"), "bad": ill.count("bad") - well.count("bad")}
    assert marks == {"good": 1, "bad": 1}


def test_a_terminal_of_eighty_columns_cuts_nothing() -> None:
    """Long words are folded."""
    document = orjson.loads(run("status", "--json").stdout)
    document["health"]["fault"] = "x" * 200

    shown = shown_on_a_terminal(document)

    assert shown.count("x") >= 200
    assert max(map(len, shown.splitlines())) <= WIDTH


def test_an_absent_database_is_one_line(place: Path) -> None:
    """With what to do."""
    (place / "empty").mkdir()

    done = run("status", CRM_DATABASE_URL="sqlite:///empty/crm.db")

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("migrations is unavailable: run `python -m entrypoints migrate`")
    assert done.stderr.count("\n") == 1
