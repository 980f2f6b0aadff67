"""What is said is read by real processes, one of which may be killed while it waits for the answer."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import httpx2
import psutil
import psycopg
import pytest

from adapters.fake_gemini import GeminiServer
from entrypoints.belongings import give_token
from entrypoints.bootstrap import bootstrap
from entrypoints.posting import Poster, new_client
from entrypoints.preparing import migrate
from entrypoints.settings import Settings
from openphone_crm.testing import events
from openphone_crm.testing.fake_gemini import Fault
from openphone_crm.testing.happenings import Happening
from tests.integration.processes import answers, entry_point, running
from tests.integration.reading import ANN, BEN, CARA, DAVE, ReadingShop, asking, fake_gemini, signed
from tests.integration.server_process import free_port
from tests.integration.waiting import wait_until

TOKEN = "a-token-of-the-tests"
LIMIT_S = 60.0

# Whoever holds a lease or a text has had his time: so nobody has to wait for minutes.
AGED = """
    UPDATE follow_ups SET lease_until = now() - interval '1 second' WHERE status = 'processing';
    UPDATE readings SET begun_at = begun_at - interval '1 hour' WHERE outcome IS NULL;
    UPDATE model_calls SET begun_at = begun_at - interval '1 hour' WHERE ended_at IS NULL
"""
CLAIMANT = "SELECT DISTINCT claimed_by FROM follow_ups WHERE status = 'processing' AND kind = 'extract'"
LEFT = "SELECT count(*) FROM follow_ups WHERE kind = 'extract' AND status <> 'processed'"
READ = "SELECT count(*), count(outcome) FROM readings"
LEDGER = "SELECT count(*), count(*) FILTER (WHERE ended_at IS NULL) FROM model_calls"


@pytest.fixture
def gemini() -> Iterator[GeminiServer]:
    """Run a fake Gemini."""
    with fake_gemini() as server:
        yield server


@attrs.frozen
class Api:
    """The API of a running server, and its address for webhooks."""

    url: str

    def get(self, path: str) -> Any:  # noqa: ANN401 - a document
        """Ask for something."""
        headers = {"Authorization": f"Bearer {TOKEN}"}
        response = httpx2.get(f"{self.url}/api/v1/{path}", headers=headers, timeout=10, trust_env=False)
        assert response.status_code == 200, response.text
        return response.json()

    def post(self, happening: Happening) -> None:
        """Tell what happened, as OpenPhone does."""
        with new_client() as client:
            posted = Poster(client, f"{self.url}/webhooks/openphone").post(signed(happening))
        assert posted.answer.is_accepted, posted

    def name_of(self, number: str) -> str | None:
        """What whoever has the number is called."""
        found = self.get(f"contacts?phone_number={number.replace('+', '%2B')}")
        return found[0]["name"] if found else None


@contextmanager
def serving(settings: Mapping[str, str]) -> Iterator[Api]:
    """Run a server on an empty database, with a worker where there is a Redis."""
    parsed = Settings.load(settings)
    migrate(parsed)
    with bootstrap(parsed) as application:
        give_token(application.database.tokens, application.clock, TOKEN)
    address = f"127.0.0.1:{free_port()}"
    server = entry_point("serve", "--bind", address)
    with ExitStack() as stack:
        if parsed.redis_url:
            stack.enter_context(running(entry_point("worker", "critical"), settings))
        stack.enter_context(running(server, settings, ready=lambda: answers(address, "/readyz")))
        yield Api(f"http://{address}")


def text(words: str, sender: str = ANN) -> Happening:
    """Somebody writes this now."""
    return events.message_received(words, sender=sender, created_at=datetime.now(UTC))


def see_it_read(api: Api) -> None:
    """Tell the server twice who Ann is, and see what it makes of it."""
    api.post(text("I am Ann, mail ann@example.com"))
    assert wait_until(lambda: api.name_of(ANN) == "Ann", limit_s=LIMIT_S)
    api.post(text("I am Ann Lee"))
    assert wait_until(lambda: api.get("approvals?status=pending"), limit_s=LIMIT_S)

    (approval,) = api.get("approvals?status=pending")
    shown = [approval[field] for field in ("field", "current_value", "suggested_value", "quote")]
    assert shown == ["name", "Ann", "Ann Lee", "I am Ann Lee"]
    assert {entry["message"] for entry in api.get("extractions")} == {
        "Auto-added name: Ann",
        "Auto-added email: ann@example.com",
        "Asked about name: Ann Lee",
    }


def test_one_process_reads(tmp_path: Path, gemini: GeminiServer) -> None:
    """On SQLite and without Redis a signed webhook names a contact, and another one asks a person."""
    with serving({**asking(gemini), "CRM_DATABASE_URL": f"sqlite:///{tmp_path}/crm.db"}) as api:
        see_it_read(api)

    assert gemini.fake.texts == ["I am Ann, mail ann@example.com", "I am Ann Lee"]


def test_several_processes_read(postgresql_url: str, redis_url: str, gemini: GeminiServer) -> None:
    """So they do on PostgreSQL and Redis, with a worker of its own."""
    database = {"CRM_DATABASE_URL": postgresql_url, "CRM_REDIS_URL": redis_url}

    with serving({**asking(gemini), **database}) as api:
        see_it_read(api)

    assert gemini.fake.texts == ["I am Ann, mail ann@example.com", "I am Ann Lee"]


@attrs.frozen
class Installation:
    """The product on PostgreSQL and Redis; texts come in without HTTP."""

    url: str
    shop: ReadingShop

    def ask(self, query: str) -> tuple[object, ...]:
        """Ask the database behind everybody's back; None where there is nothing."""
        with psycopg.connect(self.url.replace("+psycopg", "")) as connection:
            return connection.execute(query.encode()).fetchone() or ()

    def claimant(self) -> psutil.Process | None:
        """Find the process that reads right now."""
        found = self.ask(CLAIMANT)
        return psutil.Process(int(str(found[0]).split(":")[1])) if found else None

    def let_time_pass(self) -> None:
        """Make it a long time ago that anybody took anything up."""
        with psycopg.connect(self.url.replace("+psycopg", "")) as connection:
            connection.execute(AGED)

    def is_done(self) -> bool:
        """Tell whether everything was read."""
        return self.ask(LEFT) == (0,)


