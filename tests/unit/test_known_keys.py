"""Which keys intake verifies with."""

from __future__ import annotations

import pytest

from openphone_crm.errors import StoreAwayError
from openphone_crm.known_keys import KnownKeys
from openphone_crm.memory import MemoryClock, MemoryCrm
from openphone_crm.registration.keys import RegisteredKey
from openphone_crm.webhooks import SigningKeys
from tests.unit.registration.making import LEGACY_KEY, STANDARD_KEY, registered

GIVEN = SigningKeys.parse(LEGACY_KEY)


class AbsentKeys:
    """A store that is away."""

    def add(self, key: RegisteredKey) -> None:
        """Fail."""
        raise StoreAwayError("database", key.webhook_id)

    def all(self) -> list[RegisteredKey]:
        """Fail."""
        raise StoreAwayError("database", "it does not answer")


def test_registered_keys_add_to_those_of_the_settings() -> None:
    """From the moment they are looked up."""
    crm = MemoryCrm()
    known = KnownKeys(given=GIVEN, store=crm.webhook_keys, clock=MemoryClock())
    crm.webhook_keys.add(registered())
    before = known()

    known.refresh()

    assert before == GIVEN
    assert known() == GIVEN.merged(SigningKeys.parse(STANDARD_KEY))


def test_without_the_store_the_keys_that_are_known_stay() -> None:
    """A database that is away refuses no delivery."""
    crm = MemoryCrm()
    crm.webhook_keys.add(registered())
    known = KnownKeys(given=GIVEN, store=crm.webhook_keys, clock=MemoryClock())
    known.refresh()
    before = known()
    known.store = AbsentKeys()

    with pytest.raises(StoreAwayError):
        known.refresh()

    assert len(before) == 2
    assert known() == before
