"""Reading, plugged in: which extractor reads, at what price and pace, and who hears of a spent budget."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cached_property

import attrs

from adapters.gemini_extractor import MOST_OUTPUT_TOKENS
from adapters.notifications import AppriseNotifier
from adapters.sqlalchemy_repository import Database
from adapters.system_clock import SystemClock
from entrypoints.extractors import PATTERN, chosen_extractor, extractor_for
from entrypoints.settings import Settings
from openphone_crm.alarms import Alarms
from openphone_crm.budget_alarm import BudgetAlarm
from openphone_crm.extracting import Extracting
from openphone_crm.extraction.costs import Prices
from openphone_crm.extraction.readings import Reading, TextToRead, Topic
from openphone_crm.extraction.staff import Staff
from openphone_crm.extraction.trust import doubtful
from openphone_crm.model_requests import ModelRequests
from openphone_crm.ports.extractor import Extractor
from openphone_crm.trust_alarm import TrustAlarm

MINUTE = timedelta(minutes=1)


class LateExtractor:
    """An extractor that is made when it is first needed: most processes never read anything."""

    def __init__(self, make: Callable[[], Extractor]) -> None:
        self._make = make

    @property
    def name(self) -> str:
        """Which extractor it is."""
        return self._extractor.name

    @property
    def model(self) -> str:
        """Its model and the version of its prompt."""
        return self._extractor.model

    def read(self, texts: Sequence[TextToRead]) -> Reading:
        """Read these texts."""
        return self._extractor.read(texts)

    @cached_property
    def _extractor(self) -> Extractor:
        return self._make()


def plug_in_reading(
    settings: Settings, database: Database, clock: SystemClock, notifier: AppriseNotifier
) -> Extracting:
    """Make the task of reading, which asks nobody where patterns do."""
    requests = requests_of(settings, database, clock, notifier)

    def doubted() -> frozenset[Topic]:
        verdicts = database.extractions.verdicts(requests.extractor.model)
        return doubtful(verdicts, precision=settings.auto_add_precision)

    alarms = Alarms(book=database.alert_book, notifier=notifier, clock=clock)
    return Extracting(
        requests=requests,
        matter=database.reading_matter,
        clock=clock,
        is_local=chosen_extractor(settings) == PATTERN,
        asking_always=TrustAlarm(alarms=alarms, doubtful=doubted),
        staff=lambda: Staff.of(database.workspace.users()),
    )


def requests_of(
    settings: Settings,
    database: Database,
    clock: SystemClock,
    notifier: AppriseNotifier,
    *,
    name: str | None = None,
) -> ModelRequests:
    """
    Make what asks the extractor that the settings choose, or the one of that name.

    Patterns cost nothing, and need no pace and no budget.
    """
    requests = ModelRequests(
        extractor=LateExtractor(lambda: extractor_for(settings, name=name)),
        readings=database.readings,
        clock=clock,
        pause=time.sleep,
    )
    if (name or chosen_extractor(settings)) == PATTERN:
        return requests
    return attrs.evolve(
        requests,
        pacer=database.pacer,
        interval=MINUTE / settings.gemini_requests_per_minute,
        prices=prices_of(settings),
        budget_usd=settings.gemini_monthly_budget_usd,
        most_output_tokens=MOST_OUTPUT_TOKENS,
        on_budget_spent=_alarm(settings, database, clock, notifier),
    )


def prices_of(settings: Settings) -> Prices:
    """Name the prices of the settings."""
    return Prices(
        input_usd=settings.gemini_input_usd,
        output_usd=settings.gemini_output_usd,
        as_of=settings.gemini_prices_as_of,
    )


def _alarm(
    settings: Settings, database: Database, clock: SystemClock, notifier: AppriseNotifier
) -> Callable[[], None]:
    alarms = Alarms(book=database.alert_book, notifier=notifier, clock=clock)
    return BudgetAlarm(alarms=alarms, budget_usd=settings.gemini_monthly_budget_usd or 0).ring
