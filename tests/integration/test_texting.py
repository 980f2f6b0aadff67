"""Texts go out over HTTP, each once, whatever becomes of the answer and of the worker."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs
import pytest

from adapters.fake_openphone import OpenPhoneServer
from openphone_crm.alarms import Alarms
from openphone_crm.asking import Asking
from openphone_crm.crm import Message
from openphone_crm.memory import MemoryClock
from openphone_crm.paging import PageRequest
from openphone_crm.testing import events
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi, Fault, Workspace
from openphone_crm.texting.sending import SendingTexts
from tests.integration.fetching import Shop, shop_with
from tests.integration.mail_server import mail_server
from tests.integration.waiting import wait_until

SENDING = "POST /v1/messages"
WORDS = "We can be there at nine."
WORKER = """
import os
from entrypoints.bootstrap import bootstrap
from entrypoints.settings import Settings
with bootstrap(Settings.load(os.environ)) as application:
    application.follow_up_work.drain(worker="doomed", should_stop=lambda: False)
"""


@attrs.frozen
class Office:
    """A shop whose people write, and the settings that it has."""

    shop: Shop
    fake: FakeOpenPhoneApi
    variables: dict[str, str]

    def write(self, words: str = WORDS) -> str:
        """Write a text into the one conversation, and give its id."""
        (conversation,) = self.shop.conversations
        return self.shop.application.text_desk.write(conversation.id, words, by="Dana").id

    def work_for(self, minutes: int) -> None:
        """Do what falls due within so many minutes, a quarter of a minute after the other."""
        work, began = self.shop.application.follow_up_work, datetime.now(UTC)
        for quarter in range(4 * minutes + 1):
            later = MemoryClock(began + quarter * timedelta(seconds=15))
            sending = attrs.evolve(self._sending, clock=later)
            attrs.evolve(work, clock=later, tasks={**work.tasks, **sending.tasks}).drain(
                worker="w1", should_stop=lambda: False
            )

    @property
    def _sending(self) -> SendingTexts:
        application = self.shop.application
        notifier, clock = application.notifier, application.clock
        assert application.openphone is not None
        return SendingTexts(
            api=application.openphone,
            texts=application.database.outgoing_texts,
            conversations=application.database.conversations,
            clock=clock,
            asking=Asking(
                alarms=Alarms(book=application.database.alert_book, notifier=notifier, clock=clock),
                clock=clock,
            ),
        )

    @property
    def shown(self) -> dict[str, str | None]:
        """The status of each text of ours, by its id."""
        (conversation,) = self.shop.conversations
        page = self.shop.application.database.conversations.timeline(conversation.id, PageRequest(200))
        messages = [item.body for item in page.items if isinstance(item.body, Message)]
        return {one.id: one.status for one in messages if one.direction == "outgoing"}

    @property
    def outbox(self) -> Counter[str]:
        """The words of every text that OpenPhone has taken, and how often."""
        texts = [known.text for known in self.fake.workspace.messages.values()]
        return Counter(text.text for text in texts if text.direction == "outgoing")


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """Lend a shop to which one customer has written, on each kind of database."""
    url = f"sqlite:///{tmp_path}/crm.db"
    if request.param == "postgresql":
        url = str(request.getfixturevalue("postgresql_url"))
    fake = FakeOpenPhoneApi(workspace=Workspace())
    with OpenPhoneServer(fake) as server, mail_server() as mail:
        variables = {
            "CRM_DATABASE_URL": url,
            "OPENPHONE_API_KEY": fake.key,
            "OPENPHONE_API_URL": server.url,
        }
        with shop_with(fake, mail, variables) as shop:
            shop.hear(events.message_received("When can you come?"))
            yield Office(shop, fake, variables)


def test_a_text_is_sent_and_delivered(office: Office) -> None:
    """It is shown as queued, sent and, by OpenPhone's webhook, delivered: one item all the way."""
    text_id = office.write()
    statuses = [office.shown]

    office.shop.work()
    statuses.append(office.shown)
    (sent,) = (known.text for known in office.fake.workspace.messages.values())
    office.shop.hear(events.message_delivered(WORDS, id=sent.id, created_at=sent.created_at))
    statuses.append(office.shown)

    assert statuses == [{text_id: status} for status in ("queued", "sent", "delivered")]
    assert office.outbox == {WORDS: 1}


@pytest.mark.parametrize("fault", [Fault.SENT_THEN_FAILING, Fault.SENT_THEN_HANGING_UP])
def test_an_answer_that_is_lost_sends_nothing_again(office: Office, fault: Fault) -> None:
    """OpenPhone is asked what it has, and has it."""
    office.fake.fail(fault, on=SENDING)
    text_id = office.write()

    office.shop.work()
    office.work_for(3)

    assert office.shown == {text_id: "sent"}
    assert office.outbox == {WORDS: 1}


def test_a_worker_that_is_killed_while_it_sends_sends_once(office: Office) -> None:
    """Kill -9 between the request and the writing down of its answer leaves one text and one item."""
    office.fake.slowness_s = 20.0
    office.fake.fail(Fault.SENT_THEN_SLOW, on=SENDING)
    text_id = office.write()
    environment = {**os.environ, **office.variables, "CRM_WEBHOOK_KEYS": "bGVnYWN5LWtleQ=="}
    with subprocess.Popen([sys.executable, "-c", WORKER], env=environment) as worker:
        was_asked = wait_until(lambda: bool(office.outbox))
        worker.kill()

    office.work_for(10)

    assert was_asked
    assert worker.returncode == -9
    assert office.shown == {text_id: "sent"}
    assert office.outbox == {WORDS: 1}


def test_many_texts_with_many_faults_go_out_once_each(office: Office) -> None:
    """Whatever goes wrong, what is shown as sent was sent once, and nothing was sent twice."""
    faults = [
        Fault.SENT_THEN_FAILING,
        Fault.RATE_LIMITED_BY_HEADER,
        Fault.OVERLOADED,
        Fault.NO_CREDITS,
        Fault.SENT_THEN_HANGING_UP,
        Fault.FAILING,
    ]
    office.fake.fail(*faults, on=SENDING)
    words = {office.write(f"Text {number}"): f"Text {number}" for number in range(12)}

    office.shop.work()
    office.work_for(8)

    sent = {words[text_id] for text_id, status in office.shown.items() if status == "sent"}
    assert office.outbox == dict.fromkeys(sent, 1)
    assert Counter(office.shown.values()) == {"sent": 9, "failed": 1, "unknown": 2}
    assert set(office.shown) == set(words)
