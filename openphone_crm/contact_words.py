"""How a contact's fields are called, and where what they hold came from, in words for people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from openphone_crm.crm import CONTACT_FIELDS, Contact, ContactChange
from openphone_crm.extraction.approving import PERSON
from openphone_crm.extraction.sources import SourceKind
from openphone_crm.extraction.undoing import is_undoable
from openphone_crm.ids import ChangeId

FIELD_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": "Name",
        "email": "E-mail",
        "address": "Address",
        "company": "Company",
        "phone_numbers": "Numbers",
        "callback": "Callback",
        "fact": "Fact",
    }
)
SOURCE_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        SourceKind.MESSAGE: "a text",
        SourceKind.VOICEMAIL: "a voicemail",
        SourceKind.TRANSCRIPT: "a call",
        SourceKind.SUMMARY: "a call summary",
    }
)
_BY_HAND: Final[Mapping[str, str]] = MappingProxyType({PERSON: "Entered", "undo": "Taken back"})
_QUO: Final = "openphone"


@attrs.frozen(kw_only=True)
class FieldShown:
    """A field of a contact, and the change that brought what it holds, as far as that is known."""

    name: str
    label: str
    value: str | None
    change: ContactChange | None
    words: str


@attrs.frozen(kw_only=True)
class ChangeShown:
    """An entry of a contact's history in words; `is_undoable` as long as nothing came after it."""

    change: ContactChange
    label: str
    words: str
    is_undoable: bool


def field_label(name: str) -> str:
    """Call a field, or a kind of note, as people do."""
    return FIELD_LABELS.get(name) or name.replace("_", " ").capitalize()


def provenance(change: ContactChange, approved: Collection[ChangeId] = ()) -> str:
    """
    Say where a change came from: from words that were read, from Quo, or from somebody here.

    Those of what was read that somebody `approved` say who it was; the others were added without asking.
    """
    by = f" by {change.by}" if change.by else " by hand"
    if change.source_kind in SOURCE_LABELS:
        added = f"approved{by}" if change.id in approved else "added by itself"
        return f"Read in {SOURCE_LABELS[change.source_kind]}, {added}"
    if change.source_kind == _QUO:
        return "From Quo"
    done = _BY_HAND.get(change.source_kind)
    return f"{done}{by}" if done else change.source_kind.capitalize()


def fields_shown(
    contact: Contact, history: Iterable[ContactChange], approved: Collection[ChangeId] = ()
) -> tuple[FieldShown, ...]:
    """The fields of a contact with where each came from; `history` is the newest first."""
    changes = tuple(history)
    return tuple(_field(contact, name, changes, approved) for name in CONTACT_FIELDS)


def history_shown(
    contact: Contact, history: Iterable[ContactChange], approved: Collection[ChangeId] = ()
) -> tuple[ChangeShown, ...]:
    """The entries of a history, in the same order."""
    return tuple(
        ChangeShown(
            change=change,
            label=field_label(change.field),
            words=provenance(change, approved),
            is_undoable=is_undoable(contact, change),
        )
        for change in history
    )


def _field(
    contact: Contact, name: str, history: Iterable[ContactChange], approved: Collection[ChangeId]
) -> FieldShown:
    value: str | None = getattr(contact, name)
    change = next((each for each in history if each.field == name and each.new == value), None)
    shown = change if value is not None else None
    words = provenance(shown, approved) if shown else ""
    return FieldShown(name=name, label=field_label(name), value=value, change=shown, words=words)
