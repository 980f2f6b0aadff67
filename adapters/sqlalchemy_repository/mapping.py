"""Between the core's values and the rows that keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import attrs
from cattrs import Converter

from openphone_crm.crm import Call, Contact, ContactChange, Origin, TimelineEntry
from openphone_crm.outcomes import outcome_of
from openphone_crm.stamps import Stamp
from openphone_crm.timeline import order_of

T = TypeVar("T")
Row = dict[str, Any]

_converter = Converter()


def _moment(value: object, _: object) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def _day(value: object, _: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _stamp(value: Sequence[Any], _: object) -> Stamp:
    return Stamp(datetime.fromisoformat(value[0]), value[1], value[2])


def _plain(stamp: Stamp) -> list[object]:
    return [stamp.moment.isoformat(), stamp.rank, stamp.digest]


def _packed(stamps: Mapping[str, Stamp]) -> Row:
    """Stamps as JSON: each once, and which field has which; most things have one or two."""
    distinct = list(dict.fromkeys(stamps.values()))
    numbers = {stamp: number for number, stamp in enumerate(distinct)}
    return {
        "stamps": [_plain(stamp) for stamp in distinct],
        "fields": {field: numbers[stamp] for field, stamp in stamps.items()},
    }


def _stamps(value: Mapping[str, Any], _: object) -> dict[str, Stamp]:
    distinct = [_stamp(stamp, None) for stamp in value["stamps"]]
    return {field: distinct[number] for field, number in value["fields"].items()}


_converter.register_structure_hook(date, _day)
_converter.register_structure_hook(datetime, _moment)
_converter.register_structure_hook(Stamp, _stamp)
_converter.register_unstructure_hook(datetime, lambda moment: moment)
_converter.register_structure_hook_func(lambda kind: kind == Mapping[str, Stamp], _stamps)
_converter.register_unstructure_hook(Stamp, _plain)
_converter.register_unstructure_hook_func(lambda kind: kind == Mapping[str, Stamp], _packed)
_converter.register_unstructure_hook(
    Origin, lambda origin: {**attrs.asdict(origin), "at": origin.at.isoformat()}
)


def row_of(entity: object) -> Row:
    """The columns of a thing; nested values as JSON, times as times."""
    row: Row = _converter.unstructure(entity)
    return row


def call_row(call: Call) -> Row:
    """The columns of a call, with what lists are sorted and filtered by."""
    return {**row_of(call), "occurred_at": call.occurred_at, "outcome": outcome_of(call).value}


def entry_row(entry: TimelineEntry) -> Row:
    """The columns of a timeline entry; what is new and inbound is unread, unless it is history."""
    row = {**row_of(entry), "position": order_of(entry.kind)}
    is_history = row.pop("is_history")
    return {**row, "unread": entry.is_inbound and not is_history}


def contact_row(contact: Contact) -> Row:
    """The columns of a contact; its numbers have a table of their own."""
    row = row_of(contact)
    del row["phone_numbers"]
    return row


def change_row(change: ContactChange) -> Row:
    """The columns of a history entry."""
    return row_of(change)


def entity_of(kind: type[T], row: Mapping[Any, Any]) -> T:
    """The thing that a row keeps."""
    return _converter.structure(row, kind)
