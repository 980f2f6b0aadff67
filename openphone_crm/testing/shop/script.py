"""All screenplays of the shop, in the order in which a visitor first meets them."""

from __future__ import annotations

from typing import Final

from openphone_crm.testing.shop.foundations import FOUNDATIONS
from openphone_crm.testing.shop.neighbors import NEIGHBORS
from openphone_crm.testing.shop.repairs import REPAIRS
from openphone_crm.testing.shop.screenplays import Screenplay, read_screenplays
from openphone_crm.testing.shop.strangers import STRANGERS
from openphone_crm.testing.shop.water import WATER


def _dealt(*piles: tuple[Screenplay, ...]) -> tuple[Screenplay, ...]:
    """One of each pile in turn, so that no kind of story comes twice in a row."""
    longest = max(map(len, piles))
    return tuple(pile[turn] for turn in range(longest) for pile in piles if turn < len(pile))


SCREENPLAYS: Final = _dealt(*map(read_screenplays, (FOUNDATIONS, WATER, REPAIRS, NEIGHBORS, STRANGERS)))
