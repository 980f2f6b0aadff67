"""The same value in another spelling is the same value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.extraction.comparing import completes, same
from openphone_crm.extraction.readings import Topic

TOPICS = st.sampled_from(Topic)
TEXTS = st.text(max_size=60)


@pytest.mark.parametrize(
    ("topic", "one", "other"),
    [
        (Topic.NAME, "Ann Lee", "ANN LEE"),
        (Topic.NAME, "Ann Lee", "  ann   lee "),
        (Topic.NAME, "Ann Lee", "Lee, Ann"),
        (Topic.NAME, "Ann Lee", "Mrs. Ann Lee"),
        (Topic.NAME, "Jos\u00e9 Nu\u00f1ez", "Jose Nunez"),
        (Topic.NAME, "Pat O\u2019Neil", "Pat O'Neil"),
        (Topic.EMAIL, "Ann@Example.com", "ann@example.com"),
        (Topic.EMAIL, "ann@example.com", " mailto:ann@example.com"),
        (Topic.ADDRESS, "12 Oak Street, Tacoma, WA 98402", "12 oak st tacoma wa 98402"),
        (Topic.ADDRESS, "9 N. Pine Ave Apt 4", "9 North Pine Avenue, Apartment 4"),
        (Topic.ADDRESS, "1 Main St, Austin, Texas", "1 Main Street Austin TX, USA"),
        (
            Topic.ADDRESS,
            "1 Main St, Miami, Florida 33101",
            "1 Main St, Miami FL 33101, United States of America",
        ),
        (Topic.ADDRESS, "1 Oak St, Floor 3", "1 Oak St, Fl 3"),
        (Topic.NAME, "Sr. Lopez", "Lopez"),
        (Topic.NAME, "John Smith, Sr.", "John Smith Sr"),
    ],
)
def test_the_same_in_other_words(topic: Topic, one: str, other: str) -> None:
    """Case, spaces, punctuation, accents, titles and usual abbreviations make no difference."""
    assert same(topic, one, other)
    assert same(topic, other, one)


@pytest.mark.parametrize(
    ("topic", "one", "other"),
    [
        (Topic.NAME, "Ann", "Ann Lee"),
        (Topic.NAME, "Ann Lee", "Anne Lee"),
        (Topic.NAME, "Ann Lee", "Lee Ann"),
        (Topic.NAME, "Mr", "Mrs"),
        (Topic.NAME, "Smith", "Don Smith"),
        (Topic.NAME, "Dr Lee", "Don Lee"),
        (Topic.NAME, "John Smith", "John Smith Sr"),
        (Topic.NAME, "John Smith", "John Smith, Sr."),
        (Topic.NAME, "John Smith, Jr.", "John Smith, Sr."),
        (Topic.EMAIL, "ann@example.com", "ann@example.org"),
        (Topic.EMAIL, "ann.lee@example.com", "annlee@example.com"),
        (Topic.ADDRESS, "12 Oak St", "21 Oak St"),
        (Topic.ADDRESS, "12 Oak St", "12 Oak St Apt 4"),
        (Topic.ADDRESS, "12 N Oak St", "12 S Oak St"),
        (Topic.ADDRESS, "12 America St", "12 United St"),
        (Topic.ADDRESS, "5 America Ave, Tacoma", "5 Ave, Tacoma"),
        (Topic.ADDRESS, "1 Oak St, Fl 3", "1 Oak St, Florida 3"),
        (Topic.ADDRESS, "12 Washington St", "12 WA St"),
    ],
)
def test_what_is_not_the_same(topic: Topic, one: str, other: str) -> None:
    """Another number, letter or order is another value."""
    assert not same(topic, one, other)


@pytest.mark.parametrize(
    ("topic", "old", "new", "is_more"),
    [
        (Topic.NAME, "Ann", "Ann Lee", True),
        (Topic.NAME, "Lee", "Ann Lee", True),
        (Topic.NAME, "Ann Lee", "Ann", False),
        (Topic.NAME, "Bo", "Ann Lee", False),
        (Topic.ADDRESS, "12 Oak St", "12 Oak Street, Tacoma", True),
        (Topic.EMAIL, "ann@example.com", "ann@example.com.au", False),
    ],
)
def test_what_completes_a_value(topic: Topic, old: str, new: str, *, is_more: bool) -> None:
    """A value that says all of another, and more, completes it."""
    assert completes(topic, old, new) is is_more


@given(topic=TOPICS, one=TEXTS, other=TEXTS)
def test_sameness_is_fair(topic: Topic, one: str, other: str) -> None:
    """Everything is the same as itself, and sameness works both ways."""
    assert same(topic, one, one)
    assert same(topic, one, other) is same(topic, other, one)


@given(topic=TOPICS, old=TEXTS, new=TEXTS)
def test_what_completes_is_not_the_same(topic: Topic, old: str, new: str) -> None:
    """A value that says more is another value, and the other way round it does not complete."""
    if completes(topic, old, new):
        assert not same(topic, old, new)
        assert not completes(topic, new, old)
