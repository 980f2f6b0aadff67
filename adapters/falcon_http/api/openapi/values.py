"""The words of JSON Schema that the document is written in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, TypeAlias

Schema: TypeAlias = Mapping[str, object]

STORABLE: Final = "^[^\\u0000]*$"

TEXT: Final[Schema] = {"type": "string"}
WHOLE: Final[Schema] = {"type": "integer", "minimum": 0}
SECONDS: Final[Schema] = {"type": "number", "minimum": 0}
SHARE: Final[Schema] = {"type": "number", "minimum": 0, "maximum": 1}
DOLLARS: Final[Schema] = {"type": "number", "minimum": 0}
FLAG: Final[Schema] = {"type": "boolean"}
DAY: Final[Schema] = {"type": "string", "format": "date"}
MOMENT: Final[Schema] = {"type": "string", "format": "date-time", "pattern": "Z$"}
ID: Final[Schema] = {"type": "string", "minLength": 1}
LINK: Final[Schema] = {"type": "string", "format": "uri"}


def nullable(schema: Schema) -> Schema:
    """The same, or null where nothing is known."""
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    known = schema.get("enum")
    names = {"enum": [*known, None]} if isinstance(known, list) else {}
    return {**schema, "type": [schema["type"], "null"], **names}


def one_of(names: Iterable[str]) -> Schema:
    """One of a few names."""
    return {"type": "string", "enum": list(names)}


def member(kind: type[StrEnum]) -> Schema:
    """One of the names that the core has for it."""
    return one_of(each.value for each in kind)


def constant(name: str) -> Schema:
    """Always this."""
    return {"type": "string", "const": name}


def listed(of: Schema, **bounds: int) -> Schema:
    """A list of these."""
    return {"type": "array", "items": of, **bounds}


def by_name(of: Schema) -> Schema:
    """One of these for each of some names."""
    return {"type": "object", "additionalProperties": of}


def record(fields: Mapping[str, Schema], *, optional: Iterable[str] = (), **more: object) -> Schema:
    """An object of exactly these fields; all are there but for the optional ones."""
    left_out = set(optional)
    required = [name for name in fields if name not in left_out]
    return {
        "type": "object",
        "properties": dict(fields),
        **({"required": required} if required else {}),
        "additionalProperties": False,
        **more,
    }


def named(name: str) -> Schema:
    """The schema that goes by this name."""
    return {"$ref": f"#/components/schemas/{name}"}
