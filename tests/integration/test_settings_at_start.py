"""R14: a wrong setting stops every process before it is ready, with one line and status 1."""

from __future__ import annotations

import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from entrypoints.server import listen
from tests.integration.processes import CHECKOUT, entry_point, environment
from tests.integration.server_process import free_port, private_room

GOOD = {"CRM_WEBHOOK_KEYS": "bGVnYWN5LWtleQ==", "CRM_REDIS_URL": "redis://127.0.0.1:1/0"}
WRONG = {
    "CRM_DATABASE_URL": "mysql://crm:hunter2@localhost/crm",
    "CRM_RETRY_BASE_S": "abc",
    "CRM_NOTIFY_URLS": "json://localhost nonsense://ann:hunter2@example.com",
}


def run(*arguments: str, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command that must end by itself."""
    return subprocess.run(
        entry_point(*arguments),
        cwd=CHECKOUT,
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """Give the one line of a process that refused to start."""
    assert (done.returncode, done.stdout) == (1, "")
    [line] = done.stderr.splitlines()
    return line


@pytest.mark.parametrize("name", WRONG)
def test_a_server_with_a_wrong_setting_never_listens(name: str) -> None:
    """The server refuses before it takes its address, and shows no secret."""
    address = f"127.0.0.1:{free_port()}"

    line = refusal(run("serve", "--bind", address, settings=GOOD | {name: WRONG[name]}))

    assert line.startswith(f"{name}: ")
    assert "hunter2" not in line


@pytest.mark.parametrize(("command", "name"), [("serve", "CRM_WEBHOOK_KEYS"), ("worker", "CRM_REDIS_URL")])
def test_what_is_required_is_named(command: str, name: str) -> None:
    """A required setting that is missing stops its command."""
    settings = {other: text for other, text in GOOD.items() if other != name}

    line = refusal(run(command, settings=settings))

    assert line == f"{name}: is required here, and is not set"


@pytest.mark.parametrize(("command", "option"), [("serve", "--bind"), ("dev", "--port")])
def test_an_address_that_is_taken_is_named(command: str, option: str) -> None:
    """A second server at one address says so in one line, and how to choose another."""
    with private_room() as room, closing(listen("127.0.0.1:0")) as listener:
        port = listener.getsockname()[1]
        address = [option, f"127.0.0.1:{port}" if command == "serve" else f"{port}"]
        place = ["--data-dir", str(room)] if command == "dev" else []

        line = refusal(run(command, *address, *place, settings=GOOD))

    assert line.startswith(f"{option}: cannot listen at 127.0.0.1:{port}: address already in use")
    assert line.endswith(f"choose another with {option}")


@pytest.mark.parametrize("command", ["worker", "scheduler"])
def test_without_tables_there_is_nothing_to_work_on(command: str, tmp_path: Path) -> None:
    """On a database that was never migrated it says so in one line and ends."""
    line = refusal(run(command, settings=GOOD | {"CRM_DATABASE_URL": f"sqlite:///{tmp_path}/empty.db"}))

    assert line == "migrations is unavailable: run `python -m entrypoints migrate`: at none, needed 0008"
