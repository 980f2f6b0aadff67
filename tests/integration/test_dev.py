"""`dev`: everything in one process group, by one command, on nothing but files."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx2
import psutil
import pytest

from tests.integration.processes import entry_point, spawn
from tests.integration.server_process import descendants, end_orphan, free_port, private_room
from tests.integration.waiting import wait_until

STOP_LIMIT_S = 10.0


class Dev:
    """A running `dev`, and what it said."""

    def __init__(self, process: subprocess.Popen[bytes], written: Path) -> None:
        self.process = process
        self._written = written

    @property
    def output(self) -> str:
        """What it wrote so far."""
        return self._written.read_text()

    def said(self, name: str) -> str:
        """Give what follows a name on a line of its own, once it was said."""
        assert wait_until(lambda: f"\n{name}: " in f"\n{self.output}"), self.output
        [line] = [line for line in self.output.splitlines() if line.startswith(f"{name}: ")]
        return line.removeprefix(f"{name}: ")

    def get(self, path: str = "") -> httpx2.Response:
        """Ask the API as a person would, with what was printed."""
        url, token = self.said("API"), self.said("API token")
        return httpx2.get(url + path, headers={"Authorization": f"Bearer {token}"}, timeout=10)

    def ask(self, path: str, method: str = "GET") -> httpx2.Response:
        """Ask for something else than conversations."""
        api, token = self.said("API").rpartition("/")[0], self.said("API token")
        headers = {"Authorization": f"Bearer {token}"}
        return httpx2.request(method, f"{api}/{path}", headers=headers, timeout=10)

    def has_conversations(self) -> bool:
        """Tell whether conversations are listed."""
        return bool(self.get().json())

    def interrupt(self) -> int:
        """Press Ctrl-C, which reaches the whole process group, and give the status it ends with."""
        family = descendants(self.process.pid)
        self.process.send_signal(signal.SIGINT)
        for child in family:
            with suppress(psutil.NoSuchProcess):
                child.send_signal(signal.SIGINT)
        status = self.process.wait(STOP_LIMIT_S)
        assert not [child for child in family if child.is_running()]
        return status


@contextmanager
def dev(room: Path, *options: str, **settings: str) -> Iterator[Dev]:
    """Run `dev` while the block lasts."""
    command = entry_point("dev", "--port", "0", "--data-dir", str(room / "data"), *options)
    # It has hosts of its own, where none are set.
    process = spawn(command, {"CRM_MEDIA_HOSTS": "", **settings}, room=room)
    try:
        yield Dev(process, room / "log")
    finally:
        family = descendants(process.pid)
        process.kill()
        process.wait()
        for child in family:
            end_orphan(child)
        (room / "pid").unlink()


def test_a_developer_sees_conversations_and_goes_on_later() -> None:
    """Conversations are there soon, Ctrl-C ends it cleanly, and the next start goes on with all of it."""
    with private_room() as room:
        with dev(room) as first:
            token = first.said("API token")
            assert wait_until(first.has_conversations, limit_s=15)
            known = {each["id"] for each in first.get("?limit=200").json()}

            status = first.interrupt()

        assert status in {0, 130}
        assert "Traceback" not in first.output
        with dev(room, "--no-simulator") as second:
            assert second.said("API token") == token
            found = {each["id"] for each in second.get("?limit=200").json()}
            timelines = [second.get(f"/{id_}/timeline").json() for id_ in found]
        assert known <= found
        assert all(timelines)


@pytest.mark.long
def test_a_developer_sees_what_was_read() -> None:
    """Without any key, names are added and people are asked soon, and an approval is acted on by the API."""
    with private_room() as room, dev(room) as running:
        assert wait_until(lambda: bool(running.ask("approvals?status=pending").json()), limit_s=60)
        assert wait_until(lambda: bool(running.ask("extractions?status=auto_added").json()))

        (waiting, *_) = running.ask("approvals?status=pending").json()
        approved = running.ask(f"approvals/{waiting['id']}/approve", method="POST")

        assert (approved.status_code, approved.json()["status"]) == (200, "approved"), approved.text
        contact = running.ask(f"contacts/{waiting['contact_id']}").json()
        assert contact[waiting["field"]] == waiting["suggested_value"]


def test_a_developer_opens_the_console() -> None:
    """The printed link signs in, leads to the conversations, and its key is in no address from then on."""
    with private_room() as room, dev(room) as running, httpx2.Client(follow_redirects=True) as browser:
        link = running.said("Console")

        page = browser.get(link, timeout=10)

        assert page.status_code == 200, page.text
        assert page.url.path == "/conversations"
        assert "Conversations" in page.text
        assert link.partition("key=")[2] not in page.text


@pytest.mark.long
def test_a_developer_hears_a_recording() -> None:
    """Recordings are there soon, whole and in parts, in the directory of the developer's data."""
    with private_room() as room, dev(room) as running:

        def heard() -> list[str]:
            recordings = [one for call in running.ask("calls").json() for one in call["recordings"]]
            return [one["audio_url"].removeprefix("/api/v1/") for one in recordings if one["audio_url"]]

        assert wait_until(lambda: bool(heard()), limit_s=30), running.output
        (path, *_) = heard()
        answer = running.ask(path)

        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "audio/mpeg")
        assert len(answer.content) == int(answer.headers["Content-Length"]) > 1000
        assert list((room / "data" / "media" / "recordings").rglob("*.mp3"))


@pytest.mark.long
def test_ctrl_c_pressed_again_and_again_ends_it_as_cleanly() -> None:
    """Whoever cannot wait sees no traceback either."""
    with private_room() as room, dev(room) as running:
        assert wait_until(running.has_conversations, limit_s=15)
        family = [psutil.Process(running.process.pid), *descendants(running.process.pid)]

        def has_ended() -> bool:
            for member in family:
                with suppress(psutil.NoSuchProcess):
                    member.send_signal(signal.SIGINT)
            return running.process.poll() is not None

        assert wait_until(has_ended, limit_s=STOP_LIMIT_S)
        assert "Traceback" not in running.output


def test_what_is_kept_is_for_its_owner_only() -> None:
    """Keys and token are in files that nobody else can read."""
    with private_room() as room, dev(room, "--no-simulator") as running:
        running.said("API token")

        modes = {(room / "data" / name).stat().st_mode & 0o777 for name in ("token", "webhook-keys")}

    assert modes == {0o600}


def test_what_is_set_is_honoured() -> None:
    """A database and keys that are named are used."""
    with private_room() as room:
        database = room / "elsewhere" / "mine.db"
        settings = {"CRM_DATABASE_URL": f"sqlite:///{database}", "CRM_WEBHOOK_KEYS": "bGVnYWN5LWtleQ=="}
        with dev(room, **settings) as running:
            assert wait_until(running.has_conversations)

        assert database.exists()
        assert {path.name for path in (room / "data").iterdir()} - {"media"} == {"token", "openphone-port"}


def test_with_a_redis_its_workers_run_beside(redis_url: str) -> None:
    """Where a Redis is named the bell rings there, and no process is left at the end."""
    with private_room() as room, dev(room, CRM_REDIS_URL=redis_url) as running:
        assert wait_until(running.has_conversations)

        status = running.interrupt()

        assert status in {0, 130}
        assert "Traceback" not in running.output


def test_somebody_elses_port_is_left_alone() -> None:
    """A port that was asked for is the one it listens at."""
    port = free_port()

    with private_room() as room, dev(room, "--no-simulator", "--port", f"{port}") as running:
        assert running.said("API") == f"http://127.0.0.1:{port}/api/v1/conversations"
