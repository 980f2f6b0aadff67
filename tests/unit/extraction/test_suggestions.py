"""A suggestion is decided once, and for what the field holds now."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from openphone_crm.errors import ConflictError
from openphone_crm.extraction.suggestions import Suggestion, SuggestionStatus
from tests.unit.extraction.making import NOON, contact, suggestion


def approve(one: Suggestion) -> Suggestion:
    """Approve it for the value that was asked about."""
    return one.approved(contact(name="Bo"), by="cara", at=NOON)


def reject(one: Suggestion) -> Suggestion:
    """Reject it."""
    return one.rejected(by="cara", at=NOON)


@pytest.mark.parametrize(
    ("decide", "status"), [(approve, SuggestionStatus.APPROVED), (reject, SuggestionStatus.REJECTED)]
)
def test_who_decided_is_kept(decide: Callable[[Suggestion], Suggestion], status: SuggestionStatus) -> None:
    """A decision says what, by whom and when."""
    decided = decide(suggestion())

    assert (decided.status, decided.decided_by, decided.decided_at) == (status, "cara", NOON)


@pytest.mark.parametrize("decide", [approve, reject])
@pytest.mark.parametrize("status", [status for status in SuggestionStatus if status != "pending"])
def test_nothing_is_decided_twice(
    decide: Callable[[Suggestion], Suggestion], status: SuggestionStatus
) -> None:
    """Whoever comes second is told what was decided."""
    with pytest.raises(ConflictError, match=f"it was {status} already"):
        decide(suggestion(status=status))


@pytest.mark.parametrize("current", ["Ann", None, ""])
def test_an_approval_is_of_one_change(current: str | None) -> None:
    """A field that holds something else by now is not written over; asked anew it can be approved."""
    changed = contact(name=current)
    with pytest.raises(ConflictError, match="has changed since"):
        suggestion().approved(changed, by="cara", at=NOON)

    decided = suggestion().refreshed(changed, "cara").approved(changed, by="cara", at=NOON)

    assert decided.status is SuggestionStatus.APPROVED


def test_what_one_person_was_shown_another_has_not_seen() -> None:
    """A suggestion that was asked anew of one person is not asked of the next."""
    changed = contact(name="Ann")

    asked = suggestion().refreshed(changed, "cara")

    assert asked.is_asked("cara", changed)
    assert not asked.is_asked("dan", changed)
    with pytest.raises(ConflictError, match="has changed since"):
        asked.approved(changed, by="dan", at=NOON)


def test_a_field_that_says_so_by_itself_needs_no_decision() -> None:
    """A suggestion is met when the contact has come to say the same, in whatever spelling."""
    assert suggestion("Ann Lee").is_met_by(contact(name="ann lee"))
    assert not suggestion("Ann Lee").is_met_by(contact(name="Ann"))
    assert not suggestion("Ann Lee").is_met_by(contact())


def test_what_was_overtaken_says_when() -> None:
    """A superseded suggestion was decided by nobody."""
    overtaken = suggestion().superseded(NOON)

    assert (overtaken.status, overtaken.decided_by, overtaken.decided_at) == ("superseded", None, NOON)
