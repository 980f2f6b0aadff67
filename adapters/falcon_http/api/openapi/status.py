"""How the system is, what it warns of, and what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from adapters.falcon_http.sign_in import API
from openphone_crm.alerts import Rule, Severity
from openphone_crm.extraction.readings import Topic
from openphone_crm.health.faults import Fault
from openphone_crm.priority import Priority
from openphone_crm.reconciliation.runs import RunState

from .operations import Paths, act, at, page, thing
from .requests import flag
from .responses import answered
from .values import (
    DOLLARS,
    FLAG,
    ID,
    MOMENT,
    SECONDS,
    SHARE,
    TEXT,
    WHOLE,
    Schema,
    by_name,
    listed,
    member,
    named,
    nullable,
    one_of,
    record,
)

_TALLY: Final = named("Tally")
_COSTS: Final[Mapping[str, Schema]] = {
    "calls": WHOLE,
    "unknown_calls": WHOLE,
    "input_tokens": WHOLE,
    "output_tokens": WHOLE,
    "usd": DOLLARS,
}

SCHEMAS: Final[Mapping[str, Schema]] = {
    "Alert": record(
        {
            "id": ID,
            "rule": member(Rule),
            "severity": member(Severity),
            "message": TEXT,
            "since": MOMENT,
            "acknowledged_at": nullable(MOMENT),
            "acknowledged_by": nullable(TEXT),
            "ended_at": nullable(MOMENT),
        }
    ),
    "Queue": record({"depth": WHOLE, "oldest_age_seconds": nullable(SECONDS)}),
    "Precision": record(
        {
            "reviewed": WHOLE,
            "correct": WHOLE,
            "precision": nullable(SHARE),
            "low": SHARE,
            "high": SHARE,
            "adds_without_asking": FLAG,
        }
    ),
    "Tally": record({"checked": WHOLE, "missing": WHOLE, "healed": WHOLE}),
    "Health": record(
        {
            "state": one_of(("ok", "failing", "off")),
            "fault": nullable(member(Fault)),
            "checked_at": nullable(MOMENT),
        }
    ),
    "Metrics": record(
        {
            "processing_seconds_p50": nullable(SECONDS),
            "processing_seconds_p95": nullable(SECONDS),
            "processing_seconds_p99": nullable(SECONDS),
            "processing_window_seconds": nullable(WHOLE),
            "failed_ratio_24h": nullable(SHARE),
            "failed_24h": WHOLE,
            "retries_24h": WHOLE,
            "health_success_ratio": nullable(SHARE),
            "extraction_accuracy": nullable(SHARE),
            "gemini_cost_month_usd": nullable(DOLLARS),
        }
    ),
    "DeadLetters": record({"id": ID, "cause": TEXT, "event_type": TEXT, "count": WHOLE, "last_seen": MOMENT}),
    "Reading": record(
        {
            "model": TEXT,
            "precision": record(
                {topic.value: named("Precision") for topic in Topic},
                optional=[topic.value for topic in Topic],
            ),
            "month": record({**_COSTS, "budget_usd": nullable(DOLLARS)}),
            "months": listed(
                record({"month": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"}, **_COSTS})
            ),
        }
    ),
    "Reconciliation": record(
        {
            "last_run_at": nullable(MOMENT),
            "last_run_state": nullable(member(RunState)),
            "last_24h": _TALLY,
            "total": _TALLY,
        }
    ),
    "Status": record(
        {
            "alerts": listed(named("Alert")),
            "health": named("Health"),
            "queues": record({priority.label: named("Queue") for priority in Priority}),
            "metrics": named("Metrics"),
            "dead_letters": listed(named("DeadLetters")),
            "extraction": named("Reading"),
            "reconciliation": named("Reconciliation"),
            "our_lines": WHOLE,
            "last_delivery_at": nullable(MOMENT),
            "heartbeats": by_name(MOMENT),
            "features": by_name(TEXT),
        }
    ),
}

PATHS: Final[Paths] = {
    f"{API}/status": at(
        get=thing("Everything at once; null where there is nothing to say.", named("Status"))
    ),
    f"{API}/alerts": at(
        get=page(
            "All alerts, newest first.",
            named("Alert"),
            filters=(flag("open", "Whether what they warn of goes on."),),
        )
    ),
    f"{API}/alerts/{{alert_id}}/acknowledge": at(
        "alert_id",
        post=act(
            "Say that somebody knows of it.", {"200": answered("The alert.", named("Alert"))}, errors=(404,)
        ),
    ),
}
