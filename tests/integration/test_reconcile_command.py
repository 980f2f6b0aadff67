"""`reconcile`: gaps found and healed from the command line, interrupted and gone on with."""

from __future__ import annotations

import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from entrypoints.cli import commands
from entrypoints.reconcile import Span, begin
from entrypoints.stopping import Stopping
from openphone_crm.errors import ConflictError
from openphone_crm.handlers.reading import EXTRACT
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.testing.openphone_api import Fault
from openphone_crm.views import EventFilter
from tests.integration.gappy import A_KEY, Gappy, gappy_shop
from tests.integration.processes import CHECKOUT, entry_point, environment
from tests.integration.waiting import wait_until

LIMIT_S = 60
FEW = 60


@pytest.fixture
def shop(place: Path) -> Iterator[Gappy]:
    """Lend a shop that has lost a fifth of what it was told."""
    with gappy_shop(f"sqlite:///{place}/crm.db") as gappy:
        gappy.hear(FEW, lost=0.2)
        yield gappy


def settings_of(shop: Gappy) -> dict[str, str]:
    """Name the settings of a shop."""
    settings = shop.application.settings
    return {
        "CRM_DATABASE_URL": settings.database_url,
        "CRM_WEBHOOK_KEYS": A_KEY,
        "OPENPHONE_API_KEY": settings.openphone_api_key or "",
        "OPENPHONE_API_URL": settings.openphone_api_url,
    }


def run(shop: Gappy, *arguments: str, answer: str | None = None) -> Result:
    """Run the command to its end."""
    return CliRunner(env=settings_of(shop)).invoke(commands, ["reconcile", *arguments], input=answer)


def cells_of(done: Result) -> dict[str, list[str]]:
    """Read the table: the figures of each kind."""
    rows = [line.strip("│ ").split("│") for line in done.stdout.splitlines() if line.startswith("│")]
    return {name.strip(): [cell.strip() for cell in cells] for name, *cells in rows}


def test_the_first_time_it_goes_through_all_that_is_kept(shop: Gappy) -> None:
    """It says so, heals what is missing here, and shows what that was; the next time little is left."""
    first = run(shop)
    second = run(shop)

    checked, missing, healed = map(int, cells_of(first)["all"])
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stderr.startswith("The history was never gone through: ")
    assert second.stderr.startswith("Goes through ")
    assert checked > missing == healed > 0
    assert cells_of(second)["all"] == ["0", "0", "0"]
    assert (shop.missing(), shop.doubled()) == (Counter(), [])


def test_a_dry_run_brings_nothing_in(shop: Gappy) -> None:
    """It shows what is missing, and leaves no trace: afterwards the first time is still to come."""
    before = shop.missing()

    done = run(shop, "--since", f"{shop.began_at:%Y-%m-%dT%H:%M:%SZ}", "--dry-run")

    assert done.exit_code == 0
    assert int(cells_of(done)["messages"][1]) == before["message"]
    assert shop.missing() == before
    assert shop.application.database.reconciliation_book.covered() == []


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--since", "noon"], "--since: must be a time in ISO 8601, such as 2026-01-31T08:00:00Z"),
        (["--until", "?"], "--until: must be a time in ISO 8601, such as 2026-01-31T08:00:00Z"),
        (["--since", "2999-01-01"], "--since: must be a time in the past"),
    ],
)
@pytest.mark.usefixtures("place")
def test_a_wrong_option_is_one_line(arguments: list[str], line: str, tmp_path: Path) -> None:
    """It says what is wrong, and OpenPhone is not asked."""
    with gappy_shop(f"sqlite:///{tmp_path}/crm.db") as shop:
        asked = len(shop.fake.requests)
        done = run(shop, *arguments)

        assert (done.exit_code, done.stdout, done.stderr) == (1, "", f"{line}\n")
        assert len(shop.fake.requests) == asked


@pytest.mark.usefixtures("place")
def test_it_needs_a_key() -> None:
    """Without one there is nobody to ask."""
    done = CliRunner().invoke(commands, ["reconcile"])

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("OPENPHONE_API_KEY: ")


def test_a_refused_key_is_one_line(shop: Gappy) -> None:
    """It is not tried again, and the run waits for a better one."""
    shop.fake.keep_failing(Fault.REFUSING_THE_KEY)

    done = run(shop)

    assert done.exit_code == 1
    assert "OPENPHONE_API_KEY" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_ctrl_c_says_how_to_go_on(shop: Gappy) -> None:
    """It ends with status 130; the same command goes on where it was, and nothing is missing then."""
    process = _begun(shop)
    process.send_signal(signal.SIGINT)
    printed, written = process.communicate(timeout=LIMIT_S)

    done = run(shop)

    assert (process.returncode, written.splitlines()[-1]) == (
        130,
        "Interrupted: the same command goes on from here.",
    )
    assert "checked" in printed
    assert done.stderr.startswith("Goes on with the run of ")
    assert (shop.missing(), shop.doubled()) == (Counter(), [])


def test_a_killed_command_has_it_in_hand_for_a_while(shop: Gappy) -> None:
    """Whoever comes next waits until nothing was heard of it for a minute, or is asked to stop."""
    process = _begun(shop)
    process.kill()
    process.communicate(timeout=LIMIT_S)
    stopping = Stopping()
    stopping.request()

    with pytest.raises(ConflictError, match="somebody else is at this run"):
        begin(shop.reconciling(), Span(), stopping=stopping)

    (left,) = shop.application.database.reconciliation_book.unfinished()
    assert left.total.checked > 0


def test_the_history_is_read_only_after_asking(shop: Gappy) -> None:
    """It says how many texts that is and what it costs; what was not agreed to is not done."""
    refused = run(shop, "--extract", answer="n\n")
    agreed = run(shop, "--extract", "--yes")

    due = shop.application.database.follow_ups.claim(
        Priority.LOW,
        worker="w1",
        now=shop.application.clock.now(),
        lease=shop.application.follow_up_work.time_limits.lease,
        limit=200,
    )
    told = refused.stdout.splitlines()[-1]
    assert (refused.exit_code, agreed.exit_code) == (1, 0)
    assert told.endswith("texts are unread. Patterns read them, at no cost.")
    assert sum(claim.kind == EXTRACT for claim in due) == int(told.split()[0]) > 0


def test_events_tell_who_brought_them(shop: Gappy) -> None:
    """What was found stands in the list of events like everything else."""
    run(shop)

    events = shop.application.database.events.find(EventFilter(), PageRequest(200)).items
    assert any(str(event.openphone_type).startswith("reconcile.") for event in events)


def _begun(shop: Gappy) -> subprocess.Popen[str]:
    """Run the command in a process of its own, until it has looked at something."""
    process = subprocess.Popen(
        entry_point("reconcile"),
        cwd=CHECKOUT,
        env=environment(settings_of(shop)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    book = shop.application.database.reconciliation_book
    shop.fake.slowness_s = 1.0
    shop.fake.keep_failing(Fault.SLOW, on="GET /calls")
    assert wait_until(lambda: any(each.total.checked for each in book.unfinished()))
    shop.fake.recover()
    return process
