"""One service that notifications go to, held to plain text and to a time limit."""

from __future__ import annotations

import logging
from concurrent.futures import Future
from threading import Thread

from apprise import Apprise, AppriseAsset, AppriseResult, NotifyBase, NotifyFormat, OverflowMode
from apprise import PersistentStoreMode as StoreMode

from openphone_crm.errors import UnavailableError
from openphone_crm.notifications import Notification
from openphone_crm.texts import shortened

from .reasons import reason

LONGEST_SILENCE_S = 10.0
LONGEST_PAUSE_S = 1.0
MOST_PARTS = 8

# Where the first part of the address is a host; elsewhere it may be a token.
_NAMED_BY_HOST = frozenset({"json", "jsons", "xml", "xmls", "form", "forms"})


class Channel:
    """
    A service that apprise can send to.

    Raises:
        ValueError: When it cannot, as the URL is wrong or a package is missing.
    """

    def __init__(self, url: str) -> None:
        asset = _asset()
        service = Apprise.instantiate(url, asset=asset)
        if service is None or _is_mail_to_nobody(service):
            raise ValueError
        _bound(service)
        self._what = _shown(service)
        self._longest = service.body_maxlen * MOST_PARTS if _has_limit(service) else None
        self._apprise = Apprise(asset=asset)
        self._apprise.add(service)

    def deliver(self, notification: Notification, *, limit_s: float) -> None:
        """
        Send it, and wait at most that long.

        Raises:
            UnavailableError: When it was not accepted within the limit.
        """
        outcome: Future[AppriseResult] = Future()
        # A daemon: a server that sends one byte now and then would keep the process from ending.
        Thread(
            target=lambda: outcome.set_result(self._notify(notification)), name="notify", daemon=True
        ).start()
        try:
            result = outcome.result(limit_s)
        except TimeoutError:
            raise UnavailableError(self._what, f"no answer within {limit_s:g} s") from None
        if not result:
            raise UnavailableError(self._what, reason(entry.message for entry in result.logs()))

    def _notify(self, notification: Notification) -> AppriseResult:
        # Apprise refuses to send a title alone.
        body = notification.body or notification.title
        return self._apprise.notify(
            title=notification.title,
            body=shortened(body, self._longest) if self._longest else body,
            body_format=NotifyFormat.TEXT,
            log_level=logging.DEBUG,
        )


def _asset() -> AppriseAsset:
    return AppriseAsset(
        app_id="OpenPhone CRM",
        app_desc="OpenPhone CRM",
        interpret_emojis=False,
        interpret_escapes=False,
        storage_mode=StoreMode.MEMORY,
        pgp_autogen=False,
        pem_autogen=False,
        # In the thread that calls, without a limit: the thread is ours, and so is the limit.
        async_mode=False,
        service_timeout=0,
    )


def _bound(service: NotifyBase) -> None:
    service.socket_connect_timeout = min(service.socket_connect_timeout, LONGEST_SILENCE_S)
    service.socket_read_timeout = min(service.socket_read_timeout, LONGEST_SILENCE_S)
    if _has_limit(service):
        # What is longer would be refused: a report goes there in parts.
        service.overflow_mode = OverflowMode.SPLIT
    # By default apprise waits five seconds between two messages, which hardly any service asks for.
    pause = 0 if _mail_host(service) else LONGEST_PAUSE_S
    service.request_rate_per_sec = min(service.request_rate_per_sec, pause)


def _has_limit(service: NotifyBase) -> bool:
    return 0 < service.body_maxlen != NotifyBase.body_maxlen


def _shown(service: NotifyBase) -> str:
    host = _mail_host(service) or (service.host if service.schema in _NAMED_BY_HOST else None)
    return f"{service.service_name} at {host}" if host else f"{service.service_name}"


def _is_mail_to_nobody(service: NotifyBase) -> bool:
    # Apprise takes such a URL, and fails at every notification.
    return bool(_mail_host(service)) and not getattr(service, "targets", None)


def _mail_host(service: NotifyBase) -> str | None:
    host: str | None = getattr(service, "smtp_host", None)
    return host
