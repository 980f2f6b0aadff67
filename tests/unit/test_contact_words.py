"""How contacts are told of in words."""

from __future__ import annotations

import attrs
import pytest

from openphone_crm.approval_desk import UNDO
from openphone_crm.contact_words import field_label, fields_shown, history_shown, provenance
from openphone_crm.crm import CONTACT_FIELDS
from openphone_crm.extraction.approving import PERSON
from openphone_crm.handlers.contacts import SOURCE
from openphone_crm.testing import builders as make

ANN = make.contact("ann", name="Ann Lee", email="ann@example.com")
FIRST = make.change(ANN, "first", new="Ann", source_kind="message", quote="I am Ann")
SECOND = make.change(ANN, "second", old="Ann", new="Ann Lee", by="Dana")


@pytest.mark.parametrize(
    ("kind", "by", "words"),
    [
        ("message", "pattern/1", "Read in a text, added by itself"),
        ("voicemail", "pattern/1", "Read in a voicemail, added by itself"),
        ("transcript", "pattern/1", "Read in a call, added by itself"),
        ("summary", "pattern/1", "Read in a call summary, added by itself"),
        (SOURCE, None, "From Quo"),
        (PERSON, "Dana", "Entered by Dana"),
        (PERSON, None, "Entered by hand"),
        (UNDO, "Dana", "Taken back by Dana"),
        ("import", "Dana", "Import"),
    ],
)
def test_every_source_has_its_words(kind: str, by: str | None, words: str) -> None:
    """What was read, what came from Quo and what somebody wrote is told apart."""
    assert provenance(attrs.evolve(FIRST, source_kind=kind, by=by)) == words


def test_what_somebody_approved_says_who_it_was() -> None:
    """It was read all the same, and others were not asked about it."""
    approved = attrs.evolve(FIRST, by="Dana")

    assert provenance(approved, {FIRST.id}) == "Read in a text, approved by Dana"
    assert history_shown(ANN, [approved], {FIRST.id})[0].words == "Read in a text, approved by Dana"
    assert fields_shown(attrs.evolve(ANN, name="Ann"), [approved], {FIRST.id})[0].words.endswith("Dana")


def test_a_field_knows_its_last_change() -> None:
    """What it holds came from there; of a value that no change brought nothing is said."""
    shown = {field.name: field for field in fields_shown(ANN, [SECOND, FIRST])}

    assert tuple(shown) == CONTACT_FIELDS
    assert (shown["name"].change, shown["name"].words) == (SECOND, "Entered by Dana")
    assert (shown["email"].change, shown["email"].words) == (None, "")
    assert (shown["company"].value, shown["company"].change) == (None, None)


def test_only_what_still_holds_is_undoable() -> None:
    """An older change is not, and numbers are no field that an undo knows."""
    numbers = attrs.evolve(SECOND, field="phone_numbers")

    shown = history_shown(ANN, [SECOND, FIRST, numbers])

    assert [entry.is_undoable for entry in shown] == [True, False, False]
    assert [entry.label for entry in shown] == ["Name", "Name", "Numbers"]


def test_what_has_no_label_is_called_as_it_is() -> None:
    """A field that came later is written as people write."""
    assert field_label("second_address") == "Second address"
