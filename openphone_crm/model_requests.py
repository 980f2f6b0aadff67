"""Asking a model: within the budget, at its pace, and each request in the ledger before it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import attrs

from openphone_crm.errors import (
    CrmError,
    DeferredError,
    RateLimitedError,
    SettingsError,
    UnavailableError,
)
from openphone_crm.extraction.costs import Prices, is_within, month_of, tokens_of
from openphone_crm.extraction.readings import Reading, TextToRead
from openphone_crm.extraction.records import ModelCall
from openphone_crm.ids import ModelCallId
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.extractor import Extractor
from openphone_crm.ports.pacer import CourteousPacer
from openphone_crm.ports.readings import Hindrance, KeptReading, Readings

PROMPT_CHARACTERS = 5_000
"""What a request holds beside its texts, about."""
EXPECTED_OUTPUT_TOKENS = 200
LONGEST_WAIT = timedelta(seconds=5)
PATIENCE = timedelta(minutes=3)
"""After so long a call that has not ended is taken for lost, and its text is sent once more."""
TRY_AGAIN = timedelta(seconds=10)
LOOK_AT_BUDGET = timedelta(minutes=10)

SHORTEST_HOLD, LONGEST_HOLD = timedelta(seconds=5), timedelta(hours=1)
FIRST_HOLD = timedelta(seconds=10)
"""How long a model is left alone that does not say for how long; twice as long each time in a row."""
OBSTINATE = 5
"""So many refusals in a row are forgiven; from then on each is a failed attempt of what was asked."""

OVER_BUDGET = "this month's budget for reading is spent"
BEING_READ = "somebody else is reading this text right now"
NOT_SO_FAST = "the model is asked as often as it may be"

_COST_NOTHING = (RateLimitedError, SettingsError, UnavailableError)


@attrs.frozen
class Answered:
    """A request that was answered, and its entry in the ledger, which has not ended yet."""

    call: ModelCall
    reading: Reading


@attrs.define(kw_only=True)
class ModelRequests:
    """
    Makes requests, one at a time.

    `pause` waits for so many seconds; without a `pacer` nothing is waited for. No answer has more than
    `most_output_tokens`. `on_budget_spent` is told when something has to wait for the budget.
    """

    extractor: Extractor
    readings: Readings
    clock: Clock
    pause: Callable[[float], None]
    pacer: CourteousPacer | None = None
    interval: timedelta = timedelta()
    prices: Prices | None = None
    budget_usd: float | None = None
    most_output_tokens: int = 8192
    on_budget_spent: Callable[[], None] = lambda: None
    _told_at: datetime | None = attrs.field(default=None, init=False)

    def is_open(self) -> bool:
        """Whether the smallest request could be made now, or in a moment."""
        now = self.clock.now()
        if self.pacer and self.pacer.free_at(self.extractor.name, now=now) - now > LONGEST_WAIT:
            return False
        if self.budget_usd is None:
            return True
        least, spent = self._call([]).most_usd, self.readings.spent(month_of(now))
        is_affordable = is_within(self.budget_usd, spent_usd=spent, next_usd=least)
        if not is_affordable:
            self._tell_of_budget(now)
        return is_affordable

    def ask(self, texts: Sequence[TextToRead], *, digests: Sequence[str] = ()) -> Answered:
        """
        Make one request, which has the texts of these digests to itself.

        Raises:
            DeferredError: When the budget, the pace, the model or somebody else does not allow it now.
            CrmError: What the extractor raises; a model that never stops asking to be left alone, too.
        """
        call = self._begun(texts, digests)
        try:
            reading = self.extractor.read(texts)
        except Exception as error:
            cost = 0.0 if isinstance(error, _COST_NOTHING) else None
            self._end(attrs.evolve(call, error=type(error).__name__, usd=cost), {})
            if isinstance(error, RateLimitedError):
                raise self._left_alone(error) from error
            raise
        if self.pacer:
            self.pacer.answered(self.extractor.name)
        return Answered(call, reading)

    def keep(self, answered: Answered, kept: Mapping[str, KeptReading]) -> None:
        """Write down how a request ended, and what is kept of which text; the others are free."""
        usage = answered.reading.usage
        # What nobody said counts as estimated; where there are no prices nothing costs anything.
        cost = self.prices.cost_of(usage) if self.prices and usage else None
        call = attrs.evolve(answered.call, outcome=answered.reading.outcome, usage=usage, usd=cost)
        self._end(call, kept)

    def _begun(self, texts: Sequence[TextToRead], digests: Sequence[str]) -> ModelCall:
        self._keep_pace()
        call = self._call(texts)
        hindrance = self.readings.begin(call, digests, patience=PATIENCE, budget_usd=self.budget_usd)
        match hindrance:
            case None:
                return call
            case Hindrance.BEING_READ:
                raise DeferredError(BEING_READ, self.clock.now() + TRY_AGAIN)
            case Hindrance.OVER_BUDGET:
                self._tell_of_budget(call.begun_at)
                raise DeferredError(OVER_BUDGET, call.begun_at + LOOK_AT_BUDGET)

    def _call(self, texts: Sequence[TextToRead]) -> ModelCall:
        characters = PROMPT_CHARACTERS + sum(len(text.text) for text in texts)
        call = ModelCall(
            id=ModelCallId(self.clock.new_id()),
            extractor=self.extractor.name,
            model=self.extractor.model,
            begun_at=self.clock.now(),
            texts=len(texts),
            estimated_input_tokens=tokens_of(characters),
            estimated_usd=0.0,
        )
        return _priced(call, characters, self.prices, most_output_tokens=self.most_output_tokens)

    def _end(self, call: ModelCall, kept: Mapping[str, KeptReading]) -> None:
        self.readings.end(attrs.evolve(call, ended_at=self.clock.now()), kept)

    def _keep_pace(self) -> None:
        if self.pacer is None:
            return
        now = self.clock.now()
        moment = self.pacer.next_free(
            self.extractor.name, now=now, interval=self.interval, patience=LONGEST_WAIT
        )
        if moment - now > LONGEST_WAIT:
            raise DeferredError(NOT_SO_FAST, moment)
        self.pause(max((moment - now).total_seconds(), 0))

    def _left_alone(self, error: RateLimitedError) -> CrmError:
        """Have everybody leave the model alone, and say what that is for whoever asked: mostly no failure."""
        if self.pacer is None:
            return error
        before = self.pacer.refusals(self.extractor.name)
        until = self.clock.now() + hold_after(error.retry_after_s, refusals=before)
        self.pacer.hold(self.extractor.name, until=until)
        return error if before >= OBSTINATE else DeferredError(NOT_SO_FAST, until)

    def _tell_of_budget(self, now: datetime) -> None:
        if self._told_at is None or now - self._told_at >= LOOK_AT_BUDGET:
            self._told_at = now
            self.on_budget_spent()


def _priced(call: ModelCall, characters: int, prices: Prices | None, *, most_output_tokens: int) -> ModelCall:
    """The call with what it will cost, about and at most; without prices nothing costs anything."""
    if prices is None:
        return call
    expected = min(EXPECTED_OUTPUT_TOKENS * call.texts, most_output_tokens)
    return attrs.evolve(
        call,
        estimated_usd=prices.estimate(characters, expected_output_tokens=expected),
        most_usd=prices.estimate(characters, expected_output_tokens=most_output_tokens),
        input_price_usd=prices.input_usd,
        output_price_usd=prices.output_usd,
        prices_as_of=prices.as_of,
    )


def hold_after(told_s: float | None, *, refusals: int) -> timedelta:
    """
    How long a model is left alone that asked for it, after so many times in a row before.

    >>> [hold_after(None, refusals=refusals).seconds for refusals in (0, 1, 20)]
    [10, 20, 3600]
    >>> [hold_after(told_s, refusals=0).seconds for told_s in (0, 40, 999_999_999)]
    [5, 40, 3600]
    """
    longest_s = LONGEST_HOLD.total_seconds()
    wait_s = FIRST_HOLD.total_seconds() * 2 ** min(refusals, 10) if told_s is None else told_s
    return max(timedelta(seconds=min(wait_s, longest_s)), SHORTEST_HOLD)
