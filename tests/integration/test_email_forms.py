"""The core's own form of an e-mail address is that of email-validator."""

from __future__ import annotations

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given, settings
from hypothesis import strategies as st

from openphone_crm.extraction.forms import is_email

# What breaks addresses, often enough.
PIECES = st.sampled_from([*"ab1.-_+'<>@ \x00\u00fc\u200b", "com", "--", "a" * 60, "example.", "local"])
PARTS = st.lists(PIECES, max_size=8).map("".join)
ADDRESSES = st.one_of(
    st.builds("{}@{}.com".format, PARTS, PARTS),
    st.builds("{}@example.{}".format, PARTS, PARTS),
    st.builds("{}@{}".format, PARTS, PARTS),
    st.emails(),
)


def is_valid(text: str) -> bool:
    """Whether email-validator takes it, as strictly as it can without asking anybody."""
    try:
        validate_email(text, check_deliverability=False, strict=True)
    except EmailNotValidError:
        return False
    return True


@settings(deadline=None, max_examples=1000)
@given(ADDRESSES)
def test_both_take_the_same(text: str) -> None:
    """Dots, hyphens, lengths and odd characters are judged alike."""
    assert is_email(text) is is_valid(text)


@pytest.mark.parametrize(
    "text", ["ann@b\u00fccher.example", "a+b@sub.example.co.uk", "jos\u00e9@example.com"]
)
def test_both_take_letters_of_all_scripts(text: str) -> None:
    """An address of a real person is refused by neither."""
    assert is_email(text)
    assert is_valid(text)
