"""Reading what is due to be read: each text once, alone or with others, and what was found filed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import attrs

from openphone_crm.errors import (
    CrmError,
    DeferredError,
    RateLimitedError,
    SettingsError,
    StoreAwayError,
    UnansweredError,
    UncertainError,
)
from openphone_crm.extraction.readings import Reading, ReadingOutcome, Topic
from openphone_crm.extraction.requests import BUSY, HOUR, requests_of
from openphone_crm.extraction.sources import Source, SourceKind
from openphone_crm.extraction.staff import Staff
from openphone_crm.extraction.unread import unread
from openphone_crm.filing import Filing, grounded_in
from openphone_crm.follow_up_work import Save, nothing_to_save
from openphone_crm.follow_ups import ClaimedFollowUp
from openphone_crm.handlers.reading import ITEM, KIND
from openphone_crm.ids import FollowUpId, ItemId
from openphone_crm.model_requests import NOT_SO_FAST, OVER_BUDGET, ModelRequests
from openphone_crm.ports.approvals import ApprovalChanges
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.reading_matter import ReadingMatter
from openphone_crm.ports.readings import KeptReading
from openphone_crm.ports.unit_of_work import Transaction

LONGEST_TURN = timedelta(seconds=10)
"""No request is made later than this after the first: with its own time limit a turn stays below a minute."""
NO_TIME = "there was no time for it in this turn"

Results = dict[str, KeptReading | CrmError]
"""How the reading of each text ended, by its digest."""


@attrs.frozen(kw_only=True)
class Extracting:
    """
    The task behind `extract`: reads texts that were never read, and files what was found.

    `asking_always` tells the topics of which nothing is added without asking, and `staff` who works here.
    With `is_local` the extractor asks nobody, and is given all texts at once.
    """

    requests: ModelRequests
    matter: ReadingMatter
    clock: Clock
    is_local: bool = False
    asking_always: Callable[[], frozenset[Topic]] = frozenset
    staff: Callable[[], Staff] = Staff

    def __call__(self, claims: Sequence[ClaimedFollowUp]) -> Mapping[FollowUpId, Save | Exception]:
        """Read what these follow-ups are about, and give back how to file it."""
        sources = {claim.id: self.matter.get(*_item_of(claim)) for claim in claims}
        there = [(claim, source) for claim in claims if (source := sources[claim.id])]
        failed = {source.digest for claim, source in there if claim.attempts_made}
        read = self._read([source for _, source in there], alone=failed)
        filing = self._filing()
        results: dict[FollowUpId, Save | Exception] = dict.fromkeys(sources, nothing_to_save)
        for claim, source in there:
            results[claim.id] = self._result(claim, source, read[source.digest], filing=filing)
        return results

    def _filing(self) -> Filing:
        extractor = self.requests.extractor
        return Filing(
            extractor=extractor.name,
            model=extractor.model,
            asking_always=self.asking_always(),
            staff=self.staff(),
        )

    def _result(
        self, claim: ClaimedFollowUp, source: Source, found: KeptReading | CrmError, *, filing: Filing
    ) -> Save | Exception:
        if isinstance(found, UncertainError) and claim.last_error == UncertainError.__name__:
            # It was sent once more, and that is enough: each time may have been paid for.
            return UnansweredError(found.what, found.cause)
        if isinstance(found, CrmError):
            return found
        if found.outcome is not ReadingOutcome.READ:
            return self._unread(source, found.outcome, filing)
        if not found.findings:
            # Most texts: whoever polls contacts need not look again for them.
            return nothing_to_save

        read = grounded_in(source, found.findings)

        def save(transaction: Transaction) -> None:
            filing.file(read, transaction.approvals, now=self.clock.now())

        return save

    def _unread(self, source: Source, outcome: ReadingOutcome, filing: Filing) -> Save:
        """Log that there is no usable answer, once for each text and model."""
        entry = unread(source, outcome, extractor=filing.extractor, model=filing.model, now=self.clock.now())

        def save(transaction: Transaction) -> None:
            if not transaction.approvals.filed([entry.id]):
                transaction.approvals.write(ApprovalChanges(extractions=(entry,)))

        return save

    def _read(self, sources: Sequence[Source], *, alone: Collection[str]) -> Results:
        """How the reading of each text ended: known from before, or read now."""
        by_digest = {source.digest: source for source in sources}
        model = self.requests.extractor.model
        found: Results = {**self.requests.readings.known(by_digest, model=model)}
        unread = [source for digest, source in by_digest.items() if digest not in found]
        if unread:
            found.update(self._asked_in_turn(self._grouped(unread, alone=alone)))
        return found

    def _grouped(self, sources: Sequence[Source], *, alone: Collection[str]) -> list[Sequence[Source]]:
        """The texts by request; one that failed before shares none, so that it fails by itself."""
        if self.is_local:
            return [sources]
        is_busy = self.matter.texts_since(self.clock.now() - HOUR) > BUSY
        shareable = [source for source in sources if source.digest not in alone]
        single = [[source] for source in sources if source.digest in alone]
        return [*single, *requests_of(shareable, is_busy=is_busy)]

    def _asked_in_turn(self, requests: Iterable[Sequence[Source]]) -> Results:
        """
        Make one request after the other; what puts one off puts off all that come after it.

        A text that was not answered for, or shared a request that was refused, is asked about once more
        by itself.
        """
        turn = _Turn(ends=self.clock.now() + LONGEST_TURN)
        waiting, found = deque(requests), Results()
        while waiting:
            request = waiting.popleft()
            put_off = turn.puts_off(request, self.clock.now())
            answers = _all(request, put_off) if put_off else self._asked(request, turn)
            turn.learn(request, answers, self.clock.now())
            found.update(answers)
            waiting.extend([source] for source in request if source.digest not in answers)
        return found

    def _asked(self, request: Sequence[Source], turn: _Turn) -> Results:
        """Ask about these texts, and tell of each what became of it; what is missing is to be asked again."""
        is_last = len(request) == 1 and request[0].digest in turn.asked
        try:
            return self._ask(request, is_last=is_last)
        except StoreAwayError:
            raise
        except CrmError as error:
            is_shared_refusal = isinstance(error, SettingsError) and len(request) > 1
            return {} if is_shared_refusal else _all(request, error)

    def _ask(self, request: Sequence[Source], *, is_last: bool) -> Results:
        named = {f"{place}": source for place, source in enumerate(request, 1)}
        texts = [source.to_read(name) for name, source in named.items()]
        answered = self.requests.ask(texts, digests=[source.digest for source in request])
        kept = _kept(answered.reading, {name: each.digest for name, each in named.items()}, is_last=is_last)
        self.requests.keep(answered, kept)
        self._forget_what_is_gone(request)
        return {**kept}

    def _forget_what_is_gone(self, request: Sequence[Source]) -> None:
        """Keep nothing of a text that somebody has erased while it was being read."""
        now = {source.digest: self.matter.get(source.kind, source.id) for source in request}
        if gone := [digest for digest, source in now.items() if source is None or source.digest != digest]:
            self.requests.readings.forget(gone)


@attrs.define(kw_only=True)
class _Turn:
    """What a turn has learned: what was asked, what is put off, and what was too much for the budget."""

    ends: datetime
    asked: set[str] = attrs.field(factory=set)
    _put_off: DeferredError | None = None
    _too_much: tuple[int, DeferredError] | None = None

    def puts_off(self, request: Sequence[Source], now: datetime) -> DeferredError | None:
        """Why this request is not made in this turn, if it is not."""
        if self._put_off is None and now > self.ends:
            self._put_off = DeferredError(NO_TIME, now)
        if self._put_off is None and self._too_much and _length(request) >= self._too_much[0]:
            return self._too_much[1]
        return self._put_off

    def learn(self, request: Sequence[Source], answers: Results, now: datetime) -> None:
        """Look at what became of a request."""
        self.asked.update(source.digest for source in request)
        for answer in answers.values():
            match answer:
                case DeferredError(reason=reason) if reason in (NOT_SO_FAST, NO_TIME):
                    self._put_off = answer
                case DeferredError(reason=reason) if reason == OVER_BUDGET:
                    # A shorter one may still fit.
                    self._too_much = (_length(request), answer)
                case RateLimitedError():
                    self._put_off = DeferredError(NOT_SO_FAST, now)
                case _:
                    pass


def _length(request: Sequence[Source]) -> int:
    return sum(len(source.text) for source in request)


def _all(request: Sequence[Source], error: CrmError) -> Results:
    return {source.digest: error for source in request}


def _kept(reading: Reading, digests: Mapping[str, str], *, is_last: bool) -> dict[str, KeptReading]:
    """
    What is kept of a reading, by digest: for one text whatever it was, of several only what was answered for.

    An answer for an id that was not asked about is dropped. A text that is missing from the last answer that
    it gets is unreadable.
    """
    is_single = len(digests) == 1
    if reading.outcome is not ReadingOutcome.READ:
        return {digest: KeptReading(outcome=reading.outcome) for digest in digests.values() if is_single}
    kept = {
        digests[name]: KeptReading(outcome=reading.outcome, findings=tuple(findings))
        for name, findings in reading.findings.items()
        if name in digests
    }
    missing = KeptReading(outcome=ReadingOutcome.UNREADABLE)
    return kept or (dict.fromkeys(digests.values(), missing) if is_last else {})


def _item_of(claim: ClaimedFollowUp) -> tuple[SourceKind, ItemId]:
    return SourceKind(claim.details[KIND]), ItemId(claim.details[ITEM])
