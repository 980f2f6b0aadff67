"""Registering at OpenPhone what is missing: each key is kept before anybody sees it."""

from __future__ import annotations

from typing import Final, assert_never

import attrs

from openphone_crm.errors import NotFoundError
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.openphone import WebhookApi
from openphone_crm.ports.webhook_keys import WebhookKeys
from openphone_crm.registration.keys import RegisteredKey, held
from openphone_crm.registration.plan import Create, KeepKey, Present, Rotate, Step, Update
from openphone_crm.remote import Registration, Surface
from openphone_crm.webhooks import SigningKeys

LABEL: Final = "openphone-crm"
"""What our webhooks are called at OpenPhone."""


@attrs.frozen(kw_only=True)
class Registering:
    """
    Looks at the webhooks of the workspace, and takes the steps of a plan.

    `given` are the keys of the settings. Ended at any moment, whether by an error or a crash, it is
    begun anew: what was made is found, and where its key was not kept it gets another.
    """

    api: WebhookApi
    keys: WebhookKeys
    clock: Clock
    given: SigningKeys = attrs.field(factory=SigningKeys)

    def look(self) -> Present:
        """
        What there is.

        Raises:
            CrmError: When OpenPhone does not answer.
        """
        v1 = tuple(self.api.registrations(Surface.V1))
        dated = self._dated()
        return Present(v1=v1, dated=dated, held=held((*v1, *(dated or ())), self.keys.all(), self.given))

    def take(self, step: Step, *, url: str) -> Registration:
        """
        Take one step, and give the webhook as it is now; a key that is new has been kept.

        Raises:
            UncertainError: When nobody knows whether OpenPhone did it; looking again tells.
            CrmError: When OpenPhone refuses, or does not answer.
        """
        match step:
            case Create(surface=surface, events=events):
                made = self.api.create(surface, url=url, events=sorted(events), label=LABEL)
                return self._kept(made)
            case Update(registration=registration, events=events):
                return self.api.update(registration, events=sorted(events))
            case Rotate(registration=registration):
                return self._kept(self.api.rotate(registration))
            case KeepKey(registration=registration):
                return self._kept(registration)
            case _:
                assert_never(step)

    def _dated(self) -> tuple[Registration, ...] | None:
        try:
            return tuple(self.api.registrations(Surface.DATED))
        except NotFoundError:
            return None

    def _kept(self, registration: Registration) -> Registration:
        if registration.key is not None:
            self.keys.add(
                RegisteredKey(
                    webhook_id=registration.id,
                    surface=registration.surface,
                    url=registration.url,
                    key=registration.key,
                    created_at=self.clock.now(),
                )
            )
        return registration
