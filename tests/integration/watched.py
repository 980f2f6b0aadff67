"""The product as processes that can be stopped one by one, a mailbox of its operators, and its faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

import attrs
import httpx2
import psycopg

from adapters.fake_openphone import OpenPhoneServer
from entrypoints.belongings import give_token
from entrypoints.bootstrap import Application, bootstrap
from entrypoints.health import health_of
from entrypoints.settings import Settings
from openphone_crm.testing import Generation, events, render, sign
from openphone_crm.testing.happenings import Happening
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi
from tests.integration.checkup import KEYS, PATH, fake_openphone, openphone_settings, posting
from tests.integration.mail_server import MailServer
from tests.integration.processes import answers, entry_point, output_of, running
from tests.integration.server_process import free_port
from tests.integration.waiting import wait_until

TOKEN: Final = "watched-by-ann"
HEARTBEAT_S: Final = 9
PROCESSING_S: Final = 4
KEY: Final = "whsec_c3RhbmRhcmQta2V5"
THRESHOLDS: Final = {
    "CRM_ALERT_HEARTBEAT_S": f"{HEARTBEAT_S}",
    "CRM_ALERT_PROCESSING_S": f"{PROCESSING_S}",
    # The machine of the tests may have little room left.
    "CRM_ALERT_DISK_FREE": "0",
    "CRM_RETRY_BASE_S": "0.2",
}
"""Lower where the usual ones would take minutes."""

_LIMIT_S: Final = 90.0
_SLOWLY: Final = """
    CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep({seconds}); RETURN NEW; END $$;
    CREATE TRIGGER slowly BEFORE UPDATE ON webhook_events
        FOR EACH ROW WHEN (NEW.status = 'processing') EXECUTE FUNCTION slowly();
"""
_FAST: Final = "DROP TRIGGER slowly ON webhook_events; DROP FUNCTION slowly"
_POISON: Final = """
    CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no room left'; END $$;
    CREATE TRIGGER poison BEFORE UPDATE ON webhook_events FOR EACH ROW
        WHEN (NEW.status = 'processed' AND NEW.event_type = 'call.missed') EXECUTE FUNCTION poison();
