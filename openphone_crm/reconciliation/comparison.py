"""What OpenPhone shows, laid beside what we know: the gaps, and what else is to be asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

import attrs

from openphone_crm.events import (
    CallReported,
    MessageReported,
    RecordingsReported,
    Report,
    SummaryReported,
    TranscriptReported,
    VoicemailReported,
)
from openphone_crm.reconciliation.gaps import call_with, is_gap
from openphone_crm.reconciliation.healing import Gap
from openphone_crm.reconciliation.parts import parts_to_ask
from openphone_crm.reconciliation.runs import PartsToAsk, Reconciliation
from openphone_crm.remote import Fetched, FetchedKind, Surface
from openphone_crm.working_set import WorkingSet

_DECIDES: Final[Mapping[FetchedKind, type[Report]]] = {
    FetchedKind.MESSAGE: MessageReported,
    FetchedKind.CALL: CallReported,
    FetchedKind.RECORDINGS: RecordingsReported,
    FetchedKind.VOICEMAIL: VoicemailReported,
    FetchedKind.TRANSCRIPT: TranscriptReported,
    FetchedKind.SUMMARY: SummaryReported,
}
"""What of a thing's reports says whether it is a gap: what comes along with it is shown by itself too."""


@attrs.frozen(kw_only=True)
class Shown:
    """Something that OpenPhone showed, and what it reports; `at` is when that was, or its call."""

    fetched: Fetched
    reports: tuple[Report, ...]
    at: datetime

    @property
    def made_at(self) -> datetime | None:
        """When the message or call was made, where this tells it."""
        moments = (
            each.created_at for each in self.reports if isinstance(each, MessageReported | CallReported)
        )
        return next((moment for moment in moments if moment), None)


def gaps_in(shown: Sequence[Shown], desk: WorkingSet) -> Iterator[Gap]:
    """What of it we do not have; a part happened when its call did."""
    calls = {each.fetched.openphone_id: each.made_at for each in shown if each.made_at}
    for each in shown:
        decisive = (report for report in each.reports if isinstance(report, _DECIDES[each.fetched.kind]))
        if any(is_gap(report, desk) for report in decisive):
            call_id = each.fetched.openphone_id
            known = desk.calls.get(call_id)
            at = calls.get(call_id) or (known.occurred_at if known else each.at)
            yield Gap(fetched=each.fetched, happened_at=at)


def parts_of(shown: Iterable[Shown], desk: WorkingSet, run: Reconciliation) -> Iterator[PartsToAsk]:
    """What is to be asked for of the calls among it."""
    surface, refused = run.surface or Surface.V1, run.whereabouts.refused
    for each in shown:
        if each.fetched.kind is not FetchedKind.CALL:
            continue
        for report in each.reports:
            if isinstance(report, CallReported):
                call = call_with(report, desk)
                if kinds := parts_to_ask(call, desk, surface=surface, refused=refused):
                    yield PartsToAsk(call_id=call.openphone_id, began_at=call.occurred_at, kinds=kinds)
                break
