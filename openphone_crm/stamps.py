"""How new a copy is: the order in which copies of one thing outrank each other."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class Stamp(NamedTuple):
    """
    The version of one copy of a resource; of two copies the larger stamp holds the newer values.

    `moment` is the resource's `updatedAt`, else the envelope's `createdAt`, else the receipt.
    Ties go to the further `rank` (how far along the status is), then to the larger `digest`
    (SHA-256 of the body), so that every order of arrival ends alike.
    """

    moment: datetime
    rank: int
    digest: str
