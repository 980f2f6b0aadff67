"""A CRM in memory whose health is looked after, and an OpenPhone that does what it is asked, or fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import orjson

from openphone_crm.alarms import Alarms
from openphone_crm.alerts import Alert, Rule
from openphone_crm.follow_ups import ClaimedFollowUp
from openphone_crm.health.checks import CheckKind, HealthCheck
from openphone_crm.health.markers import CheckedNumbers
from openphone_crm.health_checking import HealthChecking
from openphone_crm.health_probes import TestEventProbe, TextProbe
from openphone_crm.inbox_records import Arrival
from openphone_crm.memory import MemoryClock, MemoryCrm, MemoryNotifier, MemoryOpenPhone
from openphone_crm.notifications import Audience
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.remote import Registration, Surface
from openphone_crm.testing import builders as make
from openphone_crm.work_records import Status

MAIN, MONITOR = make.OUR_NUMBER, "+12065550190"
OUR_URL = "https://crm.example.com/webhooks/openphone"
LONG_AFTER = make.later(1e8)


class Clinic:
    """Everything that a health check meets."""

    def __init__(self, *channels: str, surface: Surface = Surface.V1, **options: bool) -> None:
        names = (channels or ("mail",)) if options.get("channels", True) else ()
        self.clock = MemoryClock(make.NOON)
        self.crm = MemoryCrm()
        self.openphone = MemoryOpenPhone(self.clock, surface=surface)
        self.notifier = MemoryNotifier({Audience.OPERATORS: names, Audience.PEOPLE: ["shop"]})
        self.alarms = Alarms(book=self.crm.alert_book, notifier=self.notifier, clock=self.clock)
        self.is_bell_up = True
        self._collected: list[Mapping[str, str]] = []
        self.checking = self.another_checking()

    def another_checking(self) -> HealthChecking:
        """What checks the health, as another process has it."""
        return HealthChecking(
            probes=(
                TextProbe(api=self.openphone, numbers=CheckedNumbers(main=MAIN, monitor=MONITOR)),
                TestEventProbe(api=self.openphone, clock=self.clock, is_ours=lambda one: one.url == OUR_URL),
            ),
            checks=self.crm.health_checks,
            sightings=self.crm.sightings,
            traffic=self.crm.traffic,
            alarms=self.alarms,
            clock=self.clock,
            is_bell_up=lambda: self.is_bell_up,
        )

    def register(self, *events: str, url: str = OUR_URL) -> Registration:
        """Have a webhook at OpenPhone, by the dated API."""
        return self.openphone.create(Surface.DATED, url=url, events=events, label="crm")

    def deliver(self, number: int = -1, **fields: Any) -> Arrival:  # noqa: ANN401 - those of an arrival
        """Have the webhook of a text of the outbox arrive; of the last, unless another is named."""
        text = self.openphone.outbox[number].text
        return self.receive(payload=orjson.dumps({"data": {"object": {"body": text}}}).decode(), **fields)

    def receive(self, **fields: Any) -> Arrival:  # noqa: ANN401 - as above
        """Have a webhook arrive now, which nobody works on."""
        now, event_id = self.clock.now(), self.clock.new_id()
        moments = {"received_at": now, "due_at": now}
        arrival = make.arrival(event_id, **{"id": event_id, "delivery_key": event_id, **moments, **fields})
        self.crm.inbox.add([arrival])
        return arrival

    def receive_and_work(self) -> None:
        """Have the webhook of the last text arrive and be worked on."""
        self.deliver(status=Status.IGNORED)

    def attend(self, *, seconds: float = 0) -> None:
        """Let so much time pass, and have the duty done."""
        self.clock.advance(seconds=seconds)
        self.checking.attend()

    def attend_for(self, time: timedelta, *, step: timedelta = timedelta(minutes=10)) -> None:
        """Let time pass step by step, with the duty done after each."""
        for _ in range(time // step):
            self.attend(seconds=step.total_seconds())

    def checks(self, kind: CheckKind = CheckKind.TEXT) -> list[HealthCheck]:
        """All checks of a kind, the first first."""
        found = self.crm.health_checks.find(PageRequest(200)).items
        return [check for check in reversed(found) if check.kind is kind]

    def last(self, kind: CheckKind = CheckKind.TEXT) -> HealthCheck:
        """The last check of a kind."""
        return self.checks(kind)[-1]

    def alert(self, rule: Rule = Rule.HEALTH_CHECK) -> Alert | None:
        """The open alert of a rule."""
        return self.crm.alert_book.open(rule)

    def told(self) -> list[tuple[str, str]]:
        """What is to be sent: the channel and the title of each."""
        self._collected.extend(claim.details for claim in self._claims())
        return sorted((details["channel"], details["title"]) for details in self._collected)

    def bodies(self, title: str) -> list[str]:
        """What is to be sent under a title."""
        self.told()
        return [details["body"] for details in self._collected if details["title"] == title]

    def _claims(self) -> Sequence[ClaimedFollowUp]:
        lease = timedelta(minutes=2)
        return self.crm.follow_ups.claim(
            Priority.CRITICAL, worker="w1", now=LONG_AFTER, lease=lease, limit=50
        )
