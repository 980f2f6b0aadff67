"""Health checks: having OpenPhone deliver something, and finding out how far it got."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

import attrs

from openphone_crm.alarms import Alarms
from openphone_crm.alerts import Rule
from openphone_crm.errors import NotFoundError
from openphone_crm.health.checks import VERIFIED_AFTER, CheckKind, CheckState, HealthCheck, time_between
from openphone_crm.health.fault_texts import FAILING_TITLE, RECOVERED, RECOVERED_TITLE, help_of, what_of
from openphone_crm.health.faults import ALL_IS_WELL, Evidence, Fault, Sending, Sighting, Verdict, verdict_of
from openphone_crm.health.markers import nonce_of
from openphone_crm.health.refusals import is_of_signature, minute_of
from openphone_crm.health_probes import Asked, Probe
from openphone_crm.ids import HealthCheckId
from openphone_crm.paging import PageRequest
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.health_checks import HealthChecks, Sightings
from openphone_crm.ports.traffic import Traffic

_RECENT: Final = 20


@attrs.frozen(kw_only=True)
class HealthChecking:
    """
    Makes checks, follows them to their outcome, and has a fault told once and its end once more.

    All that it must remember is in the store: a check that one process began is followed by any other.
    """

    probes: Sequence[Probe]
    checks: HealthChecks
    sightings: Sightings
    traffic: Traffic
    alarms: Alarms
    clock: Clock
    is_bell_up: Callable[[], bool] = lambda: True
    patience: timedelta = VERIFIED_AFTER

    def attend(self) -> None:
        """
        Follow what was begun, and begin what is due; to be done every few seconds.

        Raises:
            UnavailableError: When the store is away.
        """
        for check in self.checks.waiting():
            self.follow(check)
        for probe in self.probes:
            self._begin_if_due(probe)

    def begin(self, kind: CheckKind = CheckKind.TEXT) -> HealthCheck:
        """
        Begin a check now, whenever the last one was.

        Returns:
            The check; it is over already when OpenPhone did not do what it was asked.

        Raises:
            NotFoundError: When there is no way to make a check of this kind here.
            UnavailableError: When the store is away.
        """
        probe = self._probe(kind)
        if probe is None or not probe.is_possible():
            raise NotFoundError("check", kind)
        check = self._new(kind)
        self.checks.begin(check)
        return self._asked_for(check, probe)

    def follow(self, check: HealthCheck) -> HealthCheck:
        """
        Find out how a check stands; when our patience is at its end it has an outcome, whatever was seen.

        Raises:
            UnavailableError: When the store is away.
        """
        sightings = tuple(self.sightings.of(check))
        if any(sighting.has_come_through for sighting in sightings):
            return self._conclude(check, ALL_IS_WELL)
        if self.clock.now() < check.started_at + self.patience:
            return check
        return self._conclude(check, verdict_of(self._evidence(check, sightings)))

    def _begin_if_due(self, probe: Probe) -> None:
        last, now = self.checks.latest(probe.kind), self.clock.now()
        interval = time_between(probe.kind, last)
        if (last is not None and now - last.started_at < interval) or not probe.is_possible():
            return
        check = self._new(probe.kind)
        # The store decides: another scheduler may have begun one just now.
        if self.checks.begin(check, unless_after=check.started_at - interval):
            self._asked_for(check, probe)

    def _new(self, kind: CheckKind) -> HealthCheck:
        check_id = self.clock.new_id()
        return HealthCheck(
            id=HealthCheckId(check_id), kind=kind, nonce=nonce_of(check_id), started_at=self.clock.now()
        )

    def _probe(self, kind: CheckKind) -> Probe | None:
        return next((probe for probe in self.probes if probe.kind is kind), None)

    def _asked_for(self, check: HealthCheck, probe: Probe) -> HealthCheck:
        """Ask OpenPhone, and keep what it said; should this process end first, it counts as uncertain."""
        asked = probe.ask(check)
        if asked.sending not in (Sending.DONE, Sending.UNCERTAIN):
            return self._conclude(check, verdict_of(self._judged(asked)))
        check = attrs.evolve(check, openphone_id=asked.openphone_id, detail=asked.reason)
        self.checks.update(check)
        return check

    def _judged(self, asked: Asked) -> Evidence:
        return Evidence(
            at=self.clock.now(),
            sending=asked.sending,
            reason=asked.reason,
            remote_status=asked.status,
            is_bell_up=self.is_bell_up(),
        )

    def _evidence(self, check: HealthCheck, sightings: tuple[Sighting, ...]) -> Evidence:
        probe = self._probe(check.kind)
        # What was seen here was sent; and somebody may have switched this kind of check off meanwhile.
        asked = probe.inquire(check) if probe and not sightings else Asked(Sending.DONE)
        refusals = self.traffic.refusals(since=minute_of(check.started_at))
        return attrs.evolve(
            self._judged(asked),
            sightings=sightings,
            refusals={reason: count for reason, count in refusals.items() if is_of_signature(reason)},
        )

    def _conclude(self, check: HealthCheck, verdict: Verdict) -> HealthCheck:
        concluded = check.concluded(verdict, self.clock.now())
        # Told first: should this process end in between, it is concluded again, but not told again.
        self._tell(concluded, verdict)
        self.checks.update(concluded)
        return concluded

    def _tell(self, check: HealthCheck, verdict: Verdict) -> None:
        if verdict.fault is Fault.UNCERTAIN and not self._has_failed_before(check):
            return
        if verdict.fault is not None:
            what = what_of(verdict)
            message = f"{what[0].upper()}{what[1:]}. {help_of(verdict.fault)}"
            self.alarms.ring(Rule.HEALTH_CHECK, title=FAILING_TITLE.format(what=what), message=message)
        elif not self._is_another_failing(check):
            self.alarms.stop(Rule.HEALTH_CHECK, title=RECOVERED_TITLE, message=RECOVERED)

    def _has_failed_before(self, check: HealthCheck) -> bool:
        """Whether the check of this kind before this one failed: an answer that is lost once is no news."""
        recent = self.checks.find(PageRequest(_RECENT)).items
        before = (one for one in recent if one.kind is check.kind and one.started_at < check.started_at)
        return next((one.state is CheckState.FAILING for one in before), False)

    def _is_another_failing(self, check: HealthCheck) -> bool:
        """Whether the last check of another kind has failed: what this one proves does not mend that."""
        others = (self.checks.latest(probe.kind) for probe in self.probes if probe.kind is not check.kind)
        return any(other is not None and other.state is CheckState.FAILING for other in others)
