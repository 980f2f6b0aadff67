"""For how long a key counts, and whether we hold that of a webhook."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from openphone_crm.registration.keys import STILL_COUNTS, RegisteredKey, held, keys_that_count
from openphone_crm.webhooks import SigningKeys
from tests.unit.registration.making import LEGACY_KEY, NOON, OLD, PERFECT, STANDARD_KEY, registered

NEWER_KEY = "whsec_bmV3ZXIta2V5"
NOTHING = SigningKeys()


def test_keys_of_all_webhooks_count() -> None:
    """Each for its own way of signing; a key that is none takes nothing from the others."""
    kept = [registered(), registered(LEGACY_KEY, webhook="WHx1"), registered("not base64!", webhook="3")]

    found = keys_that_count(kept, now=NOON)

    assert found == SigningKeys.parse(f"{STANDARD_KEY} {LEGACY_KEY}")


@pytest.mark.parametrize(
    ("waited", "keys"),
    [
        (timedelta(), f"{NEWER_KEY} {STANDARD_KEY}"),
        (STILL_COUNTS, f"{NEWER_KEY} {STANDARD_KEY}"),
        (STILL_COUNTS + timedelta(seconds=1), NEWER_KEY),
    ],
)
def test_an_older_key_counts_for_a_while(waited: timedelta, keys: str) -> None:
    """What was on its way when the key was replaced is verified, and then the old key is good for nothing."""
    replaced = NOON + timedelta(days=30)

    found = keys_that_count([registered(), registered(NEWER_KEY, at=replaced)], now=replaced + waited)

    assert found == SigningKeys.parse(keys)


@pytest.mark.parametrize(
    ("kept", "given", "ids"),
    [
        ([], NOTHING, set()),
        ([registered()], NOTHING, {"1"}),
        ([registered(LEGACY_KEY, webhook="WHx1")], NOTHING, {"WHx1"}),
        ([registered("b3RoZXI=", webhook="WHx1")], NOTHING, set()),
        ([], SigningKeys.parse(f"{LEGACY_KEY} {STANDARD_KEY}"), {"WHx1"}),
    ],
)
def test_whose_key_is_held(kept: list[RegisteredKey], given: SigningKeys, ids: set[str]) -> None:
    """
    Where the key is shown it must be this one, wherever we have it from.

    Of a key in the settings nobody can tell which webhook of the newer API it is of.
    """
    found = held([PERFECT, OLD], kept, given)

    assert found == ids


def test_a_shown_key_that_is_none_is_not_held() -> None:
    """No signature could be verified with it."""
    odd = attrs.evolve(OLD, key="not base64!")

    found = held([odd], [], SigningKeys.parse(LEGACY_KEY))

    assert found == frozenset()
