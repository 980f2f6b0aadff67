"""Having an evaluation paid for like all else: within the budget, at the pace, and in the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Final

import attrs

from adapters.notifications import AppriseNotifier
from adapters.sqlalchemy_repository import Database
from adapters.system_clock import SystemClock
from entrypoints.extractors import PATTERN, chosen_extractor, extractor_for
from entrypoints.reading import requests_of
from entrypoints.settings import Settings
from openphone_crm.errors import DeferredError, RateLimitedError, SettingsError
from openphone_crm.extraction.readings import Reading, TextToRead
from openphone_crm.model_requests import OVER_BUDGET, ModelRequests
from openphone_crm.notifications import Audience
from openphone_crm.ports.extractor import Extractor

_BUDGET: Final = "GEMINI_MONTHLY_BUDGET_USD"


@attrs.frozen
class PaidExtractor:
    """An extractor of which every request stands in the ledger; nothing is kept of what it reads."""

    requests: ModelRequests

    @property
    def name(self) -> str:
        """Which extractor it is."""
        return self.requests.extractor.name

    @property
    def model(self) -> str:
        """Its model and the version of its prompt."""
        return self.requests.extractor.model

    def read(self, texts: Sequence[TextToRead]) -> Reading:
        """
        Read these texts, if it can be paid.

        Raises:
            SettingsError: When the budget is spent.
            RateLimitedError: When the pace, or the model, asks to wait.
        """
        try:
            answered = self.requests.ask(texts)
        except DeferredError as error:
            if error.reason == OVER_BUDGET:
                raise SettingsError(_BUDGET, f"{OVER_BUDGET}; raise it, or wait for the next month") from None
            wait = error.until - self.requests.clock.now()
            raise RateLimitedError(self.name, max(wait.total_seconds(), 0)) from None
        self.requests.keep(answered, {})
        return answered.reading


@contextmanager
def measured_extractor(settings: Settings, choice: str | None) -> Iterator[Extractor]:
    """
    Lend the extractor that is to be measured.

    Raises:
        SettingsError: When Gemini is asked for, and there is no key.
        UnavailableError: When it has to be paid for, and the database with the ledger is not ready.
    """
    extractor = extractor_for(settings, name=choice)
    if (choice or chosen_extractor(settings)) == PATTERN:
        yield extractor
        return
    notifier = AppriseNotifier({Audience.OPERATORS: settings.alert_urls})
    with closing(Database.open(settings.database_url)) as database:
        database.check()
        yield PaidExtractor(requests_of(settings, database, SystemClock(), notifier, name=choice))
