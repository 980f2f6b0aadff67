"""Calls of the v1 surface, which knows calls of two only."""

from __future__ import annotations

from typing import Any, Final

from openphone_crm.testing.openphone_api.bounds import Bounds
from openphone_crm.testing.openphone_api.exchange import ApiResponse
from openphone_crm.testing.openphone_api.known import KnownCall
from openphone_crm.testing.openphone_api.pages import Place
from openphone_crm.testing.openphone_api.parameters import ANYTHING
from openphone_crm.testing.openphone_api.refusals import RefusalError, not_found
from openphone_crm.testing.openphone_api.routes import Asked
from openphone_crm.testing.openphone_api.shapes import call_course
from openphone_crm.testing.openphone_api.v1.listing import conversation_asked_for, listed
from openphone_crm.testing.payloads.timestamps import milliseconds

CALL_ID: Final = r"AC.*"


def list_calls(asked: Asked) -> ApiResponse:
    """List the calls with one other, the newest first."""
    thread = conversation_asked_for(asked, ANYTHING, at_most=1)
    bounds = Bounds.of_v1(asked.parameters)
    found = [asked.workspace.calls[id_] for id_ in (thread.calls if thread else ())]
    return listed(
        asked,
        [each for each in found if not each.others and bounds.hold(each.call.created_at)],
        place=_place,
        shape=_call,
    )


def get_call(asked: Asked) -> ApiResponse:
    """Show one call."""
    return ApiResponse.of({"data": _call(call_asked_for(asked))})


def call_asked_for(asked: Asked) -> KnownCall:
    """
    Find the call that the path names.

    Raises:
        RefusalError: When there is none, or more than two took part in it.
    """
    known = asked.workspace.calls.get(asked.id(CALL_ID))
    if known is None:
        raise not_found("Call", asked.ids[0])
    if known.others:
        title = "Too Many Participants"
        raise RefusalError(status=400, title=title, variant="01", message=title)
    return known


def _call(known: KnownCall) -> dict[str, Any]:
    call = known.call
    ends = call.completed_at or call.created_at
    return {
        **call_course(known),
        "participants": list(call.parties),
        # It includes the ringing, as that of the webhooks of the same generation.
        "duration": round((ends - call.created_at).total_seconds()),
        "userId": call.line.user_id,
    }


def _place(known: KnownCall) -> Place:
    return str(milliseconds(known.call.created_at)), known.call.id
