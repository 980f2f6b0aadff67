"""Trust is taken away by enough verdicts that are bad enough, and comes back with good ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.trust import ENOUGH, doubtful


@pytest.mark.parametrize(
    ("right", "of", "is_doubtful"),
    [
        (0, 0, False),
        (0, ENOUGH - 1, False),
        (0, ENOUGH, True),
        (18, 20, False),
        (17, 20, True),
        (16, 20, True),
        (85, 100, True),
        (90, 100, False),
        (80, 100, True),
        (850, 1000, True),
        (1000, 1000, False),
    ],
)
def test_enough_bad_verdicts_take_trust_away(right: int, of: int, *, is_doubtful: bool) -> None:
    """What was measured is below 0.9, by twenty verdicts at least."""
    doubts = doubtful({Topic.NAME: Share(right, of)}, precision=0.9)

    assert doubts == ({Topic.NAME} if is_doubtful else frozenset())


def test_each_topic_stands_for_itself() -> None:
    """Bad names say nothing of e-mail addresses, and of notes nothing is ever added to a contact."""
    verdicts = {Topic.NAME: Share(0, 50), Topic.EMAIL: Share(50, 50), Topic.FACT: Share(0, 50)}

    doubts = doubtful(verdicts, precision=0.9)

    assert doubts == {Topic.NAME}


@given(right=st.integers(0, 200), wrong=st.integers(0, 200))
def test_a_right_reading_never_takes_trust_away(right: int, wrong: int) -> None:
    """Who was trusted before one more right reading is trusted after it, once there are enough."""
    before, after = Share(right, right + wrong), Share(right + 1, right + wrong + 1)

    was_trusted = not doubtful({Topic.NAME: before}, precision=0.9, enough=0)

    assert not was_trusted or not doubtful({Topic.NAME: after}, precision=0.9, enough=0)


@pytest.mark.parametrize("precision", [0.0, 1.0])
def test_the_ends_of_the_setting(precision: float) -> None:
    """At 0 everybody is trusted, at 1 nobody who was ever wrong."""
    verdicts = {Topic.NAME: Share(0, 50), Topic.EMAIL: Share(49, 50), Topic.ADDRESS: Share(50, 50)}

    doubts = doubtful(verdicts, precision=precision)

    assert doubts == ({Topic.NAME, Topic.EMAIL} if precision else frozenset())
