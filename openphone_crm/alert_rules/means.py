"""Whether there is enough of what everything needs: money, disk, and a way out to whoever runs this."""

from __future__ import annotations

from typing import Final

from openphone_crm.alerts import Severity

from .judgements import Fine, Judgement, Wrong, at_least, at_most
from .vital_signs import DiskSpace, Thresholds, VitalSigns

WARNED_AT: Final = 0.8
"""So large a share of the month's budget is told beforehand."""
A_GIGABYTE: Final = 1_000_000_000

_SPENDING: Final = """\
{ratio:.0%} of this month's budget of ${budget:.2f} for reading is spent. When it is gone, what customers \
write and say waits to be read until the month turns (in UTC). To go on before, raise \
GEMINI_MONTHLY_BUDGET_USD and restart."""
_SPENT_TITLE: Final = "Reading waits: this month's budget of ${budget:.2f} is spent"
_SPENT: Final = """\
Reading waits, for this month's budget of ${budget:.2f} is spent. What customers write and say is received, \
shown and kept as always; for now nothing of it is read for names, addresses and e-mails. {then}

To go on before, raise GEMINI_MONTHLY_BUDGET_USD and restart; without that setting there is no limit."""
_THEN: Final = "All of it is read once the month turns (in UTC)."
_NEVER: Final = "With a budget of nothing it stays so in every month."
_AFFORDABLE: Final = Fine(title="There is money for reading again", message="What has waited is read.")

_FULL: Final = """\
The disk of {setting} is nearly full: {free:.1%} is free, {gigabytes:.1f} GB. Full, nothing is stored any \
more, and OpenPhone is asked to deliver later. Make room, or keep less: CRM_KEEP_PAYLOADS_DAYS and \
CRM_KEEP_EVENTS_DAYS say for how long. The limit is CRM_ALERT_DISK_FREE ({limit:.0%})."""
_ROOMY: Final = Fine(title="There is room on the disk again", message="There is more free than the limit.")

_MUTE: Final = """\
Alerts and reports do not get through: {channels} of CRM_ALERT_URLS. {count} notifications failed twice or \
for good. See that each address is right and its server is up; what failed for good is sent when it is \
tried again under Failures."""
_HEARD: Final = Fine(title="Alerts get through again", message="A notification got through.")


def spent(budget_usd: float) -> Wrong:
    """What is told when the next request would exceed the budget."""
    message = _SPENT.format(budget=budget_usd, then=_THEN if budget_usd else _NEVER)
    return Wrong(title=_SPENT_TITLE.format(budget=budget_usd), message=message)


def judge_spending(signs: VitalSigns, _: Thresholds) -> Judgement:
    """Judge what reading costs: told beforehand, and when nothing is left."""
    spending = signs.spending
    if spending is None:
        return _AFFORDABLE
    if spending.is_over:
        return spent(spending.budget_usd)
    message = _SPENDING.format(ratio=spending.ratio, budget=spending.budget_usd)
    title = f"{spending.ratio:.0%} of this month's budget for reading is spent"
    warning = Wrong(title=title, message=message, severity=Severity.WARNING)
    return at_most(WARNED_AT, spending.ratio, wrong=warning, fine=_AFFORDABLE)


def judge_disks(signs: VitalSigns, thresholds: Thresholds) -> Judgement:
    """Judge the disk with the least room; under a gigabyte it is urgent."""
    if not signs.disks:
        return _ROOMY
    disk = min(signs.disks, key=lambda each: each.free)
    limit = thresholds.disk_free
    return at_least(limit, disk.free, wrong=_full(disk, limit), fine=_ROOMY)


def judge_channels(signs: VitalSigns, _: Thresholds) -> Judgement:
    """Judge whether operators can be told; one who cannot be told is told through the others."""
    known = {channel: place for place, channel in enumerate(signs.channels, start=1)}
    troubles = {channel: signs.troubles[channel] for channel in known if channel in signs.troubles}
    failing = {channel: trouble for channel, trouble in troubles.items() if not trouble.is_over}
    if not failing:
        return _HEARD
    numbers = " and ".join(f"number {known[channel]}" for channel in failing)
    count = sum(trouble.count for trouble in failing.values())
    return Wrong(
        title="Alerts do not get through",
        message=_MUTE.format(channels=numbers, count=count),
        but_not=frozenset(failing),
    )


def _full(disk: DiskSpace, limit: float) -> Wrong:
    gigabytes = disk.free_bytes / A_GIGABYTE
    message = _FULL.format(setting=disk.setting, free=disk.free, gigabytes=gigabytes, limit=limit)
    return Wrong(
        title=f"A disk is nearly full: {gigabytes:.1f} GB are free",
        message=message,
        severity=Severity.CRITICAL if gigabytes < 1 else Severity.WARNING,
    )
