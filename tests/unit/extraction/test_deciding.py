"""Empty fields are filled, filled ones are asked about, and nothing is asked twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.extraction.deciding import (
    Ask,
    AutoAdd,
    Decision,
    LeaveAlone,
    Reason,
    decide,
)
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.sources import SourceKind
from openphone_crm.extraction.suggestions import SuggestionStatus
from tests.unit.extraction.making import NOON, candidate, contact, suggestion

LATER, EARLIER = NOON + timedelta(minutes=1), NOON - timedelta(minutes=1)
FIELDS = [topic for topic in Topic if topic.is_field]


def reason_of(decision: Decision) -> Reason | None:
    """Why nothing is done; None when something is."""
    return decision.reason if isinstance(decision, LeaveAlone) else None


def test_an_empty_field_is_filled() -> None:
    """What was not known is added at once, and the log says it in the customer's words."""
    decision = decide(candidate("Ann"), contact(), said_at=NOON)

    assert isinstance(decision, AutoAdd)
    assert decision.log == "Auto-added name: Ann"


@pytest.mark.parametrize(("current", "value"), [("Bo", "Ann Lee"), ("Ann", "Ann Lee")])
def test_a_filled_field_is_asked_about(current: str, value: str) -> None:
    """Another value asks a person, also where it completes what is there."""
    decision = decide(candidate(value), contact(name=current, origin=SourceKind.MESSAGE), said_at=NOON)

    assert decision == Ask(candidate(value), current)


def test_another_spelling_is_no_change() -> None:
    """What the contact says already is left alone."""
    decision = decide(candidate("ann  LEE"), contact(name="Ann Lee"), said_at=LATER)

    assert reason_of(decision) is Reason.SAME


def test_a_part_of_what_is_known_is_no_change() -> None:
    """Who signs with a first name only has not lost the last one."""
    decision = decide(candidate("Ann"), contact(name="Ann Lee", origin=SourceKind.MESSAGE), said_at=LATER)

    assert reason_of(decision) is Reason.LESS


def test_nobody_is_nobody() -> None:
    """Where no contact may be written nothing is."""
    assert reason_of(decide(candidate(), None, said_at=NOON)) is Reason.NOBODY


def test_what_was_rejected_is_not_asked_again() -> None:
    """A value that a person rejected is never suggested again, in no spelling."""
    rejected = suggestion("Ann Lee", status=SuggestionStatus.REJECTED)

    again = decide(candidate("ann lee"), contact(name="Bo"), said_at=LATER, earlier=[rejected])
    other = decide(candidate("Ann Ray"), contact(name="Bo"), said_at=LATER, earlier=[rejected])

    assert reason_of(again) is Reason.REJECTED
    assert isinstance(other, Ask)


def test_what_was_rejected_is_not_added_either() -> None:
    """Nor does a rejected value come in when the field has become empty."""
    rejected = suggestion("Ann Lee", status=SuggestionStatus.REJECTED)

    assert reason_of(decide(candidate(), contact(), said_at=LATER, earlier=[rejected])) is Reason.REJECTED


def test_what_is_asked_is_not_asked_twice() -> None:
    """A value that waits for a person is not suggested beside itself."""
    decision = decide(candidate(), contact(name="Bo"), said_at=LATER, earlier=[suggestion()])

    assert reason_of(decision) is Reason.ASKED


def test_a_newer_suggestion_replaces_older_ones() -> None:
    """What is said later about a field supersedes what waits for it, and nothing of other fields."""
    waiting, other = suggestion("Bob"), suggestion("12 Oak St", topic=Topic.ADDRESS)

    decision = decide(candidate(), contact(name="Bo"), said_at=LATER, earlier=[waiting, other])

    assert decision == Ask(candidate(), "Bo", (waiting,))


def test_an_older_text_replaces_nothing() -> None:
    """What was said before, and is read late, does not replace what was said later."""
    decision = decide(
        candidate(), contact(name="Bo"), said_at=EARLIER, earlier=[suggestion("Bob", said_at=NOON)]
    )

    assert reason_of(decision) is Reason.OLDER


def test_what_was_said_earlier_does_not_replace_what_was_said_later() -> None:
    """What was said before and is read late does not ask to replace what is there; more of it does."""
    known = contact(name="Ann", origin=SourceKind.MESSAGE, at=NOON)

    other, more = (decide(candidate(each), known, said_at=EARLIER) for each in ("Bo", "Ann Lee"))

    assert reason_of(other) is Reason.OLDER
    assert more == Ask(candidate("Ann Lee"), "Ann")


def test_a_name_in_a_summary_is_asked_about() -> None:
    """Who of the two on the line it belongs to a summary does not say; an address is the customer's."""
    name, address = (
        attrs.evolve(candidate(value, topic), source_kind=SourceKind.SUMMARY)
        for value, topic in (("Mike", Topic.NAME), ("1 Oak St", Topic.ADDRESS))
    )

    assert decide(name, contact(), said_at=NOON) == Ask(name, None)
    assert decide(address, contact(), said_at=NOON) == AutoAdd(address)


@pytest.mark.parametrize("source", ["person", "openphone"])
def test_a_person_outranks_what_was_said_before(source: str) -> None:
    """A text that is older than a person's edit asks nothing; a newer one asks."""
    edited = contact(name="Bo", origin=source, at=NOON)

    before, after = (decide(candidate(), edited, said_at=each) for each in (EARLIER, LATER))

    assert reason_of(before) is Reason.OLDER
    assert isinstance(after, Ask)


def test_a_field_that_a_person_emptied_is_not_filled_without_asking() -> None:
    """Empty because somebody wanted it so is not empty because nobody knew."""
    decision = decide(candidate(), contact(origin="person", at=NOON), said_at=LATER)

    assert decision == Ask(candidate(), None)


def test_a_field_of_which_too_much_was_wrong_is_always_asked_about() -> None:
    """Where automatic adding is off, an empty field asks too, and the other fields do not."""
    name = decide(candidate(), contact(), said_at=NOON, asking_always={Topic.NAME})
    email = decide(
        candidate("ann@example.com", Topic.EMAIL), contact(), said_at=NOON, asking_always={Topic.NAME}
    )

    assert isinstance(name, Ask)
    assert isinstance(email, AutoAdd)


@given(
    topic=st.sampled_from(FIELDS),
    value=st.sampled_from(["Ann", "Ann Lee", "Bo"]),
    current=st.sampled_from([None, "Ann", "Bo", "Cy"]),
    origin=st.sampled_from([None, "person", "openphone", SourceKind.MESSAGE]),
    minutes=st.integers(-2, 2),
)
def test_nothing_that_is_there_is_ever_written_over(
    topic: Topic, value: str, current: str | None, origin: str | None, minutes: int
) -> None:
    """A value is added without asking only where there was none and no person has had a hand in it."""
    said_at = NOON + timedelta(minutes=minutes)
    fields: dict[str, Any] = {topic.value: current}
    decision = decide(candidate(value, topic), contact(origin=origin, **fields), said_at=said_at)

    if isinstance(decision, AutoAdd):
        assert current is None
        assert origin in {None, SourceKind.MESSAGE}