def test_a_worker_killed_while_it_reads_loses_nothing(
    postgresql_url: str, redis_url: str, gemini: GeminiServer
) -> None:
    """Each text ends with one outcome, and every call that Gemini saw is in the ledger, the lost one too."""
    database = {"CRM_DATABASE_URL": postgresql_url, "CRM_REDIS_URL": redis_url}
    settings = {**asking(gemini), **database}
    migrate(Settings.load(settings))
    gemini.fake.slowness_s = LIMIT_S
    with bootstrap(Settings.load(settings)) as application:
        installation = Installation(postgresql_url, ReadingShop(application, gemini.fake))
        kill_while_it_reads(installation, settings)

        names = [installation.shop.contact(number).name for number in (ANN, BEN, CARA, DAVE)]

    assert names == ["Ann Lee", "Ben Lee", "Cara Lee", "Dave Lee"]
    assert installation.ask(READ) == (4, 4)
    assert installation.ask(LEDGER) == (len(gemini.fake.calls), 1)
    assert len(gemini.fake.calls) == 5


def kill_while_it_reads(installation: Installation, settings: Mapping[str, str]) -> None:
    """Have four texts read, and kill whoever reads them while Gemini thinks about the first one."""
    shop = installation.shop
    gemini = shop.gemini
    callers = {ANN: "Ann", BEN: "Ben", CARA: "Cara", DAVE: "Dave"}
    with running(entry_point("worker"), settings):
        gemini.fault = Fault.SLOW
        shop.receive(*(text(f"I am {name} Lee", number) for number, name in callers.items()))
        assert wait_until(lambda: len(gemini.calls) == 1, limit_s=LIMIT_S)
        victim = installation.claimant()
        assert victim is not None

        victim.send_signal(signal.SIGKILL)

        assert wait_until(lambda: not is_alive(victim))
        gemini.fault = None
        installation.let_time_pass()
        assert wait_until(installation.is_done, limit_s=LIMIT_S)


def is_alive(process: psutil.Process) -> bool:
    """Tell whether a process still works; one that nobody has buried yet does not."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
