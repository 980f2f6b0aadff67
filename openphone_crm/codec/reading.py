"""Reading foreign JSON: what has the right shape is taken, what has not is as if it were absent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import attrs

from openphone_crm.errors import PayloadError
from openphone_crm.events import Direction, Media, ProcessingState, Utterance
from openphone_crm.moments import parse_moment
from openphone_crm.phones import normalised
from openphone_crm.stamps import Stamp
from openphone_crm.texts import storable

Json = Mapping[str, Any]
T = TypeVar("T")

MOST_OF_FEW = 100
"""Many times what OpenPhone sends of parties (a group text has ten receivers), numbers and recordings."""

_LONGEST_ID = 200
_LONGEST_SECONDS = 10_000_000.0
_STATES = {state.value: state for state in ProcessingState}


@attrs.frozen(kw_only=True)
class Envelope:
    """What was sent: a resource, its context (2026-03-30 only), and what surrounds the two."""

    type: str
    reported_at: datetime
    digest: str
    region: str
    resource: Json
    context: Json
    deep_link: str | None = None

    @property
    def phone_number_id(self) -> str | None:
        """OpenPhone's id of our number: in the context, or in the resource of older webhooks."""
        return identifier(self.context.get("phoneNumberId")) or identifier(self.resource.get("phoneNumberId"))

    def stamp(self, rank: int) -> Stamp:
        """The version of this copy: the resource's `updatedAt`, else the envelope's time."""
        moment = parse_moment(self.resource.get("updatedAt")) or self.reported_at
        return Stamp(moment, rank, self.digest)

    def required_id(self, *names: str) -> str:
        """
        The first of these fields of the resource that holds an id.

        Raises:
            PayloadError: When none does; nothing can be stored without it.
        """
        for name in names:
            if found := identifier(self.resource.get(name)):
                return found
        reason = f"no usable {' or '.join(names)} in the payload"
        raise PayloadError(reason, self.type)

    def party(self, value: object) -> str | None:
        """One party in its one spelling, or None where the value names nobody."""
        if not isinstance(value, str) or len(value) > _LONGEST_ID:
            return None
        return normalised(storable(value), self.region)

    def parties(self, value: object) -> tuple[str, ...]:
        """
        Several parties: a list, one text, or one text joined by commas; each once, in order.

        Raises:
            PayloadError: When there are too many to be true.
        """
        pieces: Iterable[object] = value if isinstance(value, list) else (value,)
        parts = self.few([part for piece in pieces for part in _split(piece)])
        return tuple(dict.fromkeys(filter(None, map(self.party, parts))))

    def few(self, things: list[T]) -> list[T]:
        """
        Things of which there are never many; a crowd of them would hold up a worker for minutes.

        Raises:
            PayloadError: When there are too many to be true.
        """
        if len(things) > MOST_OF_FEW:
            reason = f"more than {MOST_OF_FEW} parties, numbers or recordings"
            raise PayloadError(reason, self.type)
        return things


def mapping(value: object) -> Json:
    """The value when it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def objects(value: object) -> list[Json]:
    """The JSON objects in a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(value: object) -> str | None:
    """A text that says something."""
    return storable(value) if isinstance(value, str) and value else None


def texts(value: object) -> tuple[str, ...]:
    """The texts in a list that say something."""
    return tuple(filter(None, map(text, value))) if isinstance(value, list) else ()


def identifier(value: object) -> str | None:
    """A text short enough to be an id or a word of OpenPhone's; a longer one fits into no index."""
    found = text(value)
    return found if found and len(found) <= _LONGEST_ID else None


def seconds(value: object) -> float | None:
    """A duration in seconds: a finite number from 0, or a text that holds one."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    # NaN fails both comparisons.
    return number if 0 <= number <= _LONGEST_SECONDS else None


def direction(value: object) -> Direction | None:
    """The direction that a payload names."""
    return Direction(value) if value in ("incoming", "outgoing") else None


def state(value: object, *, has_content: bool) -> ProcessingState | None:
    """How far a summary or a transcript is; completed where the payload is silent but has content."""
    if isinstance(value, str):
        return _STATES.get(value)
    return ProcessingState.COMPLETED if has_content and value is None else None


def media(value: object) -> tuple[Media, ...]:
    """Attachments: objects with a url (current forms), or bare urls."""
    if not isinstance(value, list):
        return ()
    items = [item if isinstance(item, dict) else {"url": item} for item in value]
    return tuple(Media(url, identifier(item.get("type"))) for item in items if (url := text(item.get("url"))))


def dialogue(value: object) -> tuple[Utterance, ...]:
    """The lines of a transcript; the speaker is a phone number outside, a user id inside."""
    return tuple(
        Utterance(
            speaker=text(line.get("identifier")) or text(line.get("userId")),
            text=text(line.get("content")) or "",
            start=seconds(line.get("start")),
            end=seconds(line.get("end")),
            is_ours=text(line.get("userId")) is not None,
        )
        for line in objects(value)
    )


def _split(value: object) -> list[str]:
    return value.split(",") if isinstance(value, str) else []
