"""`replay`: failed events retried from the command line, worked on here or by the workers."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console
from rich.progress import Progress

from entrypoints.cli import commands
from entrypoints.replay import Replay, Shown, replay, summary_of
from entrypoints.stopping import Stopping
from openphone_crm.ids import EventId
from openphone_crm.retry_jobs import JobState, RetryFilter
from openphone_crm.testing import builders as make
from openphone_crm.work_records import Status
from tests.integration.breakdown import Shop, broken_shop
from tests.integration.processes import CHECKOUT, entry_point, environment, running
from tests.integration.waiting import wait_until

LIMIT_S = 60


class FewPauses(Stopping):
    """Asks to end after so many pauses, none of which takes any time."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._left = number

    def pause(self, seconds: float) -> None:  # noqa: ARG002 - whatever was asked for
        """Count."""
        self._left -= 1
        if not self._left:
            self.request()


@pytest.fixture
def shop(place: Path) -> Iterator[Shop]:
    """Lend a shop with a bug that the command knows nothing of, in the database that it takes by default."""
    (place / "var").mkdir()
    with broken_shop(f"sqlite:///{place}/var/crm.db") as broken:
        broken.bug.is_mended = True
        yield broken


def run(*arguments: str) -> Result:
    """Run the command to its end."""
    return CliRunner().invoke(commands, ["replay", *arguments])


def unreadable(shop: Shop, name: str) -> EventId:
    """Have a dead letter that nobody can read."""
    body = b'{"type": "message.received", "data": {"resource": {}}}'
    shop.application.database.inbox.add([make.arrival(name, status=Status.FAILED, body=body)])
    return make.event_id(name)


def test_a_dry_run_shows_a_table(shop: Shop) -> None:
    """How many of each type, and nothing is retried; a type is shown as it is, whatever is in it."""
    event_ids = shop.have_failed(2)
    odd = make.arrival("odd", event_type="[red]\x1b[1m", status=Status.FAILED)
    shop.application.database.inbox.add([odd])

    done = run("--dry-run")

    cells = [line.split()[1:4:2] for line in done.stdout.splitlines() if line.startswith("│")]
    assert done.exit_code == 0
    assert cells == [["message.received", "2"], ["'[red]\\x1b[1m'", "1"], ["all", "3"]]
    assert {shop.event(event_id).event.status for event_id in event_ids} == {Status.FAILED}


def test_without_redis_it_works_itself(shop: Shop) -> None:
    """Everything is done when the command ends, and the audit log says who did it."""
    event_ids = shop.have_failed(3)

    done = run("--type", "message.received", "--since", "2026-01-31")

    assert (done.exit_code, done.stdout) == (0, "3 events retried: 3 done, 0 failed again.\n")
    assert "retries 3 failed events." in done.stderr
    assert {shop.event(event_id).event.status for event_id in event_ids} == {Status.PROCESSED}
    assert shop.application.database.retry_jobs.unfinished() == []


def test_what_fails_again_is_told(shop: Shop) -> None:
    """An event that cannot be read fails once more, and the status of the command says so."""
    shop.have_failed(1)
    event_id = unreadable(shop, "one")

    done = run()

    assert (done.exit_code, done.stdout) == (1, "2 events retried: 1 done, 1 failed again.\n")
    assert shop.event(event_id).event.status is Status.FAILED


def test_nothing_to_retry_is_no_error(shop: Shop) -> None:
    """Where nothing has failed nothing is done."""
    shop.receive(1)

    done = run("--status", "failed")

    assert (done.exit_code, done.stdout) == (0, "0 events retried: 0 done, 0 failed again.\n")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--status", "lost"], "--status: must be one of pending, processing, processed, failed, ignored"),
        (["--status", "processed"], "what is processed is done; only failed events can be retried"),
        (["--type", ""], "--type: must be a text of 1 to 50 characters"),
        (["--type", "x" * 51], "--type: must be a text of 1 to 50 characters"),
        (["--since", "noon"], "--since: must be a time in ISO 8601, such as 2026-01-31T08:00:00Z"),
    ],
)
def test_a_wrong_option_is_one_line(shop: Shop, arguments: list[str], line: str) -> None:
    """It says what is wrong, and nothing is retried."""
    (event_id,) = shop.have_failed(1)

    done = run(*arguments)

    assert (done.exit_code, done.stdout, done.stderr) == (1, "", f"{line}\n")
    assert shop.event(event_id).event.status is Status.FAILED


