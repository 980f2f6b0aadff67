"""A workspace at OpenPhone, and an empty database here, for the commands that register webhooks."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import attrs
import pytest
import structlog
from click.testing import CliRunner, Result

from adapters.fake_openphone import OpenPhoneServer
from adapters.sqlalchemy_repository import Database
from entrypoints import proving
from entrypoints.cli import commands
from openphone_crm.registration.keys import RegisteredKey
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi
from openphone_crm.testing.openphone_api.webhooks import Webhook
from tests.integration.processes import FOREIGN_SETTINGS

URL = "https://crm.example.com"
A_KEY = "bGVnYWN5LWtleQ=="


@attrs.frozen
class Office:
    """Runs commands, and sees what came of them."""

    fake: FakeOpenPhoneApi
    url: str

    def run(self, *arguments: str, answer: str | None = None, **settings: str) -> Result:
        """Run a command to its end."""
        environment = {
            "OPENPHONE_API_KEY": self.fake.key,
            "OPENPHONE_API_URL": self.url,
            "CRM_WEBHOOK_KEYS": A_KEY,
            **settings,
        }
        return CliRunner().invoke(commands, ["webhooks", *arguments], env=environment, input=answer)

    def sync(self, *options: str, answer: str | None = None, **settings: str) -> Result:
        """Register what is missing."""
        return self.run("sync", "--url", URL, *options, answer=answer, **settings)

    @property
    def webhooks(self) -> list[Webhook]:
        """Those that there are at OpenPhone."""
        return list(self.fake.post.webhooks.values())

    @property
    def kept(self) -> list[RegisteredKey]:
        """Every key in the database."""
        with closing(Database.open("sqlite:///var/crm.db")) as database:
            return database.webhook_keys.all()


@contextmanager
def opened(directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Open one in which nobody waits for a test event that nobody delivers."""
    monkeypatch.chdir(directory)
    monkeypatch.setattr(logging.getLogger(), "handlers", list(logging.getLogger().handlers))
    monkeypatch.setattr(proving, "LIMIT_S", 0)
    for name in [name for name in os.environ if name.startswith(FOREIGN_SETTINGS)]:
        monkeypatch.delenv(name)
    assert CliRunner().invoke(commands, ["migrate"]).exit_code == 0
    # Each command takes the signals of this process.
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    with OpenPhoneServer(FakeOpenPhoneApi()) as server:
        yield Office(server.fake, server.url)
    for number, handler in handlers.items():
        signal.signal(number, handler)
    # The commands log to what was standard error while they ran.
    structlog.reset_defaults()
