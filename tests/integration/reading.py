"""The product beside a fake Gemini, which is asked about everything that is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import attrs

from adapters.fake_gemini import GeminiServer
from entrypoints.bootstrap import Application, bootstrap
from entrypoints.preparing import migrate
from entrypoints.settings import Settings
from openphone_crm.crm import Contact
from openphone_crm.extraction.readings import Finding, TextToRead, Topic
from openphone_crm.extraction.suggestions import Suggestion
from openphone_crm.extraction.views import ApprovalFilter
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.testing import Generation, SignedDelivery, render, sign
from openphone_crm.testing.fake_gemini import FakeGemini
from openphone_crm.testing.happenings import Happening
from openphone_crm.views import ContactFilter
from tests.integration.processes import NO_STRANGERS

GEMINI_KEY = "a-key-of-the-tests"
WEBHOOK_KEY = "whsec_c3RhbmRhcmQta2V5"
ANN, BEN, CARA, DAVE = (f"+1206555013{last}" for last in range(4))

_NAME = re.compile(r"I am (?P<value>[A-Z]\w+(?: [A-Z]\w+)?)")
_EMAIL = re.compile(r"mail (?P<value>\S+@example\.com)")


def what_is_said(text: TextToRead) -> Iterable[Finding]:
    """Find what is said in so many words."""
    for topic, pattern in {Topic.NAME: _NAME, Topic.EMAIL: _EMAIL}.items():
        for match in pattern.finditer(text.text):
            yield Finding(topic=topic, value=match["value"], quote=match[0])


@contextmanager
def fake_gemini() -> Iterator[GeminiServer]:
    """Run a fake Gemini that is honest and quick."""
    with GeminiServer(FakeGemini(read=what_is_said, key=GEMINI_KEY)) as server:
        yield server


def asking(gemini: GeminiServer) -> dict[str, str]:
    """Give the settings of a shop that has everything read by it, as fast as can be."""
    return {
        "CRM_WEBHOOK_KEYS": WEBHOOK_KEY,
        "CRM_RETRY_BASE_S": "0.2",
        "CRM_LOW_BATCH_S": "0.01",
        "GEMINI_API_KEY": GEMINI_KEY,
        "GEMINI_API_URL": gemini.url,
        "GEMINI_REQUESTS_PER_MINUTE": "60000",
        **NO_STRANGERS,
    }


def signed(happening: Happening) -> SignedDelivery:
    """Sign what happened, as a delivery that was never made before."""
    now, generation = datetime.now(UTC), Generation.DATED
    payload = render(happening, generation)
    return sign(payload, generation=generation, key=WEBHOOK_KEY, at=now, sequence=f"{uuid4()}")


@attrs.frozen
class ReadingShop:
    """The product in this process, and whom it asks."""

    application: Application
    gemini: FakeGemini

    def receive(self, *happenings: Happening) -> None:
        """Take in what happened, each in a delivery that was never made before."""
        intake = self.application.intake
        deliveries = [signed(happening) for happening in happenings]
        intake.store([intake.open(each.headers, each.body) for each in deliveries])

    def work(self) -> None:
        """Work on every event that is due, and then on every follow-up."""
        for priority in Priority:
            self.application.processing.drain(priority, worker="w1", should_stop=lambda: False)
        self.application.follow_up_work.drain(worker="w1", should_stop=lambda: False)

    def tell(self, *happenings: Happening) -> None:
        """Take in what happened, and work until nothing is left that will ever be due."""
        self.receive(*happenings)
        while self.has_work():
            self.work()

    def has_work(self) -> bool:
        """Tell whether anything is left to do, now or within a day."""
        later = self.application.clock.now() + timedelta(days=1)
        database = self.application.database
        return bool(database.inbox.due(later) | database.follow_ups.due(later))

    def contact(self, number: str) -> Contact:
        """Whoever has the number."""
        wanted = ContactFilter(phone_number=number)
        (contact,) = self.application.database.contacts.find(wanted, PageRequest(2)).items
        return contact

    def suggestions(self) -> list[Suggestion]:
        """What was ever suggested, the newest first."""
        found = self.application.database.approvals.find(ApprovalFilter(), PageRequest(200)).items
        return [view.suggestion for view in found]


@contextmanager
def reading_shop(database_url: str, gemini: GeminiServer, **settings: str) -> Iterator[ReadingShop]:
    """Make one, on an empty database."""
    given: Mapping[str, str] = {**asking(gemini), "CRM_DATABASE_URL": database_url, **settings}
    parsed = Settings.load(given)
    migrate(parsed)
    with bootstrap(parsed) as application:
        yield ReadingShop(application, gemini.fake)
