"""Watching what arrives: silence that is no chance, and signatures that are refused one after the other."""

from __future__ import annotations

from datetime import UTC, timedelta, tzinfo
from typing import Final

import attrs

from openphone_crm.alarms import Alarms
from openphone_crm.alerts import Rule
from openphone_crm.health.faults import counted
from openphone_crm.health.refusals import is_of_signature, minute_of
from openphone_crm.health.silence import LOOKS_BACK, expectation
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.traffic import Traffic

RUN: Final = timedelta(minutes=10)
FEWEST_REFUSALS: Final = 5

_SILENT_TITLE: Final = "No webhooks for {hours:.1f} hours"
_SILENT: Final = """\
The last webhook came on {last:%Y-%m-%d at %H:%M} UTC. In the same hours of the last weeks {mean:.0f} came \
on average, so that this is hardly chance. See that calls and texts arrive in OpenPhone itself, that its \
webhook is enabled (`python -m entrypoints webhooks list`), and that its URL leads here from outside. What \
was missed is fetched by `python -m entrypoints reconcile`. On a holiday, acknowledge this."""
_HEARD_TITLE: Final = "Webhooks come again"
_HEARD: Final = "The silence is over. `python -m entrypoints reconcile` fetches what was missed meanwhile."
_REFUSED_TITLE: Final = "Webhooks are refused: {reasons}"
_REFUSED: Final = """\
In the last ten minutes {count} deliveries were refused and none was accepted: {reasons}. Put the signing \
key of every webhook into CRM_WEBHOOK_KEYS and restart, or let `python -m entrypoints webhooks sync` make a \
webhook whose key is known. Where the timestamp is wrong, set this machine's clock. Where signature headers \
are missing, see that no proxy takes them out."""
_ACCEPTED_TITLE: Final = "Webhooks are accepted again"
_ACCEPTED: Final = (
    "A delivery was accepted. `python -m entrypoints reconcile` fetches what was refused meanwhile."
)


@attrs.frozen(kw_only=True)
class TrafficWatch:
    """Has silence and runs of refusals told; `timezone` is the shop's, by whose clock its weeks are alike."""

    traffic: Traffic
    alarms: Alarms
    clock: Clock
    timezone: tzinfo = UTC

    def watch(self) -> None:
        """
        Count what arrived, and look at it; to be done once a minute.

        Raises:
            UnavailableError: When the store is away.
        """
        horizon = self.clock.now() - LOOKS_BACK
        self.traffic.count_deliveries(since=horizon)
        self.traffic.forget(before=horizon - timedelta(days=1))
        self._watch_silence()
        self._watch_signatures()

    def _watch_silence(self) -> None:
        now, last = self.clock.now(), self.traffic.latest()
        if last is None:
            return
        alert = self.alarms.book.open(Rule.SILENCE)
        if alert is not None:
            if last > alert.since:
                self.alarms.stop(Rule.SILENCE, title=_HEARD_TITLE, message=_HEARD)
            return
        hours = self.traffic.hours(since=now - LOOKS_BACK)
        expected = expectation(hours, since=last, until=now, timezone=self.timezone)
        if expected is not None and expected.is_alarming:
            title = _SILENT_TITLE.format(hours=(now - last) / timedelta(hours=1))
            message = _SILENT.format(last=last, mean=expected.mean)
            self.alarms.ring(Rule.SILENCE, title=title, message=message)

    def _watch_signatures(self) -> None:
        now, last = self.clock.now(), self.traffic.latest()
        alert = self.alarms.book.open(Rule.SIGNATURES)
        if alert is not None:
            if last is not None and last > alert.since:
                self.alarms.stop(Rule.SIGNATURES, title=_ACCEPTED_TITLE, message=_ACCEPTED)
            return
        begin = now - RUN
        if last is not None and last >= begin:
            return
        refusals = self.traffic.refusals(since=minute_of(begin))
        refusals = {reason: count for reason, count in refusals.items() if is_of_signature(reason)}
        if sum(refusals.values()) >= FEWEST_REFUSALS:
            reasons, count = counted(refusals), sum(refusals.values())
            title = _REFUSED_TITLE.format(reasons=reasons)
            self.alarms.ring(
                Rule.SIGNATURES, title=title, message=_REFUSED.format(count=count, reasons=reasons)
            )
