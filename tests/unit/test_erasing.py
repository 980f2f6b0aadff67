"""Nothing of an erased person is left in memory, whatever was delivered in whatever order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import attrs
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.memory import MemoryCrm
from openphone_crm.testing.contracts.erasing_scenes import (
    ANN,
    BEN,
    QUO_ID,
    SECRETS,
    WRITINGS,
    ErasingShop,
    group_of,
    is_free_of,
    life_of,
)
from openphone_crm.testing.happenings import Happening
from tests.examples import FEW

LIFE: Final = life_of(ANN, name="Annabel", word="marmalade", quo_id=QUO_ID)
OTHER_LIFE: Final = life_of(BEN, name="Benedict", word="honey", quo_id="66a1f0c2d9b87e5a4c3d2e20")
GROUP: Final = group_of(BEN)


@attrs.frozen
class MemoryShop(ErasingShop):
    """A shop whose whole state can be looked at."""

    def dump(self) -> str:
        """All that is kept, as one text."""
        crm: MemoryCrm = self.store  # type: ignore[assignment] # it is one
        state, replies = crm.inbox._store._state, crm.replies._kept
        return repr((attrs.asdict(state, recurse=False), replies))


def new_shop() -> MemoryShop:
    """Open a shop."""
    return MemoryShop(MemoryCrm())


def ids_of(happenings: Sequence[Happening]) -> set[str]:
    """Name the messages and calls that these are about."""
    subjects = (getattr(each.subject, "call", each.subject) for each in happenings)
    return {subject.id for subject in subjects if hasattr(subject, "id")} - {QUO_ID}


def test_nothing_is_left_in_memory() -> None:
    """No row has the number in any writing, the name, a text or an id of what was erased."""
    shop = new_shop()
    shop.tell(*LIFE, *OTHER_LIFE)
    assert not is_free_of(shop.dump(), [ANN])

    shop.erase()

    assert is_free_of(shop.dump(), (*WRITINGS, *SECRETS, *ids_of(LIFE)))


@FEW
@given(st.permutations(LIFE), st.integers(0, len(LIFE)))
def test_late_deliveries_in_any_order_bring_nothing_back(order: list[Happening], already: int) -> None:
    """Some before the erasure, all after it again, in any order: nothing comes back."""
    shop = new_shop()
    known = [LIFE[1], *order[:already]]
    shop.tell(*known)
    shop.erase()

    for happening in order:
        shop.tell(happening)

    assert is_free_of(shop.dump(), (*WRITINGS, *SECRETS, *ids_of(LIFE)))


@FEW
@given(st.permutations([*LIFE, *OTHER_LIFE]), st.integers(0, 22))
def test_erasing_one_never_touches_what_is_the_others(order: list[Happening], first: int) -> None:
    """What is to be seen is as if the erased one had never been, whenever in between it happens."""
    shop, alone = new_shop(), new_shop()
    shop.tell(LIFE[1], *order[:first])
    shop.erase()
    shop.tell(*order[first:])

    for batch in (order[:first], order[first:]):
        alone.tell(*(happening for happening in batch if happening in OTHER_LIFE))

    assert facts_of(shop) == facts_of(alone)


@FEW
@given(st.permutations(GROUP), st.booleans())
def test_of_a_group_the_words_of_others_stay(order: list[Happening], again: bool) -> None:  # noqa: FBT001 - drawn
    """In whatever order it was told, and also when all of it is told once more."""
    shop = new_shop()
    shop.tell(*order)

    shop.erase()
    if again:
        shop.tell(*order)

    assert is_free_of(shop.dump(), (*WRITINGS, "marmalade"))
    assert f"Words of {BEN}" in shop.seen()


def facts_of(shop: MemoryShop) -> list[str]:
    """Give all that is to be seen, but for what depends on when events came, and on their ids."""
    drawn = r"'[0-9a-f-]{36}'|\b(created_|updated_)?at=datetime\.datetime\([^)]*\)"
    return sorted(re.sub(drawn, "", shop.seen()).split(","))
