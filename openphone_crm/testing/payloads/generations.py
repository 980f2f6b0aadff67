"""The generations of webhook that are alive, and what each of them tells."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import attrs

from openphone_crm.testing.happenings import Happening


class Generation(StrEnum):
    """A shape of payload, by the words of its `apiVersion`."""

    APP_V2 = "app-v2"
    APP_V3 = "app-v3"
    API_V4 = "api-v4"
    DATED = "2026-03-30"

    @classmethod
    def named(cls, name: str) -> Generation:
        """
        Find a generation by its own name or by the one that the command line uses.

        >>> Generation.named("legacy-app")
        <Generation.APP_V3: 'app-v3'>
        """
        return cls(_COMMAND_LINE_NAMES.get(name, name))

    @property
    def is_legacy(self) -> bool:
        """Whether its deliveries carry `openphone-signature`."""
        return self is not Generation.DATED


_COMMAND_LINE_NAMES: Final = {"legacy-app": "app-v3", "legacy-api": "api-v4"}

_MESSAGES_AND_CALLS: Final = frozenset(
    {
        "message.received",
        "message.delivered",
        "call.ringing",
        "call.completed",
        "call.recording.completed",
        "call.summary.completed",
        "call.transcript.completed",
    }
)
_CONTACTS: Final = frozenset({"contact.updated", "contact.deleted"})
_DATED_ONLY: Final = frozenset(
    {
        "message.failed",
        "message.undelivered",
        "call.answered",
        "call.missed",
        "call.forwarded",
        "call.voicemail.completed",
        "call.menu.selected",
        "task.assigned",
    }
)

SENT_BY: Final[Mapping[Generation, frozenset[str]]] = MappingProxyType(
    {
        Generation.APP_V2: _MESSAGES_AND_CALLS | _CONTACTS,
        Generation.APP_V3: _MESSAGES_AND_CALLS | _CONTACTS,
        Generation.API_V4: _MESSAGES_AND_CALLS,
        Generation.DATED: _MESSAGES_AND_CALLS | _CONTACTS | _DATED_ONLY,
    }
)
_KNOWN: Final = SENT_BY[Generation.DATED]


@attrs.frozen
class NotSentError(LookupError):
    """This generation of webhook never sends this type of event."""

    generation: Generation
    type: str

    def __str__(self) -> str:
        """Say which generation does not send which type."""
        return f"{self.generation.value} never sends {self.type}"


def is_sent_by(happening: Happening, generation: Generation) -> bool:
    """Say whether that generation tells of this happening; types nobody knows yet may come from any."""
    return happening.type not in _KNOWN or happening.type in SENT_BY[generation]
