"""Watching the scheduler, from a process that is none: a dead one tells nobody that it is."""

from __future__ import annotations

from datetime import timedelta

import attrs

from openphone_crm.alarms import Alarms
from openphone_crm.alert_rules.judgements import Fine
from openphone_crm.alert_rules.scheduler import judge_scheduler
from openphone_crm.alert_rules.vital_signs import SCHEDULER
from openphone_crm.alert_watch import obey
from openphone_crm.alerts import Rule
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.heartbeats import Heartbeats
from openphone_crm.vigil import Vigil


@attrs.define(kw_only=True)
class SchedulerWatch:
    """
    Has it told when no scheduler was seen for so long as `limit`, and when one is there again.

    Whoever has looked for a shorter time, or not all of the time, waits.
    """

    heartbeats: Heartbeats
    alarms: Alarms
    clock: Clock
    limit: timedelta
    _vigil: Vigil = attrs.field(
        init=False, default=attrs.Factory(lambda self: Vigil(self.limit), takes_self=True)
    )

    def watch(self) -> bool:
        """
        Look whether the scheduler is alive; True when it is missing, and nobody sends what is to be told.

        Raises:
            UnavailableError: When the store is away.
        """
        now = self.clock.now()
        with self._vigil.looking(now) as since:
            seen = self.heartbeats.latest().get(SCHEDULER)
        judgement = judge_scheduler(seen, now=now, watched_since=since, limit=self.limit)
        obey(Rule.SCHEDULER, judgement, self.alarms)
        # Once it is missing it is so until it is seen: whoever sends in its place looks less often.
        return not isinstance(judgement, Fine) and self.alarms.book.open(Rule.SCHEDULER) is not None
