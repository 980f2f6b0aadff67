"""Silence and runs of refused signatures ring once, and are over with the next webhook."""

from __future__ import annotations

from datetime import timedelta

from openphone_crm.alerts import Rule
from openphone_crm.health.refusals import Refused, minute_of
from openphone_crm.testing import builders as make
from openphone_crm.traffic_watch import TrafficWatch
from tests.unit.health.clinic import Clinic

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Gate:
    """A clinic, and what is watched of its traffic."""

    def __init__(self) -> None:
        self.clinic = Clinic()
        self.watcher = TrafficWatch(
            traffic=self.clinic.crm.traffic, alarms=self.clinic.alarms, clock=self.clinic.clock
        )

    def hear_for(self, time: timedelta) -> None:
        """Let webhooks come every ten minutes for so long."""
        moments = [self.clinic.clock.advance(10 * MINUTE) for _ in range(time // (10 * MINUTE))]
        self.clinic.crm.inbox.add(
            [make.arrival(moment.isoformat(), received_at=moment) for moment in moments]
        )

    def refuse(self, count: int, reason: str = "none of 1 keys matches") -> None:
        """Refuse so many deliveries now."""
        refused = Refused(minute_of(self.clinic.clock.now()), reason)
        self.clinic.crm.traffic.add_refusals({refused: count})

    def rings(self, rule: Rule, *, after: timedelta = timedelta()) -> bool:
        """Whether an alert of that rule is open when it was watched, so much later."""
        self.clinic.clock.advance(after)
        self.watcher.watch()
        return self.clinic.alert(rule) is not None


def test_silence_rings_once() -> None:
    """After a day in a shop that hears six an hour; who runs this is told when, and what to do."""
    gate = Gate()
    gate.hear_for(16 * DAY)

    rings = [gate.rings(Rule.SILENCE, after=5 * HOUR) for _ in range(5)]

    assert rings == [False, True, True, True, True]
    ((_, title),) = gate.clinic.told()
    assert title == "No webhooks for 10.0 hours"


def test_silence_is_over_with_the_next_webhook() -> None:
    """That is told, and not before one comes."""
    gate = Gate()
    gate.hear_for(16 * DAY)
    rings = [gate.rings(Rule.SILENCE, after=DAY), gate.rings(Rule.SILENCE, after=DAY)]
    gate.clinic.receive()

    over = not gate.rings(Rule.SILENCE, after=MINUTE)

    assert rings == [True, True]
    assert over
    assert [title for _, title in gate.clinic.told()][1:] == ["Webhooks come again"]


def test_a_shop_that_never_heard_anything_is_not_silent() -> None:
    """Nothing was to be expected; nor is it in a shop of ten days."""
    never, new = Gate(), Gate()
    new.hear_for(10 * DAY)

    rings = [never.rings(Rule.SILENCE, after=30 * DAY), new.rings(Rule.SILENCE, after=3 * DAY)]

    assert rings == [False, False]


def test_a_run_of_refusals_rings() -> None:
    """Five in ten minutes do, with their reasons, and are told once."""
    gate = Gate()
    gate.refuse(3)
    before = gate.rings(Rule.SIGNATURES)
    gate.refuse(2, "no signature header")

    rings = [gate.rings(Rule.SIGNATURES, after=MINUTE) for _ in range(3)]

    assert before is False
    assert rings == [True] * 3
    ((_, title),) = gate.clinic.told()
    assert title == "Webhooks are refused: 3 x none of 1 keys matches, 2 x no signature header"


def test_refusals_among_accepted_ones_do_not_ring() -> None:
    """Somebody else knocks, and OpenPhone comes through."""
    gate = Gate()
    gate.clinic.receive()
    gate.refuse(500)

    rings = gate.rings(Rule.SIGNATURES, after=9 * MINUTE)

    assert rings is False


def test_what_is_refused_for_its_body_does_not_ring() -> None:
    """It was signed with a key of ours."""
    gate = Gate()
    gate.refuse(500, "signed, but no JSON object")

    rings = gate.rings(Rule.SIGNATURES)

    assert rings is False


def test_refusals_of_long_ago_do_not_ring() -> None:
    """Four an hour are no run."""
    gate = Gate()
    rings = []

    for _ in range(5):
        gate.refuse(4)
        rings.append(gate.rings(Rule.SIGNATURES, after=20 * MINUTE))

    assert rings == [False] * 5


def test_a_run_is_over_when_a_delivery_is_accepted() -> None:
    """Not when nobody knocks any more: then nothing has been mended."""
    gate = Gate()
    gate.refuse(5)
    gate.rings(Rule.SIGNATURES)

    quiet = gate.rings(Rule.SIGNATURES, after=HOUR)
    gate.clinic.receive()

    assert quiet is True
    assert gate.rings(Rule.SIGNATURES, after=MINUTE) is False
    assert "Webhooks are accepted again" in [title for _, title in gate.clinic.told()]


def test_what_is_old_is_let_go() -> None:
    """After five weeks and a day no figure is kept."""
    gate = Gate()
    gate.clinic.receive()
    gate.refuse(1)
    gate.watcher.watch()
    kept = gate.clinic.crm.traffic.hours(since=gate.clinic.clock.now() - 60 * DAY)

    gate.rings(Rule.SILENCE, after=37 * DAY)

    assert sum(kept.values()) == 1
    assert gate.clinic.crm.traffic.hours(since=gate.clinic.clock.now() - 60 * DAY) == {}
    assert gate.clinic.crm.traffic.refusals(since=gate.clinic.clock.now() - 60 * DAY) == {}
