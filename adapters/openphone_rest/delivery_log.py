"""What OpenPhone has tried to deliver (port `DeliveryLogApi`)."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from openphone_crm.errors import CrmError, NotFoundError, UnavailableError, UncertainError
from openphone_crm.moments import parse_moment
from openphone_crm.remote import DeliveryPage, LoggedDelivery, Registration, Surface

from .answers import a_little_before, one, path_part, perhaps, several, word
from .client import Client, Json
from .refusals import OPENPHONE, Refusal
from .wire import Parameters

_PAGE: Final = "50"
_FEW: Final = "10"
_LOOKS: Final = 5


class RestDeliveryLog:
    """Shows the log of a webhook of the newer API."""

    def __init__(self, client: Client, pause: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._pause = pause

    def deliveries(
        self, registration: Registration, *, since: datetime, cursor: str | None = None
    ) -> DeliveryPage:
        """
        What was to be delivered to this webhook since then, the newest first.

        Raises:
            NotFoundError: When there is no such webhook, or no such API.
        """
        parameters = [("createdAt[gt]", a_little_before(since)), ("limit", _PAGE)]
        answer = self._list(registration, [*parameters, *([("after", cursor)] if cursor else ())])
        items = (_delivery(each) for each in several(answer))
        return DeliveryPage(
            items=tuple(each for each in items if each.created_at >= since),
            next_cursor=perhaps(answer.get("nextCursor")),
        )

    def payload(self, registration: Registration, delivery_id: str) -> Mapping[str, Any]:
        """
        The JSON that this delivery holds.

        Raises:
            NotFoundError: When the log does not have it (any more).
        """
        path = f"{_path(registration)}/{path_part('delivery', delivery_id)}"
        answer = self._client.get(path, surface=Surface.DATED, meaning=_not_in_the_log)
        match one(answer).get("requestBody"):
            case dict() as payload:
                return payload
            case _:
                raise NotFoundError("delivery", delivery_id)

    def latest(self, registration: Registration) -> Sequence[LoggedDelivery]:
        """The last few deliveries."""
        answer = self._list(registration, [("limit", _FEW)])
        return [_delivery(each) for each in several(answer)]

    def await_test(self, registration: Registration, *, known: Collection[str]) -> str:
        """
        Look for a test event that was not known before; how it is answered does not say its delivery id.

        Raises:
            UncertainError: When it does not appear.
        """
        for look in range(_LOOKS):
            self._pause(look / 2)
            for each in self.latest(registration):
                # It is about no event that has happened.
                if each.resource_id is None and each.id not in known:
                    return each.id
        raise UncertainError(OPENPHONE, "its log does not show the test event")

    def _list(self, registration: Registration, parameters: Parameters) -> Json:
        return self._client.get(
            _path(registration), parameters, surface=Surface.DATED, meaning=_not_in_the_log
        )


def _path(registration: Registration) -> str:
    return f"/webhooks/{path_part('webhook', registration.id)}/events"


def _delivery(resource: Json) -> LoggedDelivery:
    status = resource.get("status")
    created_at = parse_moment(resource.get("createdAt"))
    if created_at is None:
        raise UnavailableError(OPENPHONE, "its answer has another form")
    return LoggedDelivery(
        id=word(resource, "id"),
        event_type=word(resource, "eventType"),
        created_at=created_at,
        is_delivered=status == "success",
        is_given_up=status == "failed",
        resource_id=perhaps(resource.get("resourceId")),
    )


def _not_in_the_log(refusal: Refusal) -> CrmError | None:
    return (
        NotFoundError("delivery log", "of this webhook") if refusal.status == HTTPStatus.NOT_FOUND else None
    )