"""
_ANTIDOTE: Final = "DROP TRIGGER poison ON webhook_events; DROP FUNCTION poison"


@attrs.define(kw_only=True)
class Watched:
    """Processes that can be started and stopped, and all that goes wrong."""

    fake: FakeOpenPhoneApi
    mail: MailServer
    settings: Mapping[str, str]
    application: Application
    address: str
    _running: dict[str, ExitStack] = attrs.field(factory=dict, init=False)
    _seen: int = attrs.field(default=0, init=False)

    def start(self, command: str, *arguments: str) -> None:
        """Run a command as a process of its own, until it is stopped."""
        stack = ExitStack()
        stack.enter_context(running(entry_point(command, *arguments), self._settings_of(command)))
        self._running[command] = stack

    def serve(self) -> None:
        """Run a server until all is stopped, and wait until it answers."""
        self.start("serve", "--bind", self.address)
        assert wait_until(lambda: answers(self.address, "/readyz"), limit_s=_LIMIT_S)

    def stop(self, command: str) -> None:
        """End the process of a command, as an operator would."""
        self._running.pop(command).close()

    def stop_all(self) -> None:
        """End what was started."""
        for command in list(self._running):
            self.stop(command)

    def status(self) -> Any:  # noqa: ANN401 - a document
        """What the status page shows."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        url = f"http://{self.address}/api/v1/status"
        return httpx2.get(url, headers=headers, timeout=10, trust_env=False).json()

    def try_again(self) -> None:
        """Have every dead letter tried again, as a person would."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        url = f"http://{self.address}/api/v1/webhook-events/retry"
        answer = httpx2.post(url, headers=headers, json={"status": "failed"}, timeout=10, trust_env=False)
        assert answer.status_code == 202, answer.text

    def shown(self) -> dict[str, str]:
        """The alerts that the status page shows: the message of each, by its rule."""
        return {alert["rule"]: alert["message"] for alert in self.status()["alerts"]}

    def shown_with(self, rule: str) -> dict[str, str]:
        """Wait until the status page shows an alert, and give all that it shows."""
        assert wait_until(lambda: rule in self.shown(), limit_s=_LIMIT_S), self.shown()
        return self.shown()

    def is_over(self, rule: str) -> bool:
        """Wait until it does not any more."""
        return wait_until(lambda: rule not in self.shown(), limit_s=_LIMIT_S)

    def is_alive(self, parts: int) -> bool:
        """Wait until so many parts are seen alive."""
        latest = self.application.database.heartbeats.latest
        return wait_until(lambda: len(latest()) == parts, limit_s=_LIMIT_S)

    def titles(self, number: int) -> list[str]:
        """Wait until there are so many mails that were not looked at yet, and name all of these."""
        wait_until(lambda: len(self.mail.letters) >= self._seen + number, limit_s=_LIMIT_S)
        new = [letter.title for letter in self.mail.letters[self._seen :]]
        self._seen += len(new)
        return new

    def is_mailed(self, title: str) -> bool:
        """Wait until there is a mail of that title; it counts as not looked at yet."""
        return wait_until(
            lambda: any(letter.title == title for letter in self.mail.letters), limit_s=_LIMIT_S
        )

    def is_checked(self) -> bool:
        """Have the health checked, and wait until that is over."""
        health = health_of(self.application)
        assert health is not None
        check = health.begin()
        return wait_until(lambda: health.follow(check).is_over, limit_s=_LIMIT_S)

    def receive(self, *happenings: Happening) -> None:
        """Have these received at once, signed."""
        intake = self.application.intake
        deliveries = [_signed(happening) for happening in happenings]
        intake.store([intake.open(each.headers, each.body) for each in deliveries])
        for priority in self.application.database.inbox.due(self.application.clock.now()):
            self.application.job_queue.ring(priority)

    def is_done(self) -> bool:
        """Wait until nothing is due any more."""
        queues = self.application.database.figures.queues
        return wait_until(lambda: not any(queue.depth for queue in queues(datetime.now(UTC)).values()))

    @contextmanager
    def slow(self, seconds: float) -> Iterator[None]:
        """Have the database take so long for taking up each event, while the block lasts."""
        self._execute(_SLOWLY.format(seconds=seconds))
        try:
            yield
        finally:
            self._execute(_FAST)

    @contextmanager
    def poisoned(self) -> Iterator[None]:
        """Have no missed call saved, while the block lasts."""
        self._execute(_POISON)
        try:
            yield
        finally:
            self._execute(_ANTIDOTE)

    def _settings_of(self, command: str) -> dict[str, str]:
        """Those of all, but that the scheduler checks no health: when that is done, the tests say."""
        left_out = {"CRM_MONITOR_NUMBER"} if command == "scheduler" else set()
        return {name: value for name, value in self.settings.items() if name not in left_out}

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self.settings["CRM_DATABASE_URL"].replace("+psycopg", "")) as connection:
            connection.execute(statement.encode())


def texts(count: int) -> list[Happening]:
    """So many texts of customers."""
    return [
        events.message_received(f"Hello {number}", id=f"ACx{uuid4().hex[1:]}", created_at=datetime.now(UTC))
        for number in range(count)
    ]


def missed_calls(count: int) -> list[Happening]:
    """So many calls that nobody answers."""
    now = datetime.now(UTC)
    return [
        events.call_completed(events.unanswered(id=f"ACx{uuid4().hex[1:]}", created_at=now))
        for _ in range(count)
    ]


@contextmanager
def watched(database_url: str, redis_url: str, mail: MailServer, *, mailbox: str) -> Iterator[Watched]:
    """Lend a system of which nothing runs yet, beside a fake OpenPhone that posts to it."""
    fake, address = fake_openphone(), f"127.0.0.1:{free_port()}"
    with ExitStack() as stack:
        server = stack.enter_context(OpenPhoneServer(fake))
        settings = {
            "CRM_DATABASE_URL": database_url,
            "CRM_REDIS_URL": redis_url,
            "CRM_WEBHOOK_KEYS": KEYS,
            "CRM_ALERT_URLS": mail.url(mailbox),
            **THRESHOLDS,
            **openphone_settings(server),
        }
        output_of("migrate", settings=settings)
        application = stack.enter_context(bootstrap(Settings.load(settings)))
        give_token(application.database.tokens, application.clock, TOKEN)
        stack.enter_context(posting(fake, f"http://{address}{PATH}"))
        system = Watched(fake=fake, mail=mail, settings=settings, application=application, address=address)
        stack.callback(system.stop_all)
        yield system


def _signed(happening: Happening) -> Any:  # noqa: ANN401 - a delivery
    payload = render(happening, Generation.DATED)
    at = datetime.now(UTC)
    return sign(payload, generation=Generation.DATED, key=KEY, at=at, sequence=f"{uuid4()}")
