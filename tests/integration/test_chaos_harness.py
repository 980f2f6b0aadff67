"""The chaos harness says what is wrong with its arguments, keeps earlier figures, and stops at once."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import attrs
import psutil
import pytest
from click.testing import CliRunner

from openphone_crm.priority import Priority
from tests.chaos.__main__ import INTERRUPTED, main
from tests.chaos.checker import Verdict
from tests.chaos.figures import Figures
from tests.chaos.report import table_of, write
from tests.integration.processes import CHECKOUT
from tests.integration.server_process import descendants
from tests.integration.waiting import wait_until

STOP_LIMIT_S = 30
PROCESSES = 8
SCENARIOS = ["kills", "poison"]

WELL = Figures(
    scenario="kills",
    done="killed web 1",
    sent=1200,
    acknowledged=1200,
    repeats=7,
    verdict=Verdict(
        lost=[], doubled=[], late=[], wrong=[], blamed=[], waits={Priority.CRITICAL: 1.25, Priority.LOW: 2}
    ),
    seen=["3 events lost their worker"],
)
ILL = attrs.evolve(
    WELL,
    scenario="poison",
    verdict=attrs.evolve(WELL.verdict, lost=["event 1 is pending after []"]),
    faults=["1 lost: event 1 is pending after []"],
)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--kills", "cats=3"], "'cats' is nothing to kill: choose among web, workers"),
        (["--kills", "web=many"], "'web=many' must be web=COUNT"),
        (["--only", "earthquake"], "'earthquake' is not one of"),
        (["--redis-away", "0"], "Invalid value for '--redis-away'"),
        (["--events", "7"], "Invalid value for '--events'"),
    ],
)
def test_a_wrong_argument_is_named(arguments: list[str], said: str) -> None:
    """Nothing is started for what cannot be meant."""
    done = CliRunner().invoke(main, arguments)

    assert done.exit_code == 2
    assert said in done.output


def test_the_document_has_a_row_for_each_scenario(tmp_path: Path) -> None:
    """What was counted stands in the table, and what did not hold is named."""
    document = tmp_path / "reliability.md"

    write([ILL, WELL], SCENARIOS, document)

    kills, poison = rows_of(document)
    assert kills.startswith(
        "| kills | 1,200 | 1,200 | 7 | 0 | 0 | 0 | 1.2 / - / 2.0 | killed web 1; 3 events "
    )
    assert "| yes |" in kills
    assert "| NO: 1 lost: event 1 is pending after [] |" in poison


def test_the_document_keeps_what_was_not_run(tmp_path: Path) -> None:
    """A run of one scenario replaces its row, and leaves the others as they are."""
    document = tmp_path / "reliability.md"
    write([ILL, WELL], SCENARIOS, document)
    before, _ = rows_of(document)

    write([attrs.evolve(ILL, faults=[])], SCENARIOS, document)

    kills, poison = rows_of(document)
    assert kills == before
    assert "| yes |" in poison


def test_the_document_forgets_another_machine(tmp_path: Path) -> None:
    """One table has one machine."""
    document = tmp_path / "reliability.md"
    write([WELL], SCENARIOS, document)
    document.write_text(
        re.sub(r"^Machine: .*$", "Machine: another.", document.read_text(), flags=re.MULTILINE)
    )

    write([ILL], SCENARIOS, document)

    assert [row.split("|")[1].strip() for row in rows_of(document)] == ["poison"]


def test_the_table_shows_what_failed() -> None:
    """Each scenario is a row of the table in the terminal."""
    table = table_of([WELL, ILL])

    assert table.row_count == 2
    assert list(table.columns[-1].cells) == ["yes", "NO"]


def test_ctrl_c_leaves_no_process_behind() -> None:
    """Whoever stops the harness in the middle has nothing to clean up."""
    command = [sys.executable, "-m", "tests.chaos", "--only", "redis-away", "--redis-away", "60"]
    with subprocess.Popen(
        command, cwd=CHECKOUT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as harness:
        assert wait_until(lambda: len(descendants(harness.pid)) > PROCESSES, limit_s=60)
        family = descendants(harness.pid)

        harness.send_signal(signal.SIGINT)

        assert harness.wait(STOP_LIMIT_S) == INTERRUPTED
    assert wait_until(lambda: not any(map(runs, family)))


def runs(process: psutil.Process) -> bool:
    """Tell whether a process is still there, and no mere zombie."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def rows_of(document: Path) -> list[str]:
    """Give the rows of the last table, but for its head."""
    _, _, table = document.read_text().rpartition("Machine: ")
    return [line for line in table.splitlines() if line.startswith("| ")][1:]
