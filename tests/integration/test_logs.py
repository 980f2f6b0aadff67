"""Real processes that are given secrets and private words in every way write none of them into their logs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from openphone_crm.priority import Priority
from tests.integration.json_server import JsonServer, json_server
from tests.integration.processes import finished
from tests.integration.secretive import (
    LIMIT_S,
    MINE,
    PRIVATE,
    Visitor,
    entries_in,
    settings_of,
    whole_system,
)
from tests.integration.waiting import wait_until


@pytest.fixture
def refusing() -> Iterator[JsonServer]:
    """Run a server that refuses every key."""
    with json_server() as server:
        server.status = 401
        yield server


def all_has_failed(visitor: Visitor) -> bool:
    """Whether the poison is a dead letter, and so is what people could not be told."""
    failures = visitor.ask("GET", "failures").json()
    kinds = {failure["event_type"] for failure in failures}
    open_events = visitor.ask("GET", "webhook-events?status=pending").json()
    return {"message.received", "send"} <= kinds and not open_events


def see_that_logs_tell_all_and_leak_nothing(settings: dict[str, str], logs: Path) -> list[dict[str, Any]]:
    """Make all trouble, and look through everything that was written meanwhile."""
    with whole_system(settings, logs) as visitor:
        event_ids = visitor.make_trouble()
        assert wait_until(lambda: all_has_failed(visitor), limit_s=LIMIT_S)

    written = "".join(log.read_text() for log in logs.iterdir())
    assert {what for what, text in PRIVATE.items() if text in written} == set()
    entries = entries_in(logs)
    assert len(entries) == written.count("\n")
    assert set(event_ids) <= {entry.get("event_id") for entry in entries}
    return entries


def see_that_work_can_be_followed(entries: list[dict[str, Any]]) -> None:
    """Look for what an operator searches by."""
    stored = [entry for entry in entries if entry["event"] == "webhook_stored"]
    failed = [entry for entry in entries if entry["event"].startswith("an attempt failed")]
    assert {"queued", "duplicate"} == {entry["outcome"] for entry in stored}
    assert {"2026-03-30", "legacy-api"} == {entry["generation"] for entry in stored}
    assert all(entry["request_id"] for entry in stored)
    assert all(entry["attempt"] and entry["worker"] for entry in failed)
    assert {entry["event_type"] for entry in failed if "event_type" in entry} == {"message.received"}
    told = [entry for entry in failed if entry.get("kind") == "send" and entry["event_id"]]
    assert {1, 2} <= {entry["attempt"] for entry in told}
    assert "an attempt failed for good" in {entry["event"] for entry in failed}
    assert MINE in {entry.get("request_id") for entry in entries if entry["event"] == "answered"}


@pytest.mark.long
def test_processes_on_postgresql_and_redis_keep_secrets(
    tmp_path: Path, postgresql_url: str, redis_url: str, refusing: JsonServer
) -> None:
    """Server, workers and scheduler tell what happened, and nothing that is private."""
    where = {"CRM_DATABASE_URL": postgresql_url, "CRM_REDIS_URL": redis_url}

    entries = see_that_logs_tell_all_and_leak_nothing(settings_of(where, refusing), tmp_path)

    see_that_work_can_be_followed(entries)
    queues = {entry["worker"].rpartition(":")[2] for entry in entries if "worker" in entry}
    assert {Priority.CRITICAL.label, "follow-ups"} <= queues


def test_one_process_on_sqlite_keeps_secrets(tmp_path: Path, refusing: JsonServer) -> None:
    """All in one process does the same."""
    logs = tmp_path / "logs"
    logs.mkdir()
    where = {"CRM_DATABASE_URL": f"sqlite:///{tmp_path}/crm.db"}

    entries = see_that_logs_tell_all_and_leak_nothing(settings_of(where, refusing), logs)

    see_that_work_can_be_followed(entries)


def test_a_command_keeps_secrets(tmp_path: Path, refusing: JsonServer) -> None:
    """What a command says of a database that is away names no password."""
    url = "postgresql+psycopg://crm:secret-db-password@127.0.0.1:9/crm"
    settings = settings_of({"CRM_DATABASE_URL": url}, refusing)

    done = finished("token", "list", settings=settings | {"HOME": str(tmp_path)})

    assert done.returncode == 1
    assert "secret-db-password" not in done.stdout + done.stderr
    assert {what for what, text in PRIVATE.items() if text in done.stdout + done.stderr} == set()
