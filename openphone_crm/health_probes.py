"""The two ways of having OpenPhone deliver something: a text between our own numbers, and a test event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Protocol

import attrs

from openphone_crm.errors import (
    CrmError,
    DeferredError,
    NotFoundError,
    PermanentError,
    RateLimitedError,
    RefusedError,
    SettingsError,
    StoreAwayError,
    UnavailableError,
    UncertainError,
)
from openphone_crm.health.checks import CheckKind, HealthCheck
from openphone_crm.health.faults import Sending
from openphone_crm.health.markers import CheckedNumbers, text_of
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.openphone import TextApi, WebhookApi
from openphone_crm.remote import Registration, Surface, TextToSend

_LOOKS_AGAIN: Final = timedelta(hours=1)
_WITHOUT_EFFECT: Final = "task."
"""Events of these types change nothing in the CRM: a sample of one leaves nothing there."""


@attrs.frozen
class Asked:
    """What became of asking OpenPhone for a delivery, and what it says of it."""

    sending: Sending
    openphone_id: str | None = None
    reason: str | None = None
    status: str | None = None


class Probe(Protocol):
    """One way of having something delivered."""

    @property
    def kind(self) -> CheckKind:
        """Which way it is."""
        ...

    def is_possible(self) -> bool:
        """Whether OpenPhone can be asked this way at all."""
        ...

    def ask(self, check: HealthCheck) -> Asked:
        """
        Ask for the delivery of a check; at most once for each.

        Raises:
            StoreAwayError: When our own store is away.
        """
        ...

    def inquire(self, check: HealthCheck) -> Asked:
        """
        Find out what OpenPhone says of it by now.

        Raises:
            StoreAwayError: When our own store is away.
        """
        ...


@attrs.frozen(kw_only=True)
class TextProbe:
    """A text from the monitor number to the main number; it costs as much as any text."""

    api: TextApi
    numbers: CheckedNumbers
    kind: CheckKind = attrs.field(default=CheckKind.TEXT, init=False)

    def is_possible(self) -> bool:
        """Tell that it is: the settings name both numbers."""
        return True

    def ask(self, check: HealthCheck) -> Asked:
        """Send the text."""
        return _answered(lambda: Asked(Sending.DONE, self.api.send(self._text(check)).openphone_id))

    def inquire(self, check: HealthCheck) -> Asked:
        """Look it up among the texts that were sent; what is not shown may have been sent all the same."""
        found = _answered(lambda: self._found(check))
        if check.openphone_id is not None and found.sending is not Sending.DONE:
            return Asked(Sending.DONE, check.openphone_id)
        return found

    def _found(self, check: HealthCheck) -> Asked:
        for text in self.api.sent(self._text(check), since=check.looked_for_since):
            return Asked(Sending.DONE, text.openphone_id, status=text.resource.get("status"))
        return Asked(Sending.UNCERTAIN, reason=check.detail)

    def _text(self, check: HealthCheck) -> TextToSend:
        return TextToSend(
            from_number=self.numbers.monitor, to_numbers=(self.numbers.main,), text=text_of(check.nonce)
        )


@attrs.define(kw_only=True)
class TestEventProbe:
    """A signed test event to our own webhook, where the workspace has the API for it; it costs nothing."""

    __test__ = False  # pytest would take it for a test

    api: WebhookApi
    clock: Clock
    is_ours: Callable[[Registration], bool]
    kind: CheckKind = attrs.field(default=CheckKind.TEST_EVENT, init=False)
    _registration: Registration | None = attrs.field(default=None, init=False)
    _looked_at: datetime | None = attrs.field(default=None, init=False)

    def is_possible(self) -> bool:
        """Tell whether a webhook of ours takes events that change nothing here; looked up once an hour."""
        now = self.clock.now()
        if self._looked_at is None or now - self._looked_at >= _LOOKS_AGAIN:
            self._looked_at, self._registration = now, self._our_webhook()
        return self._registration is not None

    def ask(self, check: HealthCheck) -> Asked:
        """Have the event sent."""
        del check  # A test event is a sample, and carries no nonce.
        registration = self._registration
        if registration is None:
            return Asked(Sending.REFUSED, reason="there is no webhook of ours")
        return _answered(lambda: Asked(Sending.DONE, self.api.send_test_event(registration)))

    def inquire(self, check: HealthCheck) -> Asked:
        """Tell what is known: it was asked for, or its answer got lost."""
        is_known = check.openphone_id is not None
        return Asked(Sending.DONE if is_known else Sending.UNCERTAIN, check.openphone_id, check.detail)

    def _our_webhook(self) -> Registration | None:
        """One that can be tested; when OpenPhone does not answer it is the other check that tells."""
        try:
            registrations = self.api.registrations(Surface.DATED)
        except StoreAwayError:
            raise
        except CrmError:
            return None
        ours = filter(None, map(_harmless, filter(self.is_ours, registrations)))
        return next(ours, None)


def _harmless(registration: Registration) -> Registration | None:
    """The webhook, to be asked only for events that change nothing here; None when it takes none of them."""
    events = frozenset(event for event in registration.events if event.startswith(_WITHOUT_EFFECT))
    return attrs.evolve(registration, events=events) if registration.is_enabled and events else None


def _answered(ask: Callable[[], Asked]) -> Asked:
    """What the answer says, or the error instead of one."""
    try:
        return ask()
    except StoreAwayError:
        raise
    except SettingsError as error:
        return Asked(Sending.KEY_REFUSED, reason=str(error))
    except UncertainError as error:
        return Asked(Sending.UNCERTAIN, reason=str(error))
    except (RateLimitedError, UnavailableError, DeferredError) as error:
        return Asked(Sending.AWAY, reason=str(error))
    except (PermanentError, NotFoundError) as error:
        is_forbidden = type(error) is RefusedError and error.is_forbidden
        return Asked(Sending.KEY_REFUSED if is_forbidden else Sending.REFUSED, reason=str(error))
