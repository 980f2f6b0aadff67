"""Reading, plugged in: which extractor reads, at what price and pace, and who hears of a spent budget."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cached_property

import attrs

from adapters.notifications import AppriseNotifier
from adapters.sqlalchemy_repository import Database
from adapters.system_clock import SystemClock
from entrypoints.extractors import PATTERN, chosen_extractor, extractor_for
from entrypoints.settings import Settings
from openphone_crm.budget_alarm import BudgetAlarm
from openphone_crm.extracting import Extracting
from openphone_crm.extraction.costs import Prices
from openphone_crm.extraction.readings import Reading, TextToRead, Topic
from openphone_crm.extraction.trust import doubtful
from openphone_crm.ports.extractor import Extractor

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
    """Make the task of reading; patterns cost nothing, and need no pace and no budget."""
    extractor = LateExtractor(lambda: extractor_for(settings))

    def asking_always() -> frozenset[Topic]:
        verdicts = database.extractions.verdicts(extractor.model)
        return doubtful(verdicts, precision=settings.auto_add_precision)

    extracting = Extracting(
        extractor=extractor,
        matter=database.reading_matter,
        readings=database.readings,
        pacer=database.pacer,
        clock=clock,
        pause=time.sleep,
        asking_always=asking_always,
    )
    if chosen_extractor(settings) == PATTERN:
        return attrs.evolve(extracting, is_local=True)
    return _paid(extracting, settings, _alarm(settings, database, clock, notifier))


def _paid(extracting: Extracting, settings: Settings, on_budget_spent: Callable[[], None]) -> Extracting:
    return attrs.evolve(
        extracting,
        prices=Prices(
            input_usd=settings.gemini_input_usd,
            output_usd=settings.gemini_output_usd,
            as_of=settings.gemini_prices_as_of,
        ),
        budget_usd=settings.gemini_monthly_budget_usd,
        interval=MINUTE / settings.gemini_requests_per_minute,
        on_budget_spent=on_budget_spent,
    )


def _alarm(
    settings: Settings, database: Database, clock: SystemClock, notifier: AppriseNotifier
) -> Callable[[], None]:
    budget_usd = settings.gemini_monthly_budget_usd or 0
    return BudgetAlarm(
        follow_ups=database.follow_ups, notifier=notifier, clock=clock, budget_usd=budget_usd
    ).ring
