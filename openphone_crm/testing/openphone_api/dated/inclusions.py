"""What a call brings along when it is asked to: its summary, its voicemail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from openphone_crm.testing.openphone_api.known import KnownCall
from openphone_crm.testing.openphone_api.routes import Asked
from openphone_crm.testing.payloads.envelopes import as_list


def included(asked: Asked, known: KnownCall, parts: tuple[str, ...]) -> dict[str, Any]:
    """Return the parts that are asked for; a voicemail that there is not is left out."""
    found = {part: INCLUSIONS[part](asked, known) for part in parts}
    return {part: shape for part, shape in found.items() if shape is not None}


def _summary(asked: Asked, known: KnownCall) -> dict[str, Any]:
    is_ready = known.is_ready(asked.now)
    summary = known.summary if is_ready else None
    is_by_agent = known.call.is_answered_by_ai
    absent = "absent" if is_ready else "in-progress"
    return {
        "status": summary.status if summary else absent,
        "type": ("agent" if is_by_agent else "human") if summary else None,
        "summary": as_list(summary.summary) if summary else None,
        "nextSteps": as_list(summary.next_steps) if summary and not is_by_agent else None,
        "jobs": [] if summary and is_by_agent else None,
        "title": None,
    }


def _voicemail(asked: Asked, known: KnownCall) -> dict[str, Any] | None:
    voicemail = known.call.voicemail
    if voicemail is None:
        return None
    is_ready = known.has_voicemail_ready(asked.now)
    return {
        "id": voicemail.id,
        "status": "completed" if is_ready else "in-progress",
        # It is known before the rest.
        "duration": voicemail.duration,
        "recordingUrl": asked.workspace.shown_url(voicemail.url) if is_ready else None,
        "transcript": voicemail.transcript if is_ready else None,
    }


_Shape = Callable[[Asked, KnownCall], dict[str, Any] | None]

INCLUSIONS: Final[Mapping[str, _Shape]] = MappingProxyType({"summary": _summary, "voicemail": _voicemail})
"""The parts that there are, and what shows each."""
