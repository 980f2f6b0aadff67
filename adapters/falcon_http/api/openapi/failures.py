"""Dead letters in groups, and the reports about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from adapters.falcon_http.sign_in import API
from openphone_crm.failures import FailureState

from .events import STARTED
from .operations import Path, Paths, act, at, page, thing
from .requests import query
from .responses import answered
from .values import DAY, ID, MOMENT, TEXT, WHOLE, Schema, listed, member, named, nullable, record

_SEEN: Final[Mapping[str, Schema]] = {"first_seen": MOMENT, "last_seen": MOMENT}
_GROUP: Final[Mapping[str, Schema]] = {"id": ID, "cause": TEXT, "event_type": TEXT, "count": WHOLE}

SCHEMAS: Final[Mapping[str, Schema]] = {
    "Failure": record({**_GROUP, **_SEEN, "state": member(FailureState), "explanation": TEXT}),
    "DailyReport": record(
        {
            "date": DAY,
            "total": WHOLE,
            "waiting": WHOLE,
            "failed": WHOLE,
            "failed_follow_ups": WHOLE,
            "groups": listed(named("ReportedGroup")),
        }
    ),
    "ReportedGroup": record(
        {
            **_GROUP,
            "put_right": WHOLE,
            **_SEEN,
            "explanation": TEXT,
            "done": nullable(TEXT),
            "link": nullable(TEXT),
        }
    ),
}

_ONE: Final = f"{API}/failures/{{failure_id}}"


def _decision(summary: str) -> Path:
    answers = {"200": answered("The group.", named("Failure"))}
    return at("failure_id", post=act(summary, answers, errors=(404,)))


PATHS: Final[Paths] = {
    f"{API}/failures": at(
        get=page(
            "All groups of dead letters, the one seen last first.",
            named("Failure"),
            filters=(query("state", member(FailureState), "What people have made of them."),),
        )
    ),
    f"{_ONE}/acknowledge": _decision("Say that somebody knows of it."),
    f"{_ONE}/resolve": _decision("Say that what made it fail is mended."),
    f"{_ONE}/ignore": _decision("Say that nothing needs to be done about it."),
    f"{_ONE}/retry": at(
        "failure_id",
        post=act("Try all of a group again.", {"202": STARTED}, errors=(404,)),
    ),
    f"{API}/reports/daily": at(
        get=thing(
            "What failed on a day.",
            named("DailyReport"),
            parameters=(query("date", {**DAY, "format": "report-day"}, "The day; yesterday when left out."),),
        )
    ),
}
