"""Reading and keeping the keys."""

from __future__ import annotations

import pytest

from openphone_crm.errors import SettingsError
from openphone_crm.webhooks import SigningKeys
from tests.unit.webhooks.deliveries import (
    KEYS,
    LEGACY_KEY,
    OTHER_LEGACY_KEY,
    OTHER_STANDARD_KEY,
    STANDARD_KEY,
    legacy,
    received,
    refusal,
    standard,
)


@pytest.mark.parametrize("separator", [" ", ",", ", ", "\n", "  ,\t"])
def test_keys_are_told_apart_by_prefix(separator: str) -> None:
    """Spaces and commas separate keys, and the prefix alone tells the scheme."""
    keys = SigningKeys.parse(separator.join([LEGACY_KEY, STANDARD_KEY, OTHER_LEGACY_KEY]))

    assert (len(keys.legacy), len(keys.standard), len(keys)) == (2, 1, 3)
    assert keys.legacy[0] == b"GfK3j4lXA5ZrRu64ofat50srGzoIHHUX"


def test_no_text_is_no_key() -> None:
    """An empty setting gives no keys."""
    keys = SigningKeys.parse(" , ")

    assert keys == SigningKeys()
    assert not keys


@pytest.mark.parametrize(
    "wrong",
    [
        "whsec_",
        "secret!",
        "c2VjcmV0=",
        "c2VjcmV",
        "c2VjcmV1X",
        "AA===",
        "AAA==",
        "AB==",
        "YQ",
        "gehe\u00efm==",
        "_-__",
    ],
)
def test_a_wrong_key_is_named_by_position_only(wrong: str) -> None:
    """A key that is not strict base64 stops the start, and its text is not shown."""
    with pytest.raises(SettingsError) as caught:
        SigningKeys.parse(f"{LEGACY_KEY} {wrong}")

    assert str(caught.value) == "CRM_WEBHOOK_KEYS: key 2 is not base64"


def test_repr_hides_the_keys() -> None:
    """Logging the keys logs how many there are."""
    text = repr(KEYS)

    assert text == "SigningKeys(legacy=<1>, standard=<1>)"


def test_merging_keeps_each_key_once() -> None:
    """Keys from the database add to those of the setting."""
    merged = KEYS.merged(SigningKeys.parse(f"{LEGACY_KEY},{OTHER_LEGACY_KEY},{OTHER_STANDARD_KEY}"))

    assert merged == SigningKeys.parse(f"{LEGACY_KEY} {OTHER_LEGACY_KEY} {STANDARD_KEY} {OTHER_STANDARD_KEY}")


@pytest.mark.parametrize("key", [LEGACY_KEY, OTHER_LEGACY_KEY])
def test_every_legacy_key_is_tried(key: str) -> None:
    """With two legacy keys either may have signed."""
    keys = SigningKeys.parse(f"{LEGACY_KEY} {STANDARD_KEY} {OTHER_LEGACY_KEY}")

    assert received(legacy(key=key), keys=keys).scheme == "legacy"


@pytest.mark.parametrize("key", [STANDARD_KEY, OTHER_STANDARD_KEY])
def test_every_standard_key_is_tried(key: str) -> None:
    """With two Standard Webhooks keys either may have signed."""
    keys = SigningKeys.parse(f"{STANDARD_KEY} {LEGACY_KEY} {OTHER_STANDARD_KEY}")

    assert received(standard(key=key), keys=keys).scheme == "standard"


def test_a_key_of_the_other_scheme_does_not_count() -> None:
    """The bytes of a legacy key do not verify a Standard Webhooks signature."""
    keys = SigningKeys.parse(LEGACY_KEY)

    error = refusal(standard(key=f"whsec_{LEGACY_KEY}"), keys=keys)

    assert error.reason == "standard: none of 0 keys matches"


def test_an_unknown_key_is_refused_by_both() -> None:
    """Signatures of strangers' keys are refused, with a reason for each scheme."""
    headers = standard(key=OTHER_STANDARD_KEY) | legacy(key=OTHER_LEGACY_KEY)

    error = refusal(headers)

    assert error.reason == "standard: none of 1 keys matches; legacy: none of 1 keys matches"
