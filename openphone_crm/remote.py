"""What OpenPhone's API shows when it is asked, and who is where in the workspace."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

import attrs

from openphone_crm.errors import InvalidInputError


class Surface(StrEnum):
    """The two APIs that are alive at the same time; only the second can be asked for a stretch of time."""

    V1 = "v1"
    DATED = "2026-03-30"


class FetchedKind(StrEnum):
    """What can be asked for."""

    MESSAGE = "message"
    CALL = "call"
    RECORDINGS = "recordings"
    VOICEMAIL = "voicemail"
    TRANSCRIPT = "transcript"
    SUMMARY = "summary"


@attrs.frozen(kw_only=True)
class Fetched:
    """
    A resource as the API showed it; the codec reads it.

    `openphone_id` is that of the message or call it is or belongs to. `resource` is the JSON object as
    it came; of several recordings, or transcripts of several, an object with the list in `data`.
    """

    kind: FetchedKind
    surface: Surface
    openphone_id: str
    resource: Mapping[str, Any] = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class FetchedPage:
    """Some of what was asked for; `next_cursor` leads to more, from whatever process."""

    items: tuple[Fetched, ...]
    next_cursor: str | None = None


@attrs.frozen(kw_only=True)
class LoggedDelivery:
    """
    A delivery as OpenPhone's own log has it.

    `id` is what its `webhook-id` says, however often it is tried; `is_delivered` is whether a try was
    answered with a 2xx, and `is_given_up` whether there will be no other.
    """

    id: str
    event_type: str
    created_at: datetime
    is_delivered: bool
    is_given_up: bool = False
    resource_id: str | None = None


@attrs.frozen(kw_only=True)
class DeliveryPage:
    """Some of the log, the newest first; `next_cursor` leads to what is older."""

    items: tuple[LoggedDelivery, ...]
    next_cursor: str | None = None


@attrs.frozen
class Window:
    """A stretch of time: from `since` on, and before `until`."""

    since: datetime
    until: datetime


@attrs.frozen(kw_only=True)
class WorkspaceLine:
    """A phone number of the shop."""

    id: str
    number: str
    name: str | None = None


@attrs.frozen(kw_only=True)
class WorkspaceUser:
    """Somebody who works here; their number is no customer's, and their name neither."""

    id: str
    first_name: str | None = None
    last_name: str | None = None


@attrs.frozen(kw_only=True)
class TextToSend:
    """A text from one of our numbers to one party, or to several as one group."""

    from_number: str
    to_numbers: tuple[str, ...]
    text: str = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Registration:
    """
    A webhook as OpenPhone has it.

    `key` signs its deliveries; the older API shows it always, the newer one only when it is made or
    rotated. `is_of_all_lines` is whether it reports on all phone numbers.
    """

    id: str
    surface: Surface
    url: str
    events: frozenset[str]
    is_enabled: bool
    is_of_all_lines: bool = True
    label: str | None = None
    key: str | None = attrs.field(default=None, repr=False)


V1_FAMILIES: Final = MappingProxyType(
    {
        "messages": frozenset({"message.received", "message.delivered"}),
        "calls": frozenset({"call.ringing", "call.completed", "call.recording.completed"}),
        "call-summaries": frozenset({"call.summary.completed"}),
        "call-transcripts": frozenset({"call.transcript.completed"}),
    }
)
"""Which events the older API reports, by the kind of webhook that each of them wants."""


def one_v1_family(events: Collection[str]) -> str:
    """
    The one kind of webhook that reports all these events by the older API.

    >>> one_v1_family(["call.ringing", "call.completed"])
    'calls'

    Raises:
        InvalidInputError: When it takes several, or none does.
    """
    for family, reported in V1_FAMILIES.items():
        if events and reported.issuperset(events):
            return family
    raise InvalidInputError("events", f"the older API has no webhook for all of {', '.join(sorted(events))}")
