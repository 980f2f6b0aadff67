"""What stands around every page: where one can go, what waits there, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import attrs

from openphone_crm.access import Role, Token
from openphone_crm.alerts import Alert, by_urgency
from openphone_crm.extraction.suggestions import SuggestionStatus
from openphone_crm.extraction.views import ApprovalFilter
from openphone_crm.failure_views import FailureFilter
from openphone_crm.failures import FailureState
from openphone_crm.paging import Page, PageRequest
from openphone_crm.ports.alert_book import AlertBook
from openphone_crm.ports.extraction_readers import ApprovalReader
from openphone_crm.ports.failures import Failures

from .flashes import Flash
from .navigation import ON_A_PHONE, Badge, places_for

T = TypeVar("T")

MOST_COUNTED = 99


@attrs.frozen(kw_only=True)
class Viewer:
    """Who looks at a page, from where, and in whose time."""

    token: Token
    csrf: str
    path: str
    address: str
    zone: ZoneInfo
    now: datetime
    flash: Flash | None = None


@attrs.frozen
class _Surroundings:
    counts: Mapping[Badge, str]
    alerts: tuple[Alert, ...]


@attrs.define
class Frame:
    """Looks at what is the same on every page, anew whenever anything has changed."""

    approvals: ApprovalReader
    failures: Failures
    alert_book: AlertBook
    _known: tuple[str, _Surroundings] | None = None

    def context(self, viewer: Viewer, state: str) -> dict[str, object]:
        """
        What the templates around a page need; `state` stands for all that is stored.

        Raises:
            UnavailableError: When the store is away.
        """
        around = self._around(state)
        places = places_for(viewer.token.role)
        return {
            "viewer": viewer,
            "may_act": viewer.token.role.includes(Role.OPERATOR),
            "is_admin": viewer.token.role is Role.ADMIN,
            "csrf": viewer.csrf,
            "flash": viewer.flash,
            "zone": viewer.zone,
            "now": viewer.now,
            "alerts": around.alerts,
            "counts": around.counts,
            "places": places,
            "first_places": places[:ON_A_PHONE],
            "further_places": places[ON_A_PHONE:],
            "count": 0,
        }

    def _around(self, state: str) -> _Surroundings:
        known = self._known
        if known is not None and known[0] == state:
            return known[1]
        waiting = self.approvals.find(ApprovalFilter(status=SuggestionStatus.PENDING), _few())
        failing = self.failures.find(FailureFilter(state=FailureState.OPEN), _few())
        around = _Surroundings(
            counts={Badge.APPROVALS: _counted(waiting), Badge.FAILURES: _counted(failing)},
            alerts=tuple(by_urgency(self.alert_book.find(_few(), is_open=True).items)),
        )
        self._known = (state, around)
        return around


def _few() -> PageRequest:
    return PageRequest(MOST_COUNTED)


def _counted(page: Page[T]) -> str:
    if not page.items:
        return ""
    return f"{MOST_COUNTED}+" if page.next else str(len(page.items))
