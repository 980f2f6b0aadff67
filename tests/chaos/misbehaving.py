"""Handlers that do what a marker in the text of an event says: wait, fail, hang, or end their process."""

from __future__ import annotations

import os
import re
import signal
import time
from uuid import uuid4

from openphone_crm.crm import ContactChange
from openphone_crm.events import MessageReported, Report, SummaryReported
from openphone_crm.handlers.people import Cause
from openphone_crm.ids import ChangeId, ContactId
from openphone_crm.working_set import WorkingSet

EFFECT = "chaos"

_MARKER = re.compile(r"#(\w+)(?:=(\d+))?#")
_FOR_EVER_S = 86_400


class PlannedError(Exception):
    """What an event raises that is meant to."""


def marked(text: str, deed: str, milliseconds: int = 0) -> str:
    """Write into a text what shall happen when it is worked on."""
    return f"{text} #{deed}={milliseconds}#"


def count_effect(report: Report, desk: WorkingSet, cause: Cause) -> None:
    """
    Leave a mark that nothing makes unique.

    Everything that the product writes may be written twice without harm; only this shows how often it was.
    """
    desk.history.append(
        ContactChange(
            id=ChangeId(str(uuid4())),
            contact_id=ContactId(str(uuid4())),
            field=type(report).__name__,
            old=None,
            new=None,
            source_kind=EFFECT,
            source_id=cause.event_id,
            at=cause.received_at,
        )
    )


def misbehave(report: Report, _desk: WorkingSet, _cause: Cause) -> None:
    """Do what the text says; one without a marker is an event like any other."""
    marker = _MARKER.search(_text_of(report))
    if marker is not None:
        _do(marker[1], int(marker[2] or 0) / 1000)


HANDLERS = (count_effect, misbehave)


def _text_of(report: Report) -> str:
    match report:
        case MessageReported():
            return report.text or ""
        case SummaryReported():
            return " ".join(report.summary)
        case _:
            return ""


def _do(deed: str, seconds: float) -> None:
    match deed:
        case "wait":
            time.sleep(seconds)
        case "work":
            _work(seconds)
        case "raise":
            raise PlannedError
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "abort":
            os.abort()
        case "hang":
            _work(_FOR_EVER_S)
        case "sleep":
            time.sleep(_FOR_EVER_S)
        case _:
            raise ValueError(deed)


def _work(seconds: float) -> None:
    """Keep the processor busy."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        pass
