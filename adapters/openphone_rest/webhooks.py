"""Webhooks of either API (port `WebhookApi`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from http import HTTPStatus

import attrs

from openphone_crm.errors import CrmError, NotFoundError, UnavailableError, UncertainError
from openphone_crm.remote import Registration, Surface, one_v1_family

from .answers import one, path_part, perhaps, several, word
from .client import Client, Json
from .delivery_log import RestDeliveryLog
from .refusals import OPENPHONE, Refusal

_ENABLED = "enabled"
_ALL_LINES = ["*"]


class RestWebhooks:
    """Registers webhooks."""

    def __init__(self, client: Client, log: RestDeliveryLog) -> None:
        self._client = client
        self._log = log

    def registrations(self, surface: Surface) -> Sequence[Registration]:
        """
        Those that were made by this API.

        Raises:
            NotFoundError: When the workspace does not have this API.
        """
        answer = self._client.get(_root(surface), surface=surface, meaning=_no_such_api)
        return [_registration(each, surface) for each in several(answer)]

    def create(self, surface: Surface, *, url: str, events: Collection[str], label: str) -> Registration:
        """
        Make one for all phone numbers, enabled; it comes with its key.

        Raises:
            InvalidInputError: When v1 is asked for events of several families: it wants a webhook for each.
        """
        path = _root(surface) if surface is Surface.DATED else f"{_root(surface)}/{one_v1_family(events)}"
        document = {
            "url": url,
            "events": sorted(events),
            "label": label,
            "status": _ENABLED,
            "resourceIds": _ALL_LINES,
        }
        return self._changed("POST", path, document, surface=surface)

    def update(self, registration: Registration, *, events: Collection[str]) -> Registration:
        """Have it enabled, and report these events of all phone numbers."""
        document = {"status": _ENABLED, "events": sorted(events), "resourceIds": _ALL_LINES}
        return self._changed("PATCH", _path(registration), document, surface=Surface.DATED)

    def rotate(self, registration: Registration) -> Registration:
        """Give it a new key, and show it."""
        path = f"{_path(registration)}/rotate"
        answer = self._client.change("POST", path, surface=Surface.DATED, meaning=_no_such_webhook)
        return attrs.evolve(registration, key=_surely(answer, "key"))

    def send_test_event(self, registration: Registration) -> str:
        """
        Have a signed test event delivered to it, and give its delivery id.

        Raises:
            UncertainError: When its log does not show the delivery.
        """
        event = min(registration.events, default="message.received")
        before = self._log.latest(registration)
        path = f"{_path(registration)}/events/test"
        self._client.change(
            "POST", path, {"eventType": event}, surface=Surface.DATED, meaning=_no_such_webhook
        )
        return self._log.await_test(registration, known={each.id for each in before})

    def _changed(
        self, method: str, path: str, document: Mapping[str, object], *, surface: Surface
    ) -> Registration:
        meaning = _no_such_api if method == "POST" else _no_such_webhook
        answer = self._client.change(method, path, document, surface=surface, meaning=meaning)
        try:
            return _registration(one(answer), surface)
        except UnavailableError as error:
            raise UncertainError(OPENPHONE, error.cause) from None


def _root(surface: Surface) -> str:
    return "/webhooks" if surface is Surface.DATED else "/v1/webhooks"


def _path(registration: Registration) -> str:
    return f"{_root(Surface.DATED)}/{path_part('webhook', registration.id)}"


def _registration(resource: Json, surface: Surface) -> Registration:
    events = resource.get("events")
    return Registration(
        id=word(resource, "id"),
        surface=surface,
        url=word(resource, "url"),
        events=frozenset(filter(None, map(perhaps, events if isinstance(events, list) else ()))),
        is_enabled=resource.get("status") == _ENABLED,
        # None at all, as some answers have it, is no limit either.
        is_of_all_lines=(resource.get("resourceIds") or _ALL_LINES) == _ALL_LINES,
        label=perhaps(resource.get("label")),
        key=perhaps(resource.get("key")),
    )


def _surely(answer: Json, name: str) -> str:
    try:
        return word(one(answer), name)
    except UnavailableError as error:
        raise UncertainError(OPENPHONE, error.cause) from None


def _no_such_api(refusal: Refusal) -> CrmError | None:
    if refusal.status == HTTPStatus.NOT_FOUND:
        return NotFoundError("API", "for webhooks")
    return None


def _no_such_webhook(refusal: Refusal) -> CrmError | None:
    return NotFoundError("webhook", "of this id") if refusal.status == HTTPStatus.NOT_FOUND else None
