"""Asking OpenPhone for what its webhooks left out of a call, and giving up in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from openphone_crm.adopting import adopt
from openphone_crm.asking import Asking
from openphone_crm.chasing import asked_again_at
from openphone_crm.codec import decode_fetched, is_unfinished
from openphone_crm.completeness import CallPart, WholeCall
from openphone_crm.errors import (
    DeferredError,
    GroupCallError,
    NotFoundError,
    RefusedError,
    StoreAwayError,
    UnavailableError,
)
from openphone_crm.events import CallReported, Report
from openphone_crm.follow_up_work import Save, Task, nothing_to_do
from openphone_crm.follow_ups import ClaimedFollowUp
from openphone_crm.handlers.fetching import FETCH, HISTORY, KIND, wanted_of
from openphone_crm.handlers.people import Cause
from openphone_crm.handling import Handler
from openphone_crm.ids import EventId
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.openphone import ResourceApi
from openphone_crm.ports.unit_of_work import Transaction, UnitOfWork
from openphone_crm.remote import Fetched, FetchedKind
from openphone_crm.routing import resource_keys
from openphone_crm.stamps import Stamp
from openphone_crm.working_set import Changes, Wanted, WorkingSet

NOT_READY: Final = "OpenPhone has not got it ready"

_PART_OF: Final = {
    FetchedKind.RECORDINGS: CallPart.RECORDING,
    FetchedKind.VOICEMAIL: CallPart.VOICEMAIL,
    FetchedKind.TRANSCRIPT: CallPart.TRANSCRIPT,
    FetchedKind.SUMMARY: CallPart.SUMMARY,
}
_NOT_IN_EVERY_PLAN: Final = frozenset((FetchedKind.TRANSCRIPT, FetchedKind.SUMMARY))


@attrs.frozen(kw_only=True)
class Fetching:
    """
    Fetches calls and their parts, and has them go the way of what webhooks bring.

    `handlers` are those of events. What OpenPhone is still at is saved as far as it is known, and asked
    for again, at growing intervals; in the end it is written down as missing.
    """

    api: ResourceApi
    unit_of_work: UnitOfWork
    clock: Clock
    asking: Asking
    handlers: Sequence[Handler]
    region: str = "US"

    @property
    def tasks(self) -> Mapping[str, Task]:
        """What to do for the kind of follow-up that this is about."""
        return {FETCH: self.fetch}

    def fetch(self, claim: ClaimedFollowUp) -> Save:
        """
        Ask for one thing, unless it has come by itself.

        Raises:
            DeferredError: When OpenPhone is to be asked again later, since it is away or not ready.
            StoreAwayError: When the store is away.
            RefusedError: When OpenPhone does not like how it was asked.
        """
        kind, whole = _kind_of(claim), self._known(claim.subject)
        if whole is None or not _is_open(kind, whole):
            return nothing_to_do
        try:
            with self.asking.politely(asked_for=kind.value, may_be_refused=kind in _NOT_IN_EVERY_PLAN):
                fetched = self.api.fetch(kind, claim.subject)
        except GroupCallError:
            return self._given_up(claim)
        except NotFoundError:
            return self._not_found(claim, whole)
        except RefusedError as error:
            if not (error.is_forbidden or kind in _NOT_IN_EVERY_PLAN):
                raise
            return self._given_up(claim)
        except StoreAwayError:
            raise
        except UnavailableError as error:
            return self._later(claim, str(error))
        return self._found(fetched, claim)

    def _found(self, fetched: Fetched, claim: ClaimedFollowUp) -> Save:
        reports = decode_fetched(fetched, at=self.clock.now(), region=self.region)
        if is_unfinished(fetched) or _is_thin(fetched, reports):
            self._adopt_now(reports, claim)
            return self._later(claim)

        def save(transaction: Transaction) -> None:
            self._adopt(reports, claim, transaction)
            # What is announced, and is not in OpenPhone's last word, will not come.
            _give_up(_kind_of(claim), claim.subject, transaction)

        return save

    def _not_found(self, claim: ClaimedFollowUp, whole: WholeCall) -> Save:
        kind = _kind_of(claim)
        if kind in _NOT_IN_EVERY_PLAN:
            return self._given_up(claim)
        if kind is FetchedKind.VOICEMAIL and CallPart.VOICEMAIL not in whole.announced:
            self._adopt_now([self._without_voicemail(claim.subject)], claim)
            # Not done for good: should a later copy announce one, it is asked for anew.
            return nothing_to_do
        return self._later(claim)

    def _later(self, claim: ClaimedFollowUp, reason: str = NOT_READY) -> Save:
        # Not since it was wanted: there may have been no workers for hours, and nobody has asked.
        now = self.clock.now()
        at = asked_again_at(_kind_of(claim), since=claim.first_put_off_to or now, now=now)
        if at is None:
            return self._given_up(claim)
        raise DeferredError(reason, at)

    def _given_up(self, claim: ClaimedFollowUp) -> Save:
        return lambda transaction: _give_up(_kind_of(claim), claim.subject, transaction)

    def _without_voicemail(self, call_id: str) -> CallReported:
        now = self.clock.now()
        return CallReported(stamp=Stamp(now, 0, ""), reported_at=now, openphone_id=call_id, no_voicemail=True)

    def _adopt_now(self, reports: Sequence[Report], claim: ClaimedFollowUp) -> None:
        """Keep what is known already: people may be waiting to be told of it."""
        with self.unit_of_work.begin() as transaction:
            self._adopt(reports, claim, transaction)

    def _adopt(self, reports: Sequence[Report], claim: ClaimedFollowUp, transaction: Transaction) -> None:
        now = self.clock.now()
        cause = Cause(EventId(claim.id), now, is_history=HISTORY in claim.details, origin=claim.origin)
        handlers = (*self.handlers, _not_asking_again(claim))
        adopt(transaction, reports, handlers=handlers, cause=cause, at=now)

    def _known(self, call_id: str) -> WholeCall | None:
        with self.unit_of_work.begin() as transaction:
            return _loaded(call_id, transaction)


def _kind_of(claim: ClaimedFollowUp) -> FetchedKind:
    return FetchedKind(claim.details[KIND])


def _is_open(kind: FetchedKind, whole: WholeCall) -> bool:
    """Whether it is still wanted; recordings of which there are none were announced by their event alone."""
    is_announced_only = kind is FetchedKind.RECORDINGS and not whole.recordings
    return is_announced_only or kind in dict(wanted_of(whole))


def _is_thin(fetched: Fetched, reports: Sequence[Report]) -> bool:
    """Whether OpenPhone has shown a call, and not said who took part."""
    if fetched.kind is not FetchedKind.CALL:
        return False
    calls = (report for report in reports if isinstance(report, CallReported))
    return not any(call.from_number or call.to_numbers or call.parties for call in calls)


def _not_asking_again(claim: ClaimedFollowUp) -> Handler:
    """What is in hand goes by a pace of its own, which a report of the same thing must not quicken."""

    def forget(report: Report, desk: WorkingSet, cause: Cause) -> None:  # noqa: ARG001 - as all handlers
        desk.follow_ups[:] = [each for each in desk.follow_ups if each.id != claim.id]

    return forget


def _give_up(kind: FetchedKind, call_id: str, transaction: Transaction) -> None:
    """Write down that a part is missing, unless it is there or was never announced."""
    part = _PART_OF.get(kind)
    # Asked first: it keeps whoever erases a person from doing so meanwhile.
    transaction.has_erasures()
    transaction.lock(resource_keys(_wanted(call_id)))
    whole = _loaded(call_id, transaction)
    if whole and part and (call := whole.without(part)) != whole.call:
        transaction.save(Changes(calls=(call,)))


def _loaded(call_id: str, transaction: Transaction) -> WholeCall | None:
    loaded = transaction.load_resources(_wanted(call_id))
    if not loaded.calls:
        return None
    return WholeCall(
        call=loaded.calls[0],
        recordings=loaded.recordings,
        voicemail=next(iter(loaded.voicemails), None),
        transcript=next(iter(loaded.transcripts), None),
        summary=next(iter(loaded.summaries), None),
    )


def _wanted(call_id: str) -> Wanted:
    return Wanted(call_ids=frozenset({call_id}))
