"""A change can be taken back as long as nothing later stands on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.crm import CONTACT_FIELDS, Contact, ContactChange
from openphone_crm.errors import ConflictError
from openphone_crm.extraction.undoing import undone
from openphone_crm.ids import ChangeId
from tests.unit.extraction.making import NOON, contact

WRITES = st.lists(
    st.tuples(st.sampled_from(CONTACT_FIELDS), st.sampled_from([None, "Ann", "Bo", "Cy"])), max_size=12
)


def change_of(before: Contact, field: str, new: str | None, number: int = 1) -> ContactChange:
    """Make the entry of history that a write leaves."""
    return ContactChange(
        id=ChangeId(f"{number}"),
        contact_id=before.id,
        field=field,
        old=getattr(before, field),
        new=new,
        source_kind="person",
        source_id=None,
        at=NOON + timedelta(seconds=number),
    )


def test_an_undo_brings_back_what_was_there() -> None:
    """The field holds again what it held before the change, and the others what they hold now."""
    before = contact(name="Bo", email="ann@example.com")
    change = change_of(before, "name", "Ann")

    back = undone(attrs.evolve(before, name="Ann", email=None), change)

    assert (back.name, back.email) == ("Bo", None)


def test_a_change_on_which_another_stands_is_not_undone() -> None:
    """Whoever undoes an earlier change would lose the later one: it is refused."""
    with pytest.raises(ConflictError, match="undo the later change first"):
        undone(contact(name="Cy"), change_of(contact(name="Bo"), "name", "Ann"))


@pytest.mark.parametrize("field", ["openphone_id", "phone_numbers"])
def test_what_is_no_field_is_not_undone(field: str) -> None:
    """A link that went away, or numbers, are not brought back by an undo."""
    change = attrs.evolve(change_of(contact(), "name", "Ann"), field=field)

    with pytest.raises(ConflictError, match="nothing to undo"):
        undone(contact(name="Ann"), change)


@given(writes=WRITES)
def test_undoing_everything_restores_the_start(writes: list[tuple[str, str | None]]) -> None:
    """Any sequence of writes, undone from the last to the first, leaves the contact as it was."""
    start = contact(name="Ann", company="Oak & Co")
    changes, now = [], start
    for number, (field, new) in enumerate(writes):
        changes.append(change_of(now, field, new, number))
        written: dict[str, Any] = {field: new}
        now = attrs.evolve(now, **written)

    for change in reversed(changes):
        now = undone(now, change)

    assert now == start
