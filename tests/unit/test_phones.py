"""Tests of who is at the other end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.phones import is_phone_number, normalised


@pytest.mark.parametrize(
    "text",
    [
        "+12065550123",
        "(206) 555-0123",
        "206.555.0123",
        "206-555-0123",
        "+1 206 555 0123",
        "1 206 555 0123",
        " 2065550123 ",
        "\u202a+1\u00a0206\u2011555\u20110123\u202c",
    ],
)
def test_a_number_has_one_spelling(text: str) -> None:
    """Formatted numbers are normalised to E.164."""
    assert normalised(text) == "+12065550123"


def test_a_local_number_is_read_in_its_region() -> None:
    """A number without country code is one of the shop's country."""
    assert normalised("020 7946 0018", "GB") == "+442079460018"


@pytest.mark.parametrize("region", ["US", "DE"])
@pytest.mark.parametrize(
    "text", ["72975", "911", "internal:US999", "Anonymous", "Restricted", "Caf\u00e9 Luna"]
)
def test_other_senders_keep_their_name(text: str, region: str) -> None:
    """Short codes, named and withheld senders are no phone numbers, in no country."""
    assert normalised(text, region) == text
    assert not is_phone_number(text)


@pytest.mark.parametrize("text", ["", "+", "  ", "-", "()", "\ufffd"])
def test_what_has_no_letter_and_no_digit_names_nobody(text: str) -> None:
    """OpenPhone writes `+` where it knows no number."""
    assert normalised(text) is None


@pytest.mark.parametrize("text", ["555-0123", "1-2", "123456789012345678"])
def test_digits_that_are_no_number_stay(text: str) -> None:
    """What nobody can be called by is kept as it is, and makes no contact."""
    found = normalised(text)

    assert found == text
    assert not is_phone_number(found)


def test_a_region_that_does_not_exist_reads_no_local_numbers() -> None:
    """Nothing is raised; the text stays."""
    assert normalised("206 555 0123", "ZZ") == "206 555 0123"


@pytest.mark.parametrize("number", ["+15555555555", "+15550000001", "+12065550123", "+442079460018"])
def test_possible_numbers_are_people(number: str) -> None:
    """Possible is enough: most of OpenPhone's own samples are no valid numbers."""
    assert is_phone_number(number)


@pytest.mark.parametrize("number", ["+1", "+15", "+1555", "+999123456789", "2065550123", "72975", ""])
def test_impossible_numbers_are_nobody(number: str) -> None:
    """What is not E.164, or too short, or of no country, is no contact."""
    assert not is_phone_number(number)


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_is_taken(text: str) -> None:
    """No text raises anything, and one spelling stays itself."""
    found = normalised(text)

    assert found is None or normalised(found) == found
    assert found is None or is_phone_number(found) in (True, False)
