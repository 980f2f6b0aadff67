"""From the JSON of an answer to its parts, without trust that they are there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from openphone_crm.errors import NotFoundError, UnavailableError
from openphone_crm.moments import format_moment, parse_moment
from openphone_crm.remote import Fetched, FetchedKind, Surface, Window

from .client import Json
from .refusals import OPENPHONE

_ONE_SECOND: Final = timedelta(seconds=1)
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,100}")


def path_part(kind: str, openphone_id: str) -> str:
    """
    An id as it may stand in a path: it came with a webhook, and might lead elsewhere.

    Raises:
        NotFoundError: When nothing of OpenPhone's has such an id.
    """
    if not _ID.fullmatch(openphone_id):
        raise NotFoundError(kind, openphone_id)
    return openphone_id


def one(answer: Json) -> Json:
    """
    The one resource of an answer.

    Raises:
        UnavailableError: When there is none.
    """
    match answer.get("data"):
        case dict() as resource:
            return resource
        case _:
            raise _other_form()


def several(answer: Json) -> Sequence[Json]:
    """
    The resources of an answer.

    Raises:
        UnavailableError: When it is no list of them.
    """
    match answer.get("data"):
        case list(resources) if all(isinstance(each, dict) for each in resources):
            return resources
        case _:
            raise _other_form()


def word(resource: Json, name: str) -> str:
    """
    A text that must be there.

    Raises:
        UnavailableError: When it is not.
    """
    match resource.get(name):
        case str(text) if text:
            return text
        case _:
            raise _other_form()


def perhaps(value: Any) -> str | None:  # noqa: ANN401 - foreign JSON
    """A text, or None where there is none."""
    return value if isinstance(value, str) and value else None


def fetched(kind: FetchedKind, surface: Surface, resource: Json) -> Fetched:
    """A message or call, under its own id."""
    return Fetched(kind=kind, surface=surface, openphone_id=word(resource, "id"), resource=resource)


def made_at(item: Fetched) -> datetime | None:
    """When it was made, if it says so."""
    return parse_moment(item.resource.get("createdAt"))


def a_little_before(moment: datetime) -> str:
    """
    A bound that leaves out nothing from this moment on.

    Some of OpenPhone's bounds leave themselves out, and of others nobody says whether they do.
    """
    return format_moment(_whole_milliseconds(moment - _ONE_SECOND))


def a_little_after(moment: datetime) -> str:
    """Give a bound that leaves out nothing up to this moment."""
    return format_moment(_whole_milliseconds(moment + _ONE_SECOND))


def is_within(item: Fetched, window: Window) -> bool:
    """Whether it was made in the window; what does not say when might have been."""
    moment = made_at(item)
    return moment is None or window.since <= moment < window.until


def _whole_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _other_form() -> UnavailableError:
    return UnavailableError(OPENPHONE, "its answer has another form")
