"""The deliveries that were received, and trying them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from adapters.falcon_http.sign_in import API
from openphone_crm.priority import Priority
from openphone_crm.retry_jobs import LONGEST_TYPE, JobState
from openphone_crm.work_records import Status

from .operations import Paths, act, at, page, thing
from .requests import SEARCHED, SINCE, json_body, query
from .responses import answered, empty
from .values import (
    FLAG,
    ID,
    MOMENT,
    SECONDS,
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

_PRIORITIES: Final = one_of(priority.label for priority in Priority)
_EVENT: Final[Mapping[str, Schema]] = {
    "id": ID,
    "event_type": {"type": "string", "minLength": 1, "maxLength": LONGEST_TYPE},
    "openphone_type": nullable(TEXT),
    "status": member(Status),
    "priority": _PRIORITIES,
    "received_at": MOMENT,
    "processed_at": nullable(MOMENT),
    "retry_count": WHOLE,
    "error_message": nullable(TEXT),
}
_ORDER: Final[Mapping[str, Schema]] = {
    "status": member(Status),
    "type": {"type": "string", "minLength": 1, "maxLength": LONGEST_TYPE},
    "since": SINCE,
    "dry_run": FLAG,
}

SCHEMAS: Final[Mapping[str, Schema]] = {
    "WebhookEvent": record(_EVENT),
    "WebhookEventDetail": record(
        {
            **_EVENT,
            "payload": {
                "description": "What was delivered, for operators; null once it is no longer kept.",
                "type": ["object", "null"],
            },
            "attempts": listed(named("Attempt")),
        },
        optional=("payload",),
    ),
    "Attempt": record(
        {
            "number": {"type": "integer", "minimum": 1},
            "started_at": MOMENT,
            "duration_seconds": SECONDS,
            "worker": TEXT,
            "outcome": TEXT,
            "error_class": nullable(TEXT),
            "message": nullable(TEXT),
            "trace": {"description": "Where in the code it failed, for operators.", **TEXT},
        },
        optional=("trace",),
    ),
    "RetryOrder": record(_ORDER, optional=_ORDER),
    "RetryPreview": record({"count": WHOLE, "by_type": by_name(WHOLE)}),
    "Job": record({"id": ID, "state": member(JobState), "total": WHOLE, "done": WHOLE, "failed": WHOLE}),
}

STARTED: Final = answered("The job, which runs.", named("Job"), "Location")

_ONE: Final = f"{API}/webhook-events/{{event_id}}"

PATHS: Final[Paths] = {
    f"{API}/webhook-events": at(
        get=page(
            "All events, newest first.",
            named("WebhookEvent"),
            filters=(
                query("status", member(Status), "Where they stand."),
                query("type", SEARCHED, "Of which type they are."),
                query("priority", _PRIORITIES, "How urgent they are."),
                query("since", SINCE, "Only those that were received then or later."),
            ),
        )
    ),
    _ONE: at(
        "event_id",
        get=thing("One event with its attempts.", named("WebhookEventDetail"), errors=(404,)),
    ),
    f"{_ONE}/retry": at(
        "event_id",
        post=act(
            "Try a dead letter again, at once.",
            {"202": answered("The event, which waits.", named("WebhookEvent"))},
            errors=(404,),
        ),
    ),
    f"{API}/webhook-events/retry": at(
        post=act(
            "Try all dead letters again, or some; dry, only count them.",
            {"200": answered("What would be tried.", named("RetryPreview")), "202": STARTED},
            body=json_body(named("RetryOrder"), is_required=False),
        )
    ),
    f"{API}/jobs/{{job_id}}": at(
        "job_id",
        get=thing("How far a job is.", named("Job"), errors=(404,)),
        delete=act(
            "Cancel a job; what was tried already stays so.",
            {"204": empty("It is cancelled.")},
            parameters=(),
            errors=(404, 409),
        ),
    ),
}
