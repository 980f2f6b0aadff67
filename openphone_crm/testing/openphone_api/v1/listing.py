"""How v1 lists: by line and participants, in pages, with a total that is wrong by its own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from openphone_crm.testing.openphone_api.exchange import ApiResponse
from openphone_crm.testing.openphone_api.known import Thread
from openphone_crm.testing.openphone_api.pages import Place, page_of
from openphone_crm.testing.openphone_api.parameters import LINE_ID, USER_ID
from openphone_crm.testing.openphone_api.refusals import not_found
from openphone_crm.testing.openphone_api.routes import Asked

Entry = TypeVar("Entry")

_LONGEST: Final = 100
BY_CONVERSATION: Final = (
    "phoneNumberId",
    "participants",
    "userId",
    "since",
    "createdAfter",
    "createdBefore",
    "maxResults",
    "pageToken",
)


def conversation_asked_for(asked: Asked, form: str, *, at_most: int) -> Thread | None:
    """
    Find the conversation that the parameters name; None is one in which nothing has happened.

    Raises:
        RefusalError: When they do not name one, or no line of ours.
    """
    parameters = asked.parameters
    parameters.know(BY_CONVERSATION)
    parameters.one("userId", USER_ID)
    line_id = parameters.one("phoneNumberId", LINE_ID, required=True) or ""
    parties = parameters.every("participants", form, at_least=1, at_most=at_most)
    line = asked.workspace.lines.get(line_id)
    if line is None:
        raise not_found("Number", line_id)
    return asked.workspace.thread_of(line, parties)


def listed(
    asked: Asked,
    entries: Iterable[Entry],
    *,
    place: Callable[[Entry], Place],
    shape: Callable[[Entry], dict[str, Any]],
    limit: int | None = None,
) -> ApiResponse:
    """Answer with one page: of the size that must be given, where no other is."""
    limit = limit or asked.parameters.number("maxResults", highest=_LONGEST, required=True)
    page = page_of(entries, place, limit=limit, after=asked.parameters.one("pageToken"))
    shapes = [shape(each) for each in page.entries]
    return ApiResponse.of({"data": shapes, "totalItems": len(shapes), "nextPageToken": page.next})
