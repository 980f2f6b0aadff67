"""Contacts in their three shapes: `fields` as a list, `fields` as an object, and flat (2026-03-30)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openphone_crm.codec.reading import Envelope, Json, mapping, objects
from openphone_crm.events import ContactDeleted, ContactReported, Report
from openphone_crm.texts import storable

_PREFIX = "CT"
_KINDS_OF_TYPE = {"phone-number": "phone", "email": "email", "address": "address"}
_WORDS = re.compile(r"phone|e-?mail|address")
_NOTHING = ""


def updated(envelope: Envelope) -> tuple[Report, ...]:
    """A contact that was created or changed in Quo."""
    listed = list(_listed(envelope.resource))
    return (
        ContactReported(
            stamp=envelope.stamp(0),
            reported_at=envelope.reported_at,
            openphone_id=_bare_id(envelope),
            fields={**_names(envelope.resource), **_listed_fields(envelope.resource, listed)},
            numbers=_numbers(envelope, listed),
        ),
    )


def deleted(envelope: Envelope) -> tuple[Report, ...]:
    """A contact that was deleted in Quo; the deletion outranks an edit of the same moment."""
    return (
        ContactDeleted(
            stamp=envelope.stamp(1),
            reported_at=envelope.reported_at,
            openphone_id=_bare_id(envelope),
            numbers=_numbers(envelope, list(_listed(envelope.resource))),
        ),
    )


def _bare_id(envelope: Envelope) -> str:
    """The id without `CT`: webhooks v3 write the prefix, v4 and the API do not."""
    found = envelope.required_id("id")
    return found.removeprefix(_PREFIX) or found


def _names(resource: Json) -> dict[str, str]:
    """The name in one piece, and the company, where the payload speaks of them."""
    said: dict[str, str] = {}
    if "firstName" in resource or "lastName" in resource:
        names = (_word(resource.get("firstName")), _word(resource.get("lastName")))
        said["name"] = " ".join(filter(None, names))
    if "company" in resource:
        said["company"] = _word(resource["company"])
    return said


def _listed_fields(resource: Json, listed: list[tuple[str, str]]) -> dict[str, str]:
    """E-mail and address, of several the first that is filled; an empty list of e-mails is an empty one."""
    said = {"email": _NOTHING} if resource.get("emails") == [] else {}
    for kind, value in listed:
        if kind != "phone":
            said[kind] = said.get(kind) or value
    return said


def _numbers(envelope: Envelope, listed: list[tuple[str, str]]) -> tuple[str, ...]:
    numbers = envelope.few([value for kind, value in listed if kind == "phone"])
    return tuple(dict.fromkeys(filter(None, map(envelope.party, numbers))))


def _listed(resource: Json) -> Iterator[tuple[str, str]]:
    """The phone numbers, e-mails and addresses of the payload, whatever its shape: (kind, value)."""
    for name, declared, value in _items(resource):
        kind = _kind(name, declared)
        for one in value if isinstance(value, list) else (value,):
            if kind and (one is None or isinstance(one, str)):
                yield kind, _word(one)


def _items(resource: Json) -> Iterator[tuple[object, object, object]]:
    """Every field as (name, declared type, value)."""
    for name, value in mapping(resource.get("fields")).items():
        yield name, None, value
    for item in (*objects(resource.get("fields")), *objects(resource.get("customFields"))):
        yield item.get("name"), item.get("type"), item.get("value")
    for item in objects(resource.get("emails")):
        yield None, "email", item.get("value")
    for item in objects(resource.get("phoneNumbers")):
        yield None, "phone-number", item.get("value")


def _kind(name: object, declared: object) -> str | None:
    """
    What a field holds: by its declared type, else by the name that a person gave it.

    A field that is declared to be something else ("Phone model", a string) is none of ours.
    """
    if isinstance(declared, str):
        return _KINDS_OF_TYPE.get(declared)
    word = _WORDS.search(name.casefold()) if isinstance(name, str) else None
    return word.group().replace("-", "") if word else None


def _word(value: object) -> str:
    return storable(value).strip() if isinstance(value, str) else _NOTHING
