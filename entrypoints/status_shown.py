"""How everything is, on a terminal: what is wrong comes first, and each figure beside what it should be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import attrs
from rich.console import Console, RenderableType
from rich.markup import escape
from rich.table import Table

from entrypoints.tables import table_for

Shown = Mapping[str, Any]
"""Status as the API has it, null where there is nothing to say."""

NOTHING: Final = "-"
ON: Final = "on"
DEEPEST: Final = 1000
"""So many events may wait before those who run this are told."""

_GOOD: Final = "[green]good[/green]"
_BAD: Final = "[red]bad[/red]"


@attrs.frozen(kw_only=True)
class Metric:
    """A figure, what it should be, and whether it is."""

    name: str
    key: str
    show: Callable[[float], str]
    target: str = NOTHING
    is_good: Callable[[float], bool] | None = None


def _seconds(value: float) -> str:
    return f"{value:.2f} s" if value < 60 else _age(value)  # noqa: PLR2004 - a minute


def _percent(value: float) -> str:
    return f"{value:.2%}"


METRICS: Final = (
    Metric(
        name="processing time, half of them within",
        key="processing_seconds_p50",
        show=_seconds,
        target="< 2 s",
        is_good=lambda value: value < 2,  # noqa: PLR2004 - as its target says
    ),
    Metric(
        name="processing time, 95 % within",
        key="processing_seconds_p95",
        show=_seconds,
        target="< 2 s",
        is_good=lambda value: value < 2,  # noqa: PLR2004 - as its target says
    ),
    Metric(name="processing time, 99 % within", key="processing_seconds_p99", show=_seconds),
    Metric(
        name="failed in 24 hours",
        key="failed_ratio_24h",
        show=_percent,
        target="< 0.1 %",
        is_good=lambda value: value < 0.001,  # noqa: PLR2004 - as its target says
    ),
    Metric(
        name="health checks that went well",
        key="health_success_ratio",
        show=_percent,
        target="100 %",
        is_good=lambda value: value >= 1,
    ),
    Metric(name="readings that were right", key="extraction_accuracy", show=_percent),
)


def show_status(shown: Shown, console: Console) -> None:
    """Print everything, in as many columns as there are."""
    for block in _blocks(shown, console):
        console.print(block, highlight=False)
        console.print()


def _blocks(shown: Shown, console: Console) -> Iterator[RenderableType]:
    yield _alerts(shown["alerts"], console)
    yield _queues(shown["queues"], console)
    yield _metrics(shown["metrics"], console)
    yield _health(shown["health"], console)
    if shown.get("dead_letters"):
        yield _dead_letters(shown["dead_letters"], console)
    yield _money(shown, console)
    if shown.get("heartbeats"):
        yield _heartbeats(shown["heartbeats"], console)
    yield _features(shown.get("features", {}), console)


def _alerts(alerts: list[Shown], console: Console) -> RenderableType:
    if not alerts:
        return "[bold]Alerts[/bold]\nNone is open."
    table = table_for(
        console, "alert", "since", "what is wrong, and what to do", title="Alerts that are open"
    )
    for alert in alerts:
        by = alert.get("acknowledged_by")
        known = f" (known to {escape(by)})" if by else ""
        name = f"{alert['rule']}\n{alert['severity']}"
        style = "red" if alert["severity"] == "critical" else "yellow"
        table.add_row(name, _moment(alert["since"]), f"{escape(alert['message'])}{known}", style=style)
    return table


def _queues(queues: Shown, console: Console) -> Table:
    table = table_for(console, "queue", "waiting", "the first has waited", "", title="Queues")
    for name, queue in queues.items():
        age = queue["oldest_age_seconds"]
        mark = _mark(is_good=queue["depth"] <= DEEPEST)
        table.add_row(name, f"{queue['depth']:,}", NOTHING if age is None else _age(age), mark)
    return table


def _metrics(metrics: Shown, console: Console) -> Table:
    table = table_for(console, "metric", "is", "should be", "", title="Metrics")
    for metric in METRICS:
        value = metrics.get(metric.key)
        if value is None:
            table.add_row(metric.name, NOTHING, metric.target, NOTHING)
            continue
        mark = NOTHING if metric.is_good is None else _mark(is_good=metric.is_good(value))
        table.add_row(metric.name, metric.show(value), metric.target, mark)
    return table


def _health(health: Shown, console: Console) -> Table:
    table = table_for(console, "state", "checked", "fault", title="Health")
    states = {"ok": "[green]ok[/green]", "failing": "[red]failing[/red]"}
    table.add_row(
        states.get(health["state"], health["state"]),
        _moment(health["checked_at"]),
        health["fault"] or NOTHING,
    )
    return table


def _dead_letters(groups: list[Shown], console: Console) -> Table:
    table = table_for(console, "event", "failed", "last", "cause", title="Events that failed for good")
    for group in groups:
        cells = (group["event_type"], f"{group['count']:,}", _moment(group["last_seen"]), group["cause"])
        table.add_row(*map(escape, cells))
    return table


def _heartbeats(heartbeats: Shown, console: Console) -> Table:
    table = table_for(console, "part", "last seen", title="Who works")
    for part, at in heartbeats.items():
        table.add_row(part, _moment(at))
    return table


def _money(shown: Shown, console: Console) -> Table:
    month = shown.get("extraction", {}).get("month", {})
    usd = shown["metrics"].get("gemini_cost_month_usd")
    budget = month.get("budget_usd")
    table = table_for(
        console, "spent", "budget", "calls", "tokens in", "tokens out", title="Gemini this month"
    )
    table.add_row(
        NOTHING if usd is None else f"${usd:.4f}",
        "none: set GEMINI_MONTHLY_BUDGET_USD" if budget is None else f"${budget:.2f}",
        *(f"{month.get(name, 0):,}" for name in ("calls", "input_tokens", "output_tokens")),
    )
    return table


def _features(features: Shown, console: Console) -> Table:
    table = table_for(console, "feature", "is", title="What is on, and which setting turns on what is off")
    # What is off comes last, where it is read.
    for name, state in sorted(features.items(), key=lambda feature: feature[1] != ON):
        table.add_row(name.replace("_", " "), state, style=None if state == ON else "yellow")
    return table


def _mark(*, is_good: bool) -> str:
    return _GOOD if is_good else _BAD


def _moment(moment: str | None) -> str:
    """Show a moment to the second, in the words of a clock."""
    return NOTHING if moment is None else f"{moment[:10]} {moment[11:19]} UTC"


def _age(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
