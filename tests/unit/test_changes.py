"""Cursors of changes, and a copy that is kept by following them."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.changes import ChangeCursor, ChangedKind, cursor_of
from openphone_crm.errors import InvalidInputError
from openphone_crm.memory import MemoryCrm
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.following import Follower
from openphone_crm.testing.contracts.scenes import write

NAMES = ["a", "b", "c", "d", "e"]
STEPS = st.lists(st.tuples(st.sampled_from(["write", "remove", "poll"]), st.sampled_from(NAMES)))
NUMBERS = st.integers(0, 2**63 - 1)
TEXTS = st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


@given(
    st.builds(ChangeCursor, number=NUMBERS, kind=TEXTS, id=TEXTS, origin=TEXTS, gone=NUMBERS),
)
def test_a_cursor_comes_back(cursor: ChangeCursor) -> None:
    """What is written into a url is read out of it."""
    assert cursor_of(cursor.encoded()) == cursor


@pytest.mark.parametrize(
    "written",
    [
        [-1, "message", "one", "", 0, "changes"],
        [True, "message", "one", "", 0, "changes"],
        [2**63, "message", "one", "", 0, "changes"],
        [1.0, "message", "one", "", 0, "changes"],
        [1, "message", "one", "", -1, "changes"],
        [1, "message", "one", "", False, "changes"],
        [1, "message", "a\x00b", "", 0, "changes"],
        [1, "message", "\ud800", "", 0, "changes"],
        [1, "message", "one", "", "changes"],
        [1, "message", "one", "", 0, "calls"],
        {},
        None,
    ],
)
def test_what_is_none_is_refused(written: object) -> None:
    """Numbers that no database has, texts that none keeps, and what belongs to another list."""
    text = base64.urlsafe_b64encode(json.dumps(written).encode()).decode()

    with pytest.raises(InvalidInputError, match="leave it out"):
        cursor_of(text)


@given(st.text())
def test_any_text_is_a_cursor_or_bad_input(text: str) -> None:
    """Nothing else can come of what a stranger writes."""
    try:
        found = cursor_of(text)
    except InvalidInputError:
        return
    assert cursor_of(found.encoded()) == found


@given(STEPS, st.integers(1, 3))
def test_a_copy_is_like_what_there_is(steps: list[tuple[str, str]], limit: int) -> None:
    """Whatever is written and removed in between, a follower knows in the end exactly what there is."""
    crm = MemoryCrm()
    follower = Follower(crm, limit)
    present: set[tuple[ChangedKind, str]] = set()

    for step, name in steps:
        match step:
            case "write":
                write(crm, messages=(make.message(name),))
                present.add((ChangedKind.MESSAGE, make.item_id(name)))
            case "remove":
                write(crm, removed_messages=(make.item_id(name),))
                present.discard((ChangedKind.MESSAGE, make.item_id(name)))
            case _:
                follower.poll()

    follower.news()
    assert follower.present == present


@given(st.lists(st.sampled_from(NAMES)), st.integers(1, 4))
def test_each_thing_is_visited_once(written: list[str], limit: int) -> None:
    """From the start, page by page, everything is told once, in the order in which it changed last."""
    crm = MemoryCrm()
    for name in written:
        write(crm, messages=(make.message(name),), calls=(make.call(f"call {name}"),))

    told = Follower(crm, limit).news()

    cursors = [change.cursor for change in told]
    assert len({(change.kind, change.id) for change in told}) == len(told) == 2 * len(set(written))
    assert cursors == sorted(cursors, key=lambda cursor: (cursor.number, cursor.kind, cursor.id))