@pytest.mark.usefixtures("place")
def test_it_needs_a_migrated_database() -> None:
    """Without tables the command says what to do."""
    Path("var").mkdir()

    done = run()

    assert done.exit_code == 1
    assert done.stderr.startswith("migrations is unavailable: run `python -m entrypoints migrate`")


def test_being_asked_to_stop_cancels(shop: Shop) -> None:
    """What was begun is done and counted, the rest stays failed, and the summary says how much that is."""
    shop.have_failed(500)
    stopping = Stopping()
    shop.bug.meanwhile = stopping.request

    job = replay(shop.application, RetryFilter(), stopping=stopping)

    counts = shop.application.retrying.preview(RetryFilter()).count
    assert (job.state, job.done, counts) == (JobState.CANCELLED, 200, 300)
    assert summary_of(job) == "Cancelled: of 500 events, 200 done, 0 failed again, 300 left."


def test_ctrl_c_says_how_much_was_done(postgresql_url: str, redis_url: str) -> None:
    """With workers that never come it waits, until Ctrl-C ends it with status 130."""
    settings = {"CRM_DATABASE_URL": postgresql_url, "CRM_REDIS_URL": redis_url}
    with broken_shop(postgresql_url) as elsewhere:
        (event_id,) = elsewhere.have_failed(1)
        process = subprocess.Popen(
            entry_point("replay"),
            cwd=CHECKOUT,
            env=environment(settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        has_begun = wait_until(lambda: elsewhere.event(event_id).event.status is Status.PENDING)

        process.send_signal(signal.SIGINT)
        printed, written = process.communicate(timeout=LIMIT_S)

    assert has_begun
    assert process.returncode == 130, written
    assert printed == (
        "Cancelled: of 1 event, 0 done, 0 failed again, 1 left. What was begun goes on by itself.\n"
    )
    assert "Traceback" not in written


def test_workers_do_the_work(postgresql_url: str, redis_url: str) -> None:
    """With Redis the command rings, and the workers do it; without a scheduler too."""
    settings = {"CRM_DATABASE_URL": postgresql_url, "CRM_REDIS_URL": redis_url}
    with broken_shop(postgresql_url) as elsewhere:
        event_ids = elsewhere.have_failed(300)
        with running(entry_point("worker", "critical"), settings):
            done = subprocess.run(
                entry_point("replay"),
                cwd=CHECKOUT,
                env=environment(settings),
                capture_output=True,
                text=True,
                timeout=LIMIT_S,
                check=False,
            )
        statuses = {elsewhere.event(event_id).event.status for event_id in event_ids}

    assert (done.returncode, done.stdout) == (0, "300 events retried: 300 done, 0 failed again.\n")
    assert statuses == {Status.PROCESSED}


def test_workers_that_never_come_are_missed(tmp_path: Path, redis_url: str) -> None:
    """After a while without progress one line says so, once, and it goes on waiting."""
    written = StringIO()
    stopping = FewPauses(5)
    with (
        broken_shop(f"sqlite:///{tmp_path}/crm.db", CRM_REDIS_URL=redis_url) as broken,
        Progress(console=Console(file=written, width=200)) as progress,
    ):
        broken.have_failed(1)
        job = broken.application.retrying.start(RetryFilter(), by="test")
        shown = Shown(progress, progress.add_task("", total=1), patience_s=0)
        Replay(application=broken.application, shown=shown, stopping=stopping).run(job)

    assert written.getvalue().count("Nothing was done for") == 1
