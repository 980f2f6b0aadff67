"""Reading what is due to be read: each text once, within the budget, at the pace that is allowed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TypeGuard

import attrs

from openphone_crm.errors import DeferredError, RateLimitedError
from openphone_crm.extraction.costs import Prices, is_within, month_of, tokens_of
from openphone_crm.extraction.readings import Reading, ReadingOutcome, TextToRead, Topic
from openphone_crm.extraction.records import ModelCall
from openphone_crm.extraction.requests import BUSY, HOUR, requests_of
from openphone_crm.extraction.sources import Source, SourceKind
from openphone_crm.filing import Filing
from openphone_crm.follow_up_work import Save, nothing_to_save
from openphone_crm.follow_ups import ClaimedFollowUp
from openphone_crm.handlers.reading import ITEM, KIND
from openphone_crm.ids import FollowUpId, ItemId, ModelCallId
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.extractor import Extractor
from openphone_crm.ports.reading_matter import ReadingMatter
from openphone_crm.ports.readings import KeptReading, Pacer, Readings
from openphone_crm.ports.unit_of_work import Transaction

PROMPT_CHARACTERS = 4_000
"""What a request holds beside its texts, about."""
EXPECTED_OUTPUT_TOKENS = 200
LONGEST_WAIT = timedelta(seconds=5)
PATIENCE = timedelta(minutes=3)
"""After so long a call that has not ended is taken for lost, and its text is sent once more."""
TRY_AGAIN = timedelta(seconds=10)
LONGEST_TURN = timedelta(seconds=10)
"""No request is made later than this after the first: with its own time limit a turn stays below a minute."""
LOOK_AT_BUDGET = timedelta(minutes=10)

OVER_BUDGET = "this month's budget for reading is spent"
BEING_READ = "somebody else is reading this text right now"
NOT_SO_FAST = "the model is asked as often as it may be"
NO_TIME = "there was no time for it in this turn"


@attrs.frozen(kw_only=True)
class Extracting:
    """
    The task behind `extract`: reads texts that were never read, and files what was found.

    `pause` waits for so many seconds. `asking_always` tells the topics of which nothing is added
    without asking. `on_budget_spent` is told whenever something has to wait for the budget. With
    `is_local` the extractor asks nobody, and is given all texts at once.
    """

    extractor: Extractor
    matter: ReadingMatter
    readings: Readings
    pacer: Pacer
    clock: Clock
    pause: Callable[[float], None]
    prices: Prices | None = None
    budget_usd: float | None = None
    interval: timedelta = timedelta()
    is_local: bool = False
    asking_always: Callable[[], frozenset[Topic]] = frozenset
    on_budget_spent: Callable[[], None] = lambda: None

    def __call__(self, claims: Sequence[ClaimedFollowUp]) -> Mapping[FollowUpId, Save | Exception]:
        """Read what these follow-ups are about, and give back how to file it."""
        sources = {claim.id: self.matter.get(*_item_of(claim)) for claim in claims}
        read = self._read([source for source in sources.values() if source is not None])
        filing = Filing(
            extractor=self.extractor.name, model=self.extractor.model, asking_always=self.asking_always()
        )
        return {
            claim_id: self._result(source, read[source.digest], filing) if source else nothing_to_save
            for claim_id, source in sources.items()
        }

    def _result(self, source: Source, found: KeptReading | Exception, filing: Filing) -> Save | Exception:
        if isinstance(found, Exception):
            return found
        if not found.findings:
            # Most texts: whoever polls contacts need not look again for them.
            return nothing_to_save

        def save(transaction: Transaction) -> None:
            filing.file(found.findings, source, transaction.approvals, now=self.clock.now())

        return save

    def _read(self, sources: Sequence[Source]) -> dict[str, KeptReading | Exception]:
        """How the reading of each text ended, by its digest: known from before, or read now."""
        by_digest = {source.digest: source for source in sources}
        found: dict[str, KeptReading | Exception] = {}
        found.update(self.readings.known(by_digest, model=self.extractor.model))
        unread = [source for digest, source in by_digest.items() if digest not in found]
        if unread:
            found.update(self._asked_in_turn(self._requests(unread)))
        return found

    def _requests(self, sources: Sequence[Source]) -> Sequence[Sequence[Source]]:
        if self.is_local:
            return [sources]
        is_busy = self.matter.texts_since(self.clock.now() - HOUR) > BUSY
        return requests_of(sources, is_busy=is_busy)

    def _asked_in_turn(self, requests: Iterable[Sequence[Source]]) -> dict[str, KeptReading | Exception]:
        """
        Make one request after the other; what puts one off puts off all that come after it.

        Texts of a shared request that were not answered for are asked about one by one.
        """
        found: dict[str, KeptReading | Exception] = {}
        waiting, ends = deque(requests), self.clock.now() + LONGEST_TURN
        put_off: DeferredError | None = None
        while waiting:
            request = waiting.popleft()
            if self.clock.now() > ends:
                put_off = put_off or DeferredError(NO_TIME, self.clock.now())
            answers = _all(request, put_off) if put_off else self._asked(request)
            found.update(answers)
            waiting.extend([source] for source in request if source.digest not in answers)
            put_off = put_off or next(filter(_is_for_all, answers.values()), None)
        return found

    def _asked(self, request: Sequence[Source]) -> Mapping[str, KeptReading | Exception]:
        """Ask about these texts, and tell of each what became of it, if it was answered for."""
        try:
            return {**self._ask(request)}
        except Exception as error:  # noqa: BLE001 - what it was each follow-up is told, and acts on
            return _all(request, error)

    def _ask(self, request: Sequence[Source]) -> Mapping[str, KeptReading]:
        """
        Make one request, written down before and after.

        Raises:
            DeferredError: When the budget, the pace or somebody else does not allow it now.
        """
        call = self._begin(request)
        texts = [TextToRead(id=each.digest, kind=each.kind.value, text=each.text) for each in request]
        try:
            reading = self.extractor.read(texts)
        except Exception as error:
            self._end(attrs.evolve(call, error=type(error).__name__), {})
            if isinstance(error, RateLimitedError) and error.retry_after_s is not None:
                wait = timedelta(seconds=error.retry_after_s)
                raise DeferredError(NOT_SO_FAST, self.clock.now() + wait) from error
            raise
        kept = _kept(reading, request)
        cost = self.prices.cost_of(reading.usage) if self.prices else 0.0
        self._end(attrs.evolve(call, outcome=reading.outcome, usage=reading.usage, usd=cost), kept)
        self._forget_what_is_gone(request)
        return kept

    def _forget_what_is_gone(self, request: Sequence[Source]) -> None:
        """Keep nothing of a text that somebody has erased while it was being read."""
        now = {source.digest: self.matter.get(source.kind, source.id) for source in request}
        if gone := [digest for digest, source in now.items() if source is None or source.digest != digest]:
            self.readings.forget(gone)

    def _begin(self, request: Sequence[Source]) -> ModelCall:
        characters = PROMPT_CHARACTERS + sum(len(source.text) for source in request)
        estimate = 0.0
        if self.prices:
            output = EXPECTED_OUTPUT_TOKENS * len(request)
            estimate = self.prices.estimate(characters, expected_output_tokens=output)
        self._check_budget(estimate)
        self._keep_pace()
        call = ModelCall(
            id=ModelCallId(self.clock.new_id()),
            extractor=self.extractor.name,
            model=self.extractor.model,
            begun_at=self.clock.now(),
            texts=len(request),
            estimated_input_tokens=tokens_of(characters),
            estimated_usd=estimate,
        )
        digests = [source.digest for source in request]
        if not self.readings.begin(call, digests, patience=PATIENCE):
            raise DeferredError(BEING_READ, self.clock.now() + TRY_AGAIN)
        return call

    def _end(self, call: ModelCall, kept: Mapping[str, KeptReading]) -> None:
        self.readings.end(attrs.evolve(call, ended_at=self.clock.now()), kept)

    def _check_budget(self, next_usd: float) -> None:
        now = self.clock.now()
        if self.budget_usd is None:
            return
        spent = self.readings.spent(since=month_of(now))
        if not is_within(self.budget_usd, spent_usd=spent, next_usd=next_usd):
            self.on_budget_spent()
            raise DeferredError(OVER_BUDGET, now + LOOK_AT_BUDGET)

    def _keep_pace(self) -> None:
        now = self.clock.now()
        if not self.interval:
            return
        moment = self.pacer.next_free(
            self.extractor.name, now=now, interval=self.interval, patience=LONGEST_WAIT
        )
        if moment - now > LONGEST_WAIT:
            raise DeferredError(NOT_SO_FAST, moment)
        self.pause(max((moment - now).total_seconds(), 0))


def _all(request: Sequence[Source], error: Exception) -> dict[str, KeptReading | Exception]:
    return {source.digest: error for source in request}


def _is_for_all(result: KeptReading | Exception) -> TypeGuard[DeferredError]:
    """Whether a reason to wait is one for every text: the budget, the pace, or the model's own wish."""
    return isinstance(result, DeferredError) and result.reason != BEING_READ


def _kept(reading: Reading, request: Sequence[Source]) -> dict[str, KeptReading]:
    """
    What is kept of a reading: for one text whatever it was, of several only what was answered for.

    An answer for an id that was not asked about is dropped.
    """
    if len(request) == 1:
        digest = request[0].digest
        findings = reading.findings.get(digest, ())
        return {digest: KeptReading(outcome=reading.outcome, findings=tuple(findings))}
    if reading.outcome is not ReadingOutcome.READ:
        return {}
    asked = {source.digest for source in request}
    return {
        digest: KeptReading(outcome=reading.outcome, findings=tuple(findings))
        for digest, findings in reading.findings.items()
        if digest in asked
    }


def _item_of(claim: ClaimedFollowUp) -> tuple[SourceKind, ItemId]:
    return SourceKind(claim.details[KIND]), ItemId(claim.details[ITEM])
