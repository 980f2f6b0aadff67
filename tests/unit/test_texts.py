"""Tests of text that any database and any page can hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.texts import masked, masking_numbers, shortened, storable, trusted_link

ANY_TEXT = st.text(st.characters(codec=None))


@given(ANY_TEXT)
def test_any_text_becomes_storable(text: str) -> None:
    """What comes out has no NUL, is UTF-8, and is as long as what went in."""
    found = storable(text)

    assert "\x00" not in found.encode().decode()
    assert len(found) == len(text)
    assert storable(found) == found


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_storable_text_stays_as_it_is(text: str) -> None:
    """Nothing else is replaced."""
    assert storable(text) == text


@pytest.mark.parametrize(
    "link",
    [
        "https://my.quo.com/inbox/PN1/c/CN1?at=ACx1",
        "https://quo.com",
        "https://app.openphone.com/calls/1#x",
        "HTTPS://My.Quo.Com/",
    ],
)
def test_links_into_quo_are_trusted(link: str) -> None:
    """A trusted link is https on a Quo or OpenPhone host."""
    assert trusted_link(link) == link


@pytest.mark.parametrize(
    "link",
    [
        "http://my.quo.com/",
        "https://notquo.com/",
        "https://quo.com.evil.example/",
        "https://quo.com@evil.example/",
        "https://my.quo.com:444/",
        "https://evil.example/?https://quo.com/",
        "https://my.quo.com/\n",
        "https://my.quo.com/ x",
        " https://my.quo.com/",
        "javascript:alert(1)//quo.com",
        "",
        None,
        7,
    ],
)
def test_no_other_link_is_trusted(link: object) -> None:
    """Anything else is not handed on."""
    assert trusted_link(link) is None


@given(text=ANY_TEXT, limit=st.integers(1, 30))
def test_shortened_text_fits(text: str, limit: int) -> None:
    """It is at most as long as allowed, and marked where something is missing."""
    found = shortened(text, limit)

    assert len(found) <= limit
    assert found == text or found.endswith("\u2026")


@pytest.mark.parametrize(
    ("number", "shown"), [("+12065550123", "+*********23"), ("72975", "7**75"), ("911", "***"), ("", "***")]
)
def test_a_masked_number_keeps_its_last_two_digits(number: str, shown: str) -> None:
    """A log can tell numbers apart without telling them."""
    assert masked(number) == shown


def test_numbers_within_a_text_are_masked() -> None:
    """Whatever looks like a phone number is masked where it stands; the rest stays."""
    found = masking_numbers("+12065550100 and +442079460000: 2 + 2")

    assert found == "+*********00 and +**********00: 2 + 2"


@pytest.mark.parametrize(
    "number", ["12065550123", "2065550123", "(206) 555-0123", "+1 206.555.0123", "206-555-0123"]
)
def test_a_number_is_masked_however_it_is_written(number: str) -> None:
    """In foreign errors numbers stand as people write them, too."""
    found = masking_numbers(f"cannot ring {number}, sorry")

    assert number not in found
    assert found.endswith("23, sorry")


@pytest.mark.parametrize(
    "text",
    ["2026-04-13T12:00:00Z", "6f0b6d0e-0c3e-5d4b-9a55-0123456789ab", "line 120 of 2065", "10.0.0.1:5432"],
)
def test_what_is_no_number_stays(text: str) -> None:
    """Times, ids, counts and addresses of machines are needed in a log."""
    assert masking_numbers(text) == text
