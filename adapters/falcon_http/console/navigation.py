"""Where one can go in the console."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

import attrs

from openphone_crm.access import Role


class Badge(StrEnum):
    """What is counted beside a place."""

    APPROVALS = "approvals"
    FAILURES = "failures"


@attrs.frozen(kw_only=True)
class Place:
    """A part of the console: where it is, and for whom."""

    path: str
    label: str
    icon: str
    short: str = ""
    badge: Badge | None = None
    role: Role = Role.VIEWER

    def holds(self, path: str) -> bool:
        """Whether a page belongs to this place."""
        return path == self.path or path.startswith(f"{self.path}/")


PLACES: Final = (
    Place(path="/conversations", label="Conversations", short="Inbox", icon="chat"),
    Place(path="/contacts", label="Contacts", icon="person"),
    Place(path="/approvals", label="Approvals", icon="check", badge=Badge.APPROVALS),
    Place(path="/callbacks", label="Calls to return", short="Call back", icon="phone"),
    Place(path="/review", label="Review", icon="eye"),
    Place(path="/webhook-events", label="Webhook events", icon="inbox"),
    Place(path="/failures", label="Failures", icon="warning", badge=Badge.FAILURES),
    Place(path="/reports/daily", label="Daily report", icon="report"),
    Place(path="/status", label="Status", icon="pulse"),
    Place(path="/settings", label="Settings", icon="sliders", role=Role.ADMIN),
    Place(path="/people", label="People & tokens", icon="key", role=Role.ADMIN),
)
ON_A_PHONE: Final = 4
"""So many of them stand at the bottom of a phone; the rest is one touch further."""


def places_for(role: Role) -> Sequence[Place]:
    """Give the places that a role may see."""
    return [place for place in PLACES if role.includes(place.role)]
