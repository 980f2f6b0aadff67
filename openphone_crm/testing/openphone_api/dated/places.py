"""Numbers and people of the 2026-03-30 surface."""

from __future__ import annotations

from typing import Any, Final

from openphone_crm.testing.happenings import Line
from openphone_crm.testing.openphone_api.dated.listing import PAGES, listed
from openphone_crm.testing.openphone_api.exchange import ApiResponse
from openphone_crm.testing.openphone_api.parameters import E164, LINE_ID, USER_ID
from openphone_crm.testing.openphone_api.refusals import bad, not_found
from openphone_crm.testing.openphone_api.routes import Asked
from openphone_crm.testing.openphone_api.shapes import (
    line_shape,
    member_shape,
    members_of,
    restrictions,
)

_RESTRICTIONS: Final = "restrictions"


def list_numbers(asked: Asked) -> ApiResponse:
    """List our numbers."""
    asked.parameters.know(("phoneNumber", "include", *PAGES))
    number = asked.parameters.one("phoneNumber", E164)
    lines = [line for line in asked.workspace.lines.values() if number in (None, line.number)]
    parts = _parts_asked_for(asked)
    return listed(asked, lines, place=lambda each: ("", each.id), shape=lambda each: _number(each, parts))


def get_number(asked: Asked) -> ApiResponse:
    """Show one of our numbers."""
    asked.parameters.know(("include",))
    return ApiResponse.of({"data": _number(_line_asked_for(asked), _parts_asked_for(asked))})


def list_number_users(asked: Asked) -> ApiResponse:
    """List those who share a number, by their ids."""
    asked.parameters.know(PAGES)
    members = members_of(_line_asked_for(asked), asked.workspace)
    return listed(asked, members, place=lambda each: ("", each["id"]), shape=dict, newest_first=False)


def list_users(asked: Asked) -> ApiResponse:
    """List those who work in the workspace."""
    asked.parameters.know(PAGES)
    members = list(asked.workspace.members.values())
    return listed(asked, members, place=lambda each: ("", each.id), shape=member_shape)


def get_user(asked: Asked) -> ApiResponse:
    """Show somebody who works in the workspace."""
    member = asked.workspace.members.get(asked.id(USER_ID))
    if member is None:
        raise not_found("User", asked.ids[0])
    return ApiResponse.of({"data": member_shape(member)})


def _line_asked_for(asked: Asked) -> Line:
    line = asked.workspace.lines.get(asked.id(LINE_ID))
    if line is None:
        raise not_found("Number", asked.ids[0])
    return line


def _parts_asked_for(asked: Asked) -> tuple[str, ...]:
    parts = asked.parameters.listed("include")
    if not set(parts) <= {_RESTRICTIONS}:
        raise bad("/query/include", "Expected 'restrictions'", ",".join(parts))
    return parts


def _number(line: Line, parts: tuple[str, ...]) -> dict[str, Any]:
    asked_for = {_RESTRICTIONS: restrictions()} if parts else {}
    return {**line_shape(line), "phoneNumber": line.number, **asked_for}
