"""What OpenPhone's API shows when it is asked, and who is where in the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import attrs


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
    rotated.
    """

    id: str
    surface: Surface
    url: str
    events: frozenset[str]
    is_enabled: bool
    label: str | None = None
    key: str | None = attrs.field(default=None, repr=False)
