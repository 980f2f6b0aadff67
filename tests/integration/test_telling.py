"""A signed webhook comes in, and a mail goes out: on SQLite, on PostgreSQL, and by real processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import attrs
import pytest

from entrypoints.bootstrap import Application, bootstrap
from entrypoints.posting import Poster, new_client
from entrypoints.preparing import migrate
from entrypoints.settings import Settings
from openphone_crm.memory import MemoryClock
from openphone_crm.ports.archive import Kept
from openphone_crm.priority import Priority
from openphone_crm.testing import Generation, SignedDelivery, events, render, sign
from openphone_crm.testing.happenings import Call, Happening, Utterance, Voicemail
from tests.integration.mail_server import Letter, MailServer, mail_server
from tests.integration.processes import NO_STRANGERS, answers, entry_point, running
from tests.integration.server_process import free_port
from tests.integration.waiting import wait_until

ADDRESS = "https://crm.shop.example"
WORDS = "My cellar is wet. Please call back."
GENERATIONS = (Generation.APP_V3, Generation.API_V4, Generation.DATED)
LONG = timedelta(days=1)
ARRIVAL_LIMIT_S = 60.0
LEGACY_KEY = "bGVnYWN5LWtleQ=="
STANDARD_KEY = "whsec_c3RhbmRhcmQta2V5"


@attrs.frozen
class Shop:
    """The product in this process, with a mail server that leads to its people."""

    application: Application
    mail: MailServer

    @property
    def letters(self) -> list[Letter]:
        """What people were told."""
        return self.mail.letters

    def deliver(self, happening: Happening, generation: Generation = Generation.DATED) -> None:
        """Take in what happened, signed now."""
        delivery = signed(happening, generation)
        self.application.intake.receive(delivery.headers, delivery.body)

    def work(self) -> None:
        """Work on every event that is due, and then on every follow-up."""
        for priority in Priority:
            self.application.processing.drain(priority, worker="w1", should_stop=lambda: False)
        self.application.follow_up_work.drain(worker="w1", should_stop=lambda: False)

    def is_over(self) -> bool:
        """Work on what is due, and tell whether nothing is left that will ever be."""
        self.work()
        later = self.application.clock.now() + LONG
        database = self.application.database
        return not (database.inbox.due(later) | database.follow_ups.due(later))


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """Lend a mail server."""
    with mail_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def shop(request: pytest.FixtureRequest, tmp_path: Path, mail: MailServer) -> Iterator[Shop]:
    """Lend the product on each kind of database."""
    is_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path}/crm.db" if is_sqlite else request.getfixturevalue("postgresql_url")
    settings = Settings.load(telling(mail) | {"CRM_DATABASE_URL": url, "CRM_RETRY_BASE_S": "0.2"})
    migrate(settings)
    with bootstrap(settings) as application:
        yield Shop(application, mail)


def telling(mail: MailServer) -> dict[str, str]:
    """Give the settings of a shop whose people are told by mail."""
    return {
        "CRM_WEBHOOK_KEYS": f"{LEGACY_KEY} {STANDARD_KEY}",
        "CRM_NOTIFY_URLS": mail.url(),
        "CRM_PUBLIC_URL": ADDRESS,
        "CRM_TIMEZONE": "America/Los_Angeles",
        **NO_STRANGERS,
    }


def missed(**fields: Any) -> Call:  # noqa: ANN401 - any field of a call
    """Have a call that nobody took a minute ago."""
    return events.unanswered(created_at=datetime.now(UTC) - timedelta(minutes=1), **fields)


def of_words(call: Call, generation: Generation) -> Happening:
    """Have the words of a voicemail come, as that generation brings them."""
    if generation is Generation.DATED:
        return events.call_voicemail_completed(call)
    return events.call_transcript_completed(call, [Utterance(WORDS, 0, 9, is_external=True)])


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_missed_call_is_one_mail(shop: Shop, generation: Generation) -> None:
    """Told ten times, in whatever clothes, a missed call is mailed once."""
    call = missed()

    for each in (generation, *GENERATIONS * 3):
        shop.deliver(events.call_completed(call), each)
        shop.work()

    assert shop.is_over()
    [letter] = shop.letters
    assert letter.title == "Need follow-up: missed call from +14255550123"
    assert f"{ADDRESS}/conversations/" in letter.body


@pytest.mark.parametrize("generation", [Generation.APP_V3, Generation.DATED])
def test_a_voicemail_is_one_mail_with_its_words(shop: Shop, generation: Generation) -> None:
    """The words that come later than the call stand in the only mail."""
    call = missed(voicemail=Voicemail(transcript=WORDS))
    shop.deliver(events.call_completed(call), generation)
    shop.work()

    shop.deliver(of_words(call, generation), generation)

    assert shop.is_over()
    [letter] = shop.letters
    assert letter.title == "Urgent callback: voicemail from +14255550123"
    assert f"Transcript: {WORDS}" in letter.body.splitlines()


def test_a_call_is_mailed_once_however_long_ago(shop: Shop) -> None:
    """A year later nothing is kept of what was mailed, and a late repeat is not mailed again."""
    call = missed()
    shop.deliver(events.call_completed(call))
    assert shop.is_over()
    a_year_later = MemoryClock(datetime.now(UTC) + timedelta(days=365))
    counts = attrs.evolve(shop.application.retention, clock=a_year_later).prune()

    shop.deliver(events.call_completed(call))

    assert (counts[Kept.DETAILS], counts[Kept.FOLLOW_UPS]) == (2, 0)
    assert shop.is_over()
    assert len(shop.letters) == 1


def test_a_mail_server_that_is_away_holds_up_nothing(shop: Shop) -> None:
    """Events are processed meanwhile, and the mail arrives once the server is back."""
    shop.mail.stop()
    shop.deliver(events.call_completed(missed()))
    shop.deliver(events.message_received("Hello?", created_at=datetime.now(UTC)))

    shop.work()
    still_due = shop.application.database.inbox.due(shop.application.clock.now() + LONG)
    shop.mail.start()

    assert still_due == frozenset()
    assert wait_until(shop.is_over)
    assert [letter.title for letter in shop.letters] == ["Need follow-up: missed call from +14255550123"]


def test_nobody_is_told_without_an_address(tmp_path: Path, mail: MailServer) -> None:
    """A shop that names no channel has no follow-ups either."""
    unset = {"CRM_NOTIFY_URLS": "", "CRM_DATABASE_URL": f"sqlite:///{tmp_path}/crm.db"}
    settings = Settings.load(telling(mail) | unset)
    migrate(settings)
    with bootstrap(settings) as application:
        shop = Shop(application, mail)
        shop.deliver(events.call_completed(missed()))

        shop.application.processing.drain(Priority.CRITICAL, worker="w1", should_stop=lambda: False)

        assert shop.application.database.follow_ups.due(application.clock.now() + LONG) == frozenset()


def test_real_processes_tell(postgresql_url: str, redis_url: str, mail: MailServer) -> None:
    """A server and a worker on PostgreSQL and Redis mail a call once that three webhooks report."""
    settings = telling(mail) | {"CRM_DATABASE_URL": postgresql_url, "CRM_REDIS_URL": redis_url}
    migrate(Settings.load(settings))
    call = missed()

    with serving(settings) as url:
        for generation in GENERATIONS:
            post(url, signed(events.call_completed(call), generation))
        arrived = wait_until(lambda: bool(mail.letters), limit_s=ARRIVAL_LIMIT_S)

    assert arrived
    [letter] = mail.letters
    assert letter.title == "Need follow-up: missed call from +14255550123"


@contextmanager
def serving(settings: Mapping[str, str]) -> Iterator[str]:
    """Run a server and a worker, and lend the address for webhooks."""
    address = f"127.0.0.1:{free_port()}"
    server = entry_point("serve", "--bind", address)
    with (
        running(entry_point("worker", "critical"), settings),
        running(server, settings, ready=lambda: answers(address, "/readyz")),
    ):
        yield f"http://{address}/webhooks/openphone"


def post(url: str, delivery: SignedDelivery) -> None:
    """Post a delivery, which must be accepted."""
    with new_client() as client:
        posted = Poster(client, url).post(delivery)
    assert posted.answer.is_accepted, posted


def signed(happening: Happening, generation: Generation) -> SignedDelivery:
    """Sign what happened, as a delivery that was never made before."""
    key = LEGACY_KEY if generation.is_legacy else STANDARD_KEY
    now = datetime.now(UTC)
    return sign(render(happening, generation), generation=generation, key=key, at=now, sequence=f"{uuid4()}")
