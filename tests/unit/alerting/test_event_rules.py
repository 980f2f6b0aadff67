"""Events that are worked on too slowly, or in vain, are told of, and are over well below the limit."""

from __future__ import annotations

import pytest

from openphone_crm.alert_rules.events import (
    FEWEST_SETTLED,
    FEWEST_TIMED,
    judge_failures,
    judge_processing,
)
from openphone_crm.alert_rules.judgements import Fine, InBetween, Wrong
from openphone_crm.alert_rules.vital_signs import Thresholds, VitalSigns
from tests.unit.alerting.making import failed, signs, timed

USUAL = Thresholds()


@pytest.mark.parametrize(
    ("seconds", "kind"), [(5.39, Wrong), (5.0, InBetween), (4.1, InBetween), (4.0, Fine), (0.2, Fine)]
)
def test_processing_is_judged_by_its_slowest_twentieth(seconds: float, kind: type) -> None:
    """More than five seconds are told, and below four it is over."""
    assert isinstance(judge_processing(timed(seconds), USUAL), kind)


def test_what_is_slow_says_how_slow_and_what_to_do() -> None:
    """In its title, and with its limit in the message."""
    judgement = judge_processing(timed(7.31, count=42), USUAL)

    assert isinstance(judgement, Wrong)
    assert judgement.title == "Processing takes 7.3 seconds"
    assert "42 events" in judgement.message
    assert "CRM_ALERT_PROCESSING_S" in judgement.message


@pytest.mark.parametrize("quiet", [signs(), timed(60, count=FEWEST_TIMED - 1)])
def test_a_few_events_are_not_judged_by_their_time(quiet: VitalSigns) -> None:
    """Where there are none nothing is slow, and of four one slow one is a quarter."""
    assert isinstance(judge_processing(quiet, USUAL), Fine)


@pytest.mark.parametrize(
    ("part", "whole", "kind"),
    [(11, 1000, Wrong), (10, 1000, InBetween), (9, 1000, InBetween), (8, 1000, Fine), (0, 1000, Fine)],
)
def test_failures_are_judged_by_their_share(part: int, whole: int, kind: type) -> None:
    """More than a hundredth is told, and at eight in a thousand it is over."""
    assert isinstance(judge_failures(failed(part, whole), USUAL), kind)


@pytest.mark.parametrize("quiet", [failed(0, 0), failed(1, FEWEST_SETTLED - 1)])
def test_one_failure_of_a_few_events_is_not_judged(quiet: VitalSigns) -> None:
    """Of nineteen one bad delivery is a twentieth, and the daily report has it anyway."""
    assert isinstance(judge_failures(quiet, USUAL), Fine)


@pytest.mark.parametrize("bad", [failed(2, FEWEST_SETTLED - 1), failed(3, 3), failed(1, FEWEST_SETTLED)])
def test_what_fails_again_and_again_is_told_however_little_there_is(bad: VitalSigns) -> None:
    """A small shop may have no twenty events a day, and all of them may fail."""
    assert isinstance(judge_failures(bad, USUAL), Wrong)


def test_thresholds_can_be_set() -> None:
    """What is too much for one shop is usual in another."""
    patient = Thresholds(failed_ratio=0.5)

    judgements = [judge_failures(failed(part, 100), patient) for part in (40, 41, 51)]

    assert [type(judgement) for judgement in judgements] == [Fine, InBetween, Wrong]
