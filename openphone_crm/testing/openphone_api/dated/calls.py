"""Calls of the 2026-03-30 surface: of everybody, those of many included."""

from __future__ import annotations

from typing import Any, Final

from openphone_crm.testing.happenings import Recording
from openphone_crm.testing.openphone_api.bounds import Bounds
from openphone_crm.testing.openphone_api.dated.inclusions import INCLUSIONS, included
from openphone_crm.testing.openphone_api.dated.listing import PAGES, listed
from openphone_crm.testing.openphone_api.exchange import ApiResponse
from openphone_crm.testing.openphone_api.known import KnownCall
from openphone_crm.testing.openphone_api.pages import Place
from openphone_crm.testing.openphone_api.parameters import ACTOR_ID, LINE_ID
from openphone_crm.testing.openphone_api.refusals import bad, not_found
from openphone_crm.testing.openphone_api.routes import Asked
from openphone_crm.testing.openphone_api.shapes import call_course, call_status
from openphone_crm.testing.openphone_api.v1.parts import recording_shape
from openphone_crm.testing.payloads.envelopes import dialogue, talk_seconds
from openphone_crm.testing.payloads.timestamps import milliseconds

CALL_ID: Final = r"AC.*"
_STATUS: Final = (
    "queued|initiated|ringing|in-progress|completed|busy|failed|no-answer"
    "|canceled|missed|answered|forwarded|abandoned"
)
_FILTERS: Final = (
    "phoneNumberId",
    "actorId",
    "participant",
    "participant[in]",
    "direction",
    "status",
    "status[in]",
    # Only these two, which include the moment itself: messages have the other two.
    "createdAt[gte]",
    "createdAt[lte]",
    "include",
    *PAGES,
)


def list_calls(asked: Asked) -> ApiResponse:
    """List calls, the newest first."""
    asked.parameters.know(_FILTERS)
    wanted = _Wanted(asked)
    parts = _parts_asked_for(asked)
    found = [each for each in list(asked.workspace.calls.values()) if wanted.holds(each)]
    return listed(asked, found, place=_place, shape=lambda each: _shape(asked, each, parts))


def get_call(asked: Asked) -> ApiResponse:
    """Show one call."""
    asked.parameters.know(("include",))
    return ApiResponse.of({"data": _shape(asked, _call_asked_for(asked), _parts_asked_for(asked))})


def list_recordings(asked: Asked) -> ApiResponse:
    """List the recorded segments of a call, the oldest first."""
    asked.parameters.know(PAGES)
    known = _call_asked_for(asked)
    is_ready = known.is_ready(asked.now)
    return listed(
        asked,
        known.call.recordings,
        place=_begun,
        shape=lambda each: recording_shape(each, asked.workspace, is_ready),
        newest_first=False,
    )


def list_transcripts(asked: Asked) -> ApiResponse:
    """List the words of each segment: here there is one segment at most."""
    asked.parameters.know(PAGES)
    known = _call_asked_for(asked)
    segments = known.call.recordings[:1] if known.transcript and known.is_ready(asked.now) else ()
    return listed(
        asked, segments, place=_begun, shape=lambda each: _transcript(known, each), newest_first=False
    )


class _Wanted:
    """The filters that are asked for."""

    def __init__(self, asked: Asked) -> None:
        parameters = asked.parameters
        self._bounds = Bounds.within(parameters)
        self._line = parameters.one("phoneNumberId", LINE_ID)
        self._actor = parameters.one("actorId", ACTOR_ID)
        self._direction = parameters.one("direction", "incoming|outgoing")
        self._statuses = _either(asked, "status", _STATUS)
        self._participants = _either(asked, "participant", r"\S+")

    def holds(self, known: KnownCall) -> bool:
        """Say whether a call is wanted."""
        call = known.call
        return (
            self._line in (None, call.line.id)
            and self._actor in (None, _actor(known))
            and self._direction in (None, call.direction)
            and (not self._statuses or call_status(call) in self._statuses)
            # Who joined a call later is not found by it.
            and (not self._participants or not self._participants.isdisjoint(call.parties))
            and self._bounds.hold(call.created_at)
        )


def _either(asked: Asked, name: str, form: str) -> set[str]:
    one = asked.parameters.one(name, form)
    return {*asked.parameters.listed(f"{name}[in]", form), *([one] if one is not None else ())}


def _parts_asked_for(asked: Asked) -> tuple[str, ...]:
    parts = asked.parameters.listed("include")
    if not set(parts) <= INCLUSIONS.keys() or len(set(parts)) < len(parts):
        raise bad("/query/include", f"Expected some of {', '.join(INCLUSIONS)}", ",".join(parts))
    return parts


def _call_asked_for(asked: Asked) -> KnownCall:
    known = asked.workspace.calls.get(asked.id(CALL_ID))
    if known is None:
        raise not_found("Call", asked.ids[0])
    return known


def _shape(asked: Asked, known: KnownCall, parts: tuple[str, ...]) -> dict[str, Any]:
    return {
        **call_course(known),
        "actorId": _actor(known),
        "participants": _participants(known),
        "duration": round(talk_seconds(known.call) or 0),
        **included(asked, known, parts),
    }


def _actor(known: KnownCall) -> str:
    call = known.call
    return str(call.answered_by if call.is_answered_by_ai else call.line.user_id)


def _participants(known: KnownCall) -> list[dict[str, Any]]:
    line = known.call.line
    numbers = (*known.call.parties, *known.others)
    return [
        {"phoneNumber": number, "actorId": _actor(known) if number == line.number else None}
        for number in numbers
    ]


def _transcript(known: KnownCall, recording: Recording) -> dict[str, Any]:
    transcript = known.transcript
    lines = dialogue(transcript) if transcript else None
    return {
        "recordingId": f"CR{recording.name}",
        "status": transcript.status if transcript else "absent",
        "startTime": milliseconds(recording.started_at),
        "createdAt": milliseconds(transcript.created_at if transcript else known.updated_at),
        "duration": talk_seconds(known.call),
        "dialogue": lines and [_utterance(each) for each in lines],
    }


def _utterance(line: dict[str, Any]) -> dict[str, Any]:
    words = {name: line[name] for name in ("content", "start", "end", "identifier")}
    return {**words, "actorId": line["userId"]}


def _begun(recording: Recording) -> Place:
    return str(milliseconds(recording.started_at)), recording.name


def _place(known: KnownCall) -> Place:
    return str(milliseconds(known.call.created_at)), known.call.id
