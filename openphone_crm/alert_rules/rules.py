"""All rules at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from openphone_crm.alerts import Rule

from .events import judge_failures, judge_processing
from .judgements import Judgement
from .means import judge_channels, judge_disks, judge_spending
from .queues import judge_age, judge_depth, judge_workers
from .vital_signs import Thresholds, VitalSigns

RULES: Final[Mapping[Rule, Callable[[VitalSigns, Thresholds], Judgement]]] = {
    Rule.WORKER: judge_workers,
    Rule.QUEUE_DEPTH: judge_depth,
    Rule.OLDEST_AGE: judge_age,
    Rule.PROCESSING: judge_processing,
    Rule.FAILED_SHARE: judge_failures,
    Rule.BUDGET: judge_spending,
    Rule.DISK: judge_disks,
    Rule.MAIL: judge_channels,
}
"""Each fault before what it explains."""


def judge(signs: VitalSigns, thresholds: Thresholds) -> dict[Rule, Judgement]:
    """What each rule makes of how the system is."""
    return {rule: judged(signs, thresholds) for rule, judged in RULES.items()}
