"""What waits too long, in too great a number or for nobody is told of."""

from __future__ import annotations

import pytest

from openphone_crm.alert_rules.judgements import Fine, InBetween, Wrong
from openphone_crm.alert_rules.queues import judge_age, judge_depth, judge_workers
from openphone_crm.alert_rules.vital_signs import Thresholds
from openphone_crm.alerts import Severity
from openphone_crm.priority import Priority
from tests.unit.alerting.making import CRITICAL, LOW, STANDARD, signs, waiting

USUAL = Thresholds()


@pytest.mark.parametrize(
    ("depths", "kind"),
    [((1001,), Wrong), ((500, 500, 1), Wrong), ((1000,), InBetween), ((801,), InBetween), ((800,), Fine)],
)
def test_depth_is_that_of_all_queues(depths: tuple[int, ...], kind: type) -> None:
    """More than a thousand events are told, and at eight hundred it is over."""
    assert isinstance(judge_depth(waiting(*depths), USUAL), kind)


def test_depth_says_where_it_waits() -> None:
    """By queue, and without those in which nothing does."""
    judgement = judge_depth(waiting(1200, 0, 34), USUAL)

    assert isinstance(judgement, Wrong)
    assert judgement.title == "1,234 events wait to be worked on"
    assert "By queue: critical 1,200, low 34;" in judgement.message


@pytest.mark.parametrize(
    ("ages", "kind"),
    [
        ((61, 1, 1), Wrong),
        ((1, 181, 1), Wrong),
        ((1, 1, 361), Wrong),
        ((60, 180, 360), InBetween),
        ((49, 1, 1), InBetween),
        ((48, 144, 288), Fine),
    ],
)
def test_each_queue_has_a_patience_of_its_own(ages: tuple[float, ...], kind: type) -> None:
    """A minute for what is critical, three for the rest, six for what is gathered."""
    assert isinstance(judge_age(waiting(1, 1, 1, ages=ages), USUAL), kind)


def test_age_says_which_queue_waits() -> None:
    """For how long, and what the limit is."""
    judgement = judge_age(waiting(1, 1, 1, ages=(90, 10, 400)), USUAL)

    assert isinstance(judgement, Wrong)
    assert judgement.title == "Events wait too long: critical for 90 s, low for 400 s"
    assert "60 s and 360 s" in judgement.message


def test_an_idle_system_is_well() -> None:
    """Nothing waits, whether there are workers or not."""
    judgements = [judge(signs(), USUAL) for judge in (judge_depth, judge_age, judge_workers)]

    assert [type(judgement) for judgement in judgements] == [Fine] * 3


@pytest.mark.parametrize(
    ("ago", "age", "kind"),
    [(60, 1000, Fine), (61, 61, Wrong), (61, 60, InBetween), (61, 1, InBetween)],
)
def test_a_worker_is_missed_when_there_is_work(ago: float, age: float, kind: type) -> None:
    """When it was not seen for a minute, and what is due has waited as long: one may be starting."""
    assert isinstance(judge_workers(waiting(1, ages=(age,), seen={CRITICAL: ago}), USUAL), kind)


@pytest.mark.parametrize(
    ("missing", "severity"),
    [
        ([LOW], Severity.WARNING),
        ([STANDARD], Severity.CRITICAL),
        ([CRITICAL, LOW], Severity.CRITICAL),
    ],
)
def test_what_may_wait_is_not_as_urgent(missing: list[Priority], severity: Severity) -> None:
    """So that it is told anew when, beside the worker of the low queue, another is missed."""
    seen = {priority: 0.0 for priority in Priority if priority not in missing}

    judgement = judge_workers(waiting(1, 1, 1, ages=(90, 90, 90), seen=seen), USUAL)

    assert isinstance(judgement, Wrong)
    assert judgement.severity is severity


def test_a_worker_that_was_never_seen_is_missed_too() -> None:
    """By the name of its queue; other workers do not make up for it."""
    judgement = judge_workers(waiting(0, 3, 4, ages=(0, 90, 90), seen={CRITICAL: 0.0, STANDARD: 0.0}), USUAL)

    assert isinstance(judgement, Wrong)
    assert judgement.title == f"Nobody works on what is due: no {LOW.label} worker is there"
    assert "4 events wait" in judgement.message
