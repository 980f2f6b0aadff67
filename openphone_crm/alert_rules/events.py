"""Whether events are worked on fast enough, and with success."""

from __future__ import annotations

from typing import Final

from openphone_crm.alerts import Severity

from .judgements import Fine, Judgement, Wrong, at_most
from .vital_signs import Thresholds, VitalSigns

FEWEST_TIMED: Final = 5
"""Of fewer events one slow one is most of them."""
FEWEST_SETTLED: Final = 20
FEWEST_FAILED: Final = 2
"""Of fewer than 20 events one failure is many hundredths, and the daily report has it; two are no chance."""

_SLOW: Final = """\
Processing takes {p95:.1f} seconds. So long took the slowest twentieth of the {count} events of the last \
five minutes at least, from when they were due; {limit:g} seconds are the limit (CRM_ALERT_PROCESSING_S). \
Nothing is lost. See whether the database or the machine is busy with something else, and start more of \
`python -m entrypoints worker` when there is just more to do."""
_FAST: Final = Fine(
    title="Processing is fast again",
    message="Events are worked on within the limit, or there are none.",
)
_FAILING: Final = """\
{ratio:.1%} of all events fail. Of {whole} that were settled in the last 24 hours {part} failed for good; \
{limit:.1%} are the limit (CRM_ALERT_FAILED_RATIO). Failures shows why, by cause, and tries them again when \
that is mended; so does `python -m entrypoints replay`."""
_SUCCEEDING: Final = Fine(
    title="Few events fail again",
    message="The failures were put right, or are more than a day old; the daily reports keep them.",
)


def judge_processing(signs: VitalSigns, thresholds: Thresholds) -> Judgement:
    """Judge how long events took lately."""
    limit = thresholds.processing.total_seconds()
    timing = signs.timing
    is_known = timing.count >= FEWEST_TIMED
    message = _SLOW.format(p95=timing.p95 or 0, count=timing.count, limit=limit)
    wrong = Wrong(
        title=f"Processing takes {timing.p95 or 0:.1f} seconds", message=message, severity=Severity.WARNING
    )
    return at_most(limit, timing.p95 if is_known else None, wrong=wrong, fine=_FAST)


def judge_failures(signs: VitalSigns, thresholds: Thresholds) -> Judgement:
    """Judge how many events fail."""
    limit, share = thresholds.failed_ratio, signs.failed
    is_known = share.whole >= FEWEST_SETTLED or share.part >= FEWEST_FAILED
    ratio = share.ratio if is_known else None
    message = _FAILING.format(ratio=ratio or 0, whole=share.whole, part=share.part, limit=limit)
    wrong = Wrong(title=f"{ratio or 0:.1%} of all events fail", message=message)
    return at_most(limit, ratio, wrong=wrong, fine=_SUCCEEDING)
