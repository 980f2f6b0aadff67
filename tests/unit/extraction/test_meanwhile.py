"""What is told to whoever came too late."""

from __future__ import annotations

import pytest

from openphone_crm.extraction.meanwhile import GONE, LONGEST_VALUE, meanwhile
from openphone_crm.extraction.suggestions import Suggestion
from openphone_crm.extraction.views import ApprovalView
from openphone_crm.testing import builders as make
from openphone_crm.testing import extraction_builders as read

WAITING = read.suggestion("name")
REJECTED = WAITING.rejected(by="Dana", at=make.NOON)


@pytest.mark.parametrize(
    ("suggestion", "words"),
    [
        (REJECTED, "Somebody was faster: Dana has rejected it already."),
        (WAITING.superseded(make.NOON), "nothing to decide any more: the name was settled otherwise"),
        (WAITING, 'the name has changed since you saw it, and says "Bo" now. Look at it, and decide again.'),
    ],
)
def test_what_happened_is_told(suggestion: Suggestion, words: str) -> None:
    """Who decided, or what the field says now, and what to do."""
    assert words in meanwhile(ApprovalView(suggestion, "Bo"))


def test_an_erased_contact_is_told() -> None:
    """There is nothing to decide about somebody who is gone."""
    assert meanwhile(None) == GONE


def test_a_field_may_have_become_empty() -> None:
    """Then it is said so."""
    assert "and is empty now" in meanwhile(ApprovalView(WAITING, None))


def test_a_long_value_is_shortened() -> None:
    """A flash is a sentence, and stands on one line."""
    told = meanwhile(ApprovalView(WAITING, "a\nb" + "x" * 500))

    assert "\n" not in told
    assert len(told) < LONGEST_VALUE + 200
