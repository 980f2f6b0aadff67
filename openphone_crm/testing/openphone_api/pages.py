"""Long lists, page by page: each begins behind the last entry of the one before, whatever has come since."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from typing import Generic, TypeAlias, TypeVar

import attrs

from openphone_crm.testing.openphone_api.refusals import bad

Entry = TypeVar("Entry")
Place: TypeAlias = tuple[str, str]
"""Where an entry stands: its moment as OpenPhone writes it, and its id."""


@attrs.frozen
class Page(Generic[Entry]):
    """Some entries, and what to ask with for those that follow."""

    entries: tuple[Entry, ...]
    next: str | None


def page_of(
    entries: Iterable[Entry],
    place: Callable[[Entry], Place],
    *,
    limit: int,
    after: str | None,
    newest_first: bool = True,
) -> Page[Entry]:
    """Return one page of them."""
    ordered = sorted(entries, key=place, reverse=newest_first)
    if after is not None:
        last = _read(after)
        ordered = [each for each in ordered if _is_behind(place(each), last, newest_first=newest_first)]
    shown = tuple(ordered[:limit])
    return Page(shown, _written(place(shown[-1])) if len(ordered) > limit else None)


def _is_behind(place: Place, last: Place, *, newest_first: bool) -> bool:
    return place < last if newest_first else place > last


def _written(place: Place) -> str:
    return urlsafe_b64encode("|".join(place).encode()).decode().rstrip("=")


def _read(cursor: str) -> Place:
    try:
        moment, _, id_ = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition("|")
    except ValueError:
        raise bad("/query", "The cursor is not one of ours", cursor) from None
    return moment, id_
