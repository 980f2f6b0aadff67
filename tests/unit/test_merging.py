"""Tests of how copies of one thing add up."""

from __future__ import annotations

from itertools import pairwise, permutations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.crm import Message
from openphone_crm.events import Direction, Media, MessageReported, ProcessingState
from openphone_crm.merging import call_rank, joined, merged, message_rank, recording_rank, state_rank
from tests.unit.reports import a_message, message_reported, minute, stamp

FIELDS = ("text", "status", "to_numbers", "media", "direction", "created_at")


def added(message: Message, *copies: MessageReported) -> Message:
    """The message with these copies merged into it, in this order."""
    for copy in copies:
        message = merged(message, copy, FIELDS, copy.stamp)
    return message


def test_a_newer_copy_replaces_what_is_known() -> None:
    """Of two copies the newer one wins, field by field."""
    old = message_reported(1, text="old", status="sent")
    new = message_reported(2, text="new", status=None)

    found = added(a_message(), old, new)

    assert (found.text, found.status) == ("new", "sent")


def test_an_older_copy_fills_only_what_is_empty() -> None:
    """What arrives late is taken where nothing is known, and nowhere else."""
    new = message_reported(2, text="new", status=None)
    old = message_reported(1, text="old", status="sent")

    found = added(a_message(), new, old)

    assert (found.text, found.status) == ("new", "sent")


@pytest.mark.parametrize("empty", [None, ""])
def test_null_and_missing_never_erase(empty: str | None) -> None:
    """A newer copy that says nothing of a field leaves it alone."""
    found = added(a_message(), message_reported(1, text="Hi"), message_reported(2, text=empty, media=()))

    assert found.text == "Hi"


def test_what_was_filled_late_is_replaced_by_what_is_newer_than_it() -> None:
    """Each field remembers which copy it came from."""
    copies = [
        message_reported(3, text=None),
        message_reported(1, text="one"),
        message_reported(2, text="two"),
    ]

    found = added(a_message(), *copies)

    assert found.text == "two"


def test_a_copy_that_adds_nothing_changes_nothing() -> None:
    """The same copy again gives back the very same message."""
    once = added(a_message(), message_reported(1))

    assert added(once, message_reported(1)) is once


def test_ties_go_to_the_further_status_then_to_the_larger_body() -> None:
    """Copies of one moment are told apart by rank, then by digest."""
    sent = message_reported(text="sent", stamp=stamp(rank=message_rank("sent"), digest="z"))
    delivered = message_reported(text="delivered", stamp=stamp(rank=message_rank("delivered"), digest="a"))
    other = message_reported(text="other", stamp=stamp(rank=message_rank("delivered"), digest="b"))

    found = {added(a_message(), *order).text for order in permutations([sent, delivered, other])}

    assert found == {"other"}


COPIES = st.builds(
    MessageReported,
    stamp=st.builds(
        stamp, st.integers(0, 2), rank=st.integers(0, 2), digest=st.sampled_from(["a", "b", "c", "d", "e"])
    ),
    reported_at=st.just(minute(0)),
    openphone_id=st.just("ACx1"),
    text=st.sampled_from([None, "", "one", "two"]),
    status=st.sampled_from([None, "sent", "delivered"]),
    to_numbers=st.sampled_from([(), ("+12065550100",)]),
    media=st.sampled_from([(), (Media("https://example.com/a"),)]),
    direction=st.sampled_from([None, *Direction]),
    created_at=st.sampled_from([None, minute(1)]),
)
# One stamp is one body, so that copies which share it are the same copy.
DIFFERENT_COPIES = st.lists(COPIES, max_size=5, unique_by=lambda copy: copy.stamp)


@given(data=st.data(), copies=DIFFERENT_COPIES)
def test_order_and_repetition_change_nothing(data: st.DataObject, copies: list[MessageReported]) -> None:
    """However copies arrive, and however often, the same message is known in the end."""
    shuffled = data.draw(st.permutations(copies + copies[: len(copies) // 2]))

    assert added(a_message(), *shuffled) == added(a_message(), *copies)


@given(one=DIFFERENT_COPIES, other=DIFFERENT_COPIES)
def test_two_that_turn_out_to_be_one_join(one: list[MessageReported], other: list[MessageReported]) -> None:
    """Joining what two sets of copies came to is the same as having merged them all into one."""
    by_stamp = {copy.stamp: copy for copy in [*one, *other]}
    one, other = ([by_stamp[copy.stamp] for copy in copies] for copies in (one, other))

    found = joined(added(a_message(), *one), added(a_message(), *other))

    assert found == added(a_message(), *one, *other)


def test_only_the_named_fields_are_merged() -> None:
    """Identity and place are not for copies to say."""
    found = merged(a_message(), message_reported(text="Hi"), ("text",), stamp())

    assert found == attrs.evolve(a_message(), text="Hi", stamps={"text": stamp()})


def test_message_statuses_go_their_way() -> None:
    """A message is on its way until it has arrived or has finally failed."""
    way = ["queued", "sending", "sent", "failed", "undelivered", "delivered", "read"]

    assert all(message_rank(one) < message_rank(next_one) for one, next_one in pairwise(way))
    assert message_rank("receiving") < message_rank("received")
    assert message_rank(None) == message_rank("something new") == 0


def test_call_statuses_go_their_way() -> None:
    """A call that ended is further than any that goes on, and that further than one that rings."""
    ranks = [
        call_rank(None, ended=False),
        call_rank("queued", ended=False),
        call_rank("ringing", ended=False),
        call_rank("in-progress", ended=False),
        call_rank("ringing", ended=True),
    ]

    assert ranks == sorted(set(ranks))
    assert call_rank("something new", ended=False) == call_rank("in-progress", ended=False)


def test_states_go_their_way() -> None:
    """Completed is the furthest that a summary or a transcript gets."""
    way = [None, ProcessingState.IN_PROGRESS, ProcessingState.ABSENT, ProcessingState.FAILED]

    assert [state_rank(state) for state in (*way, ProcessingState.COMPLETED)] == [0, 1, 2, 3, 4]


def test_recordings_go_their_way() -> None:
    """A recording is made, processed, there, and perhaps deleted."""
    way = [None, "in-progress", "processing", "failed", "completed", "deleted"]

    assert [recording_rank(state) for state in way] == [0, 1, 2, 3, 4, 5]
