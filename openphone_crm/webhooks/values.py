"""The small values that both schemes speak in."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import attrs

# The signatures of one scheme that are looked at, over all values of its header: rotation needs two.
MAX_SIGNATURES: Final = 16
DIGEST_SIZE: Final = 32

_NO_TIME: Final = timedelta(0)


class Scheme(StrEnum):
    """The two ways in which OpenPhone signs a delivery."""

    LEGACY = "legacy"
    STANDARD = "standard"


@attrs.frozen
class Tolerances:
    """How far a delivery's timestamp may be from now, in either direction, the limit included."""

    legacy: timedelta = attrs.field(
        default=timedelta(seconds=259_200), validator=attrs.validators.ge(_NO_TIME)
    )
    standard: timedelta = attrs.field(default=timedelta(seconds=300), validator=attrs.validators.ge(_NO_TIME))


@attrs.frozen(kw_only=True)
class Verified:
    """
    A delivery that was signed with one of our keys.

    The delivery key is the same for every repeat: the ``webhook-id``, or in the legacy scheme, which sends no
    id, the SHA-256 of the raw body in hexadecimal.
    """

    scheme: Scheme
    delivery_key: str
    timestamp: datetime


@attrs.frozen
class Refusal:
    """Why one scheme does not accept a delivery; it quotes nothing of what was sent."""

    reason: str
