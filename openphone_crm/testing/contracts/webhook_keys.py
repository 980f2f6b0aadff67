"""What keeping the keys of registered webhooks promises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import attrs

from openphone_crm.registration.keys import RegisteredKey
from openphone_crm.remote import Surface
from openphone_crm.testing.contracts.asserting import at_once
from openphone_crm.testing.contracts.store import Store

KEY = RegisteredKey(
    webhook_id="1",
    surface=Surface.DATED,
    url="https://crm.example/webhooks/openphone",
    key="whsec_c3RhbmRhcmQta2V5",
    created_at=datetime(2026, 4, 13, 10, 0, tzinfo=UTC),
)
LATER = KEY.created_at + timedelta(hours=1)


class WebhookKeysContract:
    """A key that was kept is there, whatever came after it."""

    def test_a_key_comes_back_whole(self, store: Store) -> None:
        """At first there is none; of whichever API, one that is kept is there with every field."""
        before = store.webhook_keys.all()
        old = attrs.evolve(
            KEY, webhook_id="WHx1", surface=Surface.V1, key="bGVnYWN5LWtleQ==", created_at=LATER
        )

        store.webhook_keys.add(old)
        store.webhook_keys.add(KEY)

        assert (list(before), list(store.webhook_keys.all())) == ([], [KEY, old])

    def test_an_older_key_of_a_webhook_stays(self, store: Store) -> None:
        """It may go on signing for a while."""
        newer = attrs.evolve(KEY, key="whsec_YW5vdGhlci1rZXk=", created_at=LATER)
        store.webhook_keys.add(KEY)

        store.webhook_keys.add(newer)

        assert list(store.webhook_keys.all()) == [KEY, newer]

    def test_a_key_that_is_kept_already_is_one(self, store: Store) -> None:
        """However often, and by how many at once; since when it is known stays."""
        store.webhook_keys.add(KEY)

        at_once(*[partial(store.webhook_keys.add, attrs.evolve(KEY, created_at=LATER))] * 3)

        assert list(store.webhook_keys.all()) == [KEY]

    def test_a_key_is_no_part_of_any_text(self, store: Store) -> None:
        """Whoever prints what is kept prints no key."""
        store.webhook_keys.add(KEY)

        shown = repr(store.webhook_keys.all())

        assert "c3RhbmRhcmQta2V5" not in shown
