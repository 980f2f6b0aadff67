"""Watching how the system is, and having told what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

import attrs

from openphone_crm.alarms import Alarms
from openphone_crm.alert_rules.judgements import Fine, InBetween, Judgement, Wrong
from openphone_crm.alert_rules.rules import judge
from openphone_crm.alert_rules.vital_signs import Thresholds, VitalSigns
from openphone_crm.alerts import Rule
from openphone_crm.vigil import Vigil


@attrs.frozen(kw_only=True)
class AlertWatch:
    """Judges what `examine` finds, rule by rule, in the light of how long it has looked."""

    examine: Callable[[], VitalSigns]
    alarms: Alarms
    thresholds: Thresholds
    _vigil: Vigil = attrs.field(
        init=False, default=attrs.Factory(lambda self: Vigil(self.thresholds.heartbeat), takes_self=True)
    )

    def watch(self) -> None:
        """
        Look, and have told what began, got worse, goes on for a day or is over.

        To be done every few seconds, by as many processes as may be.

        Raises:
            UnavailableError: When the store is away.
        """
        with self._vigil.looking(self.alarms.clock.now()) as since:
            signs = attrs.evolve(self.examine(), watched_since=since)
        is_open = {alert.rule for alert in self.alarms.open_alerts()}
        for rule, judgement in judge(signs, self.thresholds).items():
            if rule in is_open or isinstance(judgement, Wrong):
                obey(rule, judgement, self.alarms)
        self.alarms.remind()


def obey(rule: Rule, judgement: Judgement, alarms: Alarms) -> None:
    """
    Ring or stop as a rule was judged.

    Raises:
        UnavailableError: When the store is away.
    """
    match judgement:
        case Wrong(title=title, message=message, severity=severity, but_not=but_not):
            alarms.ring(rule, title=title, message=message, severity=severity, but_not=but_not)
        case Fine(title=title, message=message):
            alarms.stop(rule, title=title, message=message)
        case InBetween():
            pass
        case _:
            assert_never(judgement)
