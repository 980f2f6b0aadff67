"""Deliveries that get lost on the way: so large a share of them, and always the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from openphone_crm.testing.deliveries import SignedDelivery
from openphone_crm.testing.identifiers import Picker

_PARTS: Final = 1_000_000


@attrs.frozen
class Losses:
    """
    Loses that share of all deliveries.

    >>> Losses(1.0).split([]), Losses(0.25).share
    (([], []), 0.25)
    """

    share: float
    seed: str = ""

    def lose(self, delivery: SignedDelivery) -> bool:
        """Say whether that delivery gets lost."""
        return Picker("loss", self.seed, delivery.delivery_id).number(_PARTS) < self.share * _PARTS

    def split(
        self, deliveries: Iterable[SignedDelivery]
    ) -> tuple[list[SignedDelivery], list[SignedDelivery]]:
        """Return those that arrive, and those that get lost."""
        kept: list[SignedDelivery] = []
        lost: list[SignedDelivery] = []
        for delivery in deliveries:
            (lost if self.lose(delivery) else kept).append(delivery)
        return kept, lost
