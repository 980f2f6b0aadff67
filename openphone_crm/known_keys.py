"""Every key that a delivery may be signed with: those of the settings, and those of registered webhooks."""

from __future__ import annotations

import attrs

from openphone_crm.ports.clock import Clock
from openphone_crm.ports.webhook_keys import WebhookKeys
from openphone_crm.registration.keys import keys_that_count
from openphone_crm.webhooks import SigningKeys


@attrs.define(kw_only=True)
class KnownKeys:
    """
    The keys as they were when they were last looked up.

    Calling it asks nobody, so that intake waits for nobody: `refresh` is for a thread of its own, every
    second or so. While the store is away the keys that were known stay.
    """

    given: SigningKeys
    store: WebhookKeys
    clock: Clock
    _known: SigningKeys = attrs.field(init=False)

    @_known.default
    def _only_given(self) -> SigningKeys:
        return self.given

    def __call__(self) -> SigningKeys:
        """Every key."""
        return self._known

    def refresh(self) -> None:
        """
        Look up which keys there are by now.

        Raises:
            UnavailableError: When the store is away.
        """
        registered = keys_that_count(self.store.all(), now=self.clock.now())
        self._known = self.given.merged(registered)
