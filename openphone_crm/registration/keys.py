"""The keys of webhooks that we registered, and for how long each of them counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

import attrs

from openphone_crm.errors import SettingsError
from openphone_crm.remote import Registration, Surface
from openphone_crm.webhooks import SigningKeys

STILL_COUNTS: Final = timedelta(hours=28)
"""How long a key counts after there is a newer one: as long as OpenPhone tries to deliver something."""


@attrs.frozen(kw_only=True)
class RegisteredKey:
    """A key that OpenPhone has given to a webhook; it is no part of any text."""

    webhook_id: str
    surface: Surface
    url: str
    key: str = attrs.field(repr=False)
    created_at: datetime


def keys_that_count(registered: Iterable[RegisteredKey], *, now: datetime) -> SigningKeys:
    """
    What deliveries may be signed with: the newest key of each webhook, and those of a while before.

    How long the old key signs after a rotation, OpenPhone does not say.
    """
    of_webhooks: dict[str, list[RegisteredKey]] = {}
    for each in registered:
        of_webhooks.setdefault(each.webhook_id, []).append(each)
    found = SigningKeys()
    for keys in of_webhooks.values():
        for each in _counting(keys, now):
            found = found.merged(_decoded(each.key))
    return found


def held(
    registrations: Iterable[Registration], registered: Sequence[RegisteredKey], given: SigningKeys
) -> frozenset[str]:
    """
    The ids of those webhooks whose key we hold.

    Where the API shows a key it must be this very one, kept or `given` by the settings; the newer API
    shows none, and of a given key it cannot be told which webhook it is of.
    """
    known: dict[str, set[str]] = {}
    for each in registered:
        known.setdefault(each.webhook_id, set()).add(each.key)
    return frozenset(each.id for each in registrations if _is_held(each, known.get(each.id, set()), given))


def _is_held(registration: Registration, known: set[str], given: SigningKeys) -> bool:
    if registration.key is None:
        return bool(known)
    return registration.key in known or _is_given(registration.key, given)


def _is_given(key: str, given: SigningKeys) -> bool:
    decoded = _decoded(key)
    return len(decoded) > 0 and given.merged(decoded) == given


def _counting(keys: list[RegisteredKey], now: datetime) -> list[RegisteredKey]:
    newest_first = sorted(keys, key=lambda each: each.created_at, reverse=True)
    replaced = [old for newer, old in pairwise(newest_first) if now - newer.created_at <= STILL_COUNTS]
    return [*newest_first[:1], *replaced]


def _decoded(key: str) -> SigningKeys:
    """The key; one that is none must not take the others away."""
    try:
        return SigningKeys.parse(key)
    except SettingsError:
        return SigningKeys()
