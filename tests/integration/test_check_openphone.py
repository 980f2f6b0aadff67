"""`check` asks OpenPhone whether the key works."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adapters.fake_openphone import OpenPhoneServer
from entrypoints.cli import commands
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi
from tests.integration.server_process import free_port


@pytest.fixture(autouse=True)
def migrated(place: Path) -> None:
    """Run in a directory with nothing but a database that is ready, and with no settings."""
    assert run("migrate").exit_code == 0
    assert list(place.iterdir()) != []


def run(*arguments: str, **settings: str) -> Result:
    """Run a command to its end."""
    return CliRunner().invoke(commands, arguments, env=settings)


def test_check_asks_openphone() -> None:
    """With a key that works it says so, and shows nothing of the key."""
    fake = FakeOpenPhoneApi()
    with OpenPhoneServer(fake) as server:
        done = run("check", OPENPHONE_API_KEY=fake.key, OPENPHONE_API_URL=server.url)

    assert done.exit_code == 0
    assert "ok, phone numbers: 1" in done.stdout
    assert len(fake.requests) == 1
    assert fake.key not in done.output


@pytest.mark.parametrize("key", ["wrong", "k\u00e9y", "bearer k1"])
def test_check_says_that_openphone_refuses_the_key(key: str) -> None:
    """One line names the variable, and says what to do."""
    with OpenPhoneServer(FakeOpenPhoneApi()) as server:
        done = run("check", OPENPHONE_API_KEY=key, OPENPHONE_API_URL=server.url)

    assert done.exit_code == 1
    [fault] = done.stderr.splitlines()
    assert fault.startswith("OPENPHONE_API_KEY: ")
    assert key not in fault


def test_check_says_that_openphone_cannot_be_reached() -> None:
    """One line says where it was looked for."""
    url = f"http://127.0.0.1:{free_port()}"

    done = run("check", OPENPHONE_API_KEY="a-key", OPENPHONE_API_URL=url)

    assert done.exit_code == 1
    [fault] = done.stderr.splitlines()
    assert fault.startswith("OpenPhone is unavailable: ")
    assert f"{url} (OPENPHONE_API_URL)" in fault
