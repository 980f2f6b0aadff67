"""The items of a timeline, and the files that belong to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from adapters.falcon_http.sign_in import API
from openphone_crm.completeness import CallPart
from openphone_crm.crm import ItemKind, Outcome
from openphone_crm.events import Direction

from .operations import Operation, Paths, at, page, reading
from .requests import SINCE, header, query
from .responses import headers
from .values import (
    ID,
    MOMENT,
    SECONDS,
    TEXT,
    WHOLE,
    Schema,
    constant,
    listed,
    member,
    named,
    nullable,
    one_of,
    record,
)

_DIRECTION: Final = nullable(member(Direction))
_NUMBERS: Final = listed(TEXT)
_AUDIO: Final[Schema] = {"type": "string", "pattern": f"^{API}/recordings/[^/]+/audio$"}
_MEDIA: Final[Schema] = {"type": "string", "pattern": f"^{API}/media/[^/]+$"}
_OF_CALL: Final[Mapping[str, Schema]] = {"call_openphone_id": nullable(TEXT)}


def _item(kind: ItemKind, fields: Mapping[str, Schema]) -> Schema:
    return record({"id": ID, "kind": constant(kind.value), "occurred_at": MOMENT, **fields})


_CALL: Final[Mapping[str, Schema]] = {
    "openphone_id": TEXT,
    "direction": _DIRECTION,
    "outcome": member(Outcome),
    "duration_seconds": nullable(WHOLE),
    "answered_by": nullable(TEXT),
    "answered_at": nullable(MOMENT),
    "completed_at": nullable(MOMENT),
    "from_number": nullable(TEXT),
    "to_numbers": _NUMBERS,
    "recordings": listed(named("Recording")),
    "expected": listed(member(CallPart)),
    "missing": listed(member(CallPart)),
    "deep_link": nullable({"type": "string", "pattern": "^https://"}),
}

SCHEMAS: Final[Mapping[str, Schema]] = {
    "Media": record({"url": nullable(_MEDIA), "content_type": nullable(TEXT)}),
    "Recording": record(
        {
            "id": ID,
            "duration_seconds": nullable(SECONDS),
            "status": nullable(TEXT),
            "audio_url": nullable(_AUDIO),
        }
    ),
    "Utterance": record(
        {"speaker": nullable(TEXT), "text": TEXT, "start": nullable(SECONDS), "end": nullable(SECONDS)}
    ),
    "Message": _item(
        ItemKind.MESSAGE,
        {
            "openphone_id": nullable(TEXT),
            "direction": _DIRECTION,
            "text": nullable(TEXT),
            "media": listed(named("Media")),
            "status": nullable(TEXT),
            "from_number": nullable(TEXT),
            "to_numbers": _NUMBERS,
        },
    ),
    "Call": _item(ItemKind.CALL, _CALL),
    "ListedCall": _item(
        ItemKind.CALL, {**_CALL, "conversation_id": nullable(ID), "contact_id": nullable(ID)}
    ),
    "Voicemail": _item(
        ItemKind.VOICEMAIL,
        {
            **_OF_CALL,
            "duration_seconds": nullable(SECONDS),
            "transcript": nullable(TEXT),
            "audio_url": nullable(_AUDIO),
        },
    ),
    "Transcript": _item(ItemKind.TRANSCRIPT, {**_OF_CALL, "dialogue": listed(named("Utterance"))}),
    "Summary": _item(ItemKind.SUMMARY, {**_OF_CALL, "summary": listed(TEXT), "next_steps": listed(TEXT)}),
    "TimelineItem": {
        "oneOf": [named(kind.value.capitalize()) for kind in ItemKind],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {kind.value: named(kind.value.capitalize())["$ref"] for kind in ItemKind},
        },
    },
}

_RANGE: Final = (
    header("Range", TEXT, "Which bytes are wanted, such as `bytes=0-1023`: 206."),
    header("If-Range", TEXT, "The `ETag` of the file that a range is a part of."),
)
_FILE: Final[Mapping[str, Schema]] = {
    media_type: {} for media_type in ("audio/*", "image/*", "video/*", "application/pdf", "application/*")
}
_TAG_HEADERS: Final[Mapping[str, Schema]] = {
    "ETag": {"required": True, "schema": {"type": "string", "pattern": '^"[0-9a-f]{64}"$'}},
    **headers("X-Poll-Interval"),
}
_FILE_HEADERS: Final[Mapping[str, Schema]] = {
    **_TAG_HEADERS,
    "Accept-Ranges": {"required": True, "schema": one_of(["bytes"])},
    "Content-Disposition": {"required": True, "schema": TEXT},
}
_PART_HEADERS: Final[Mapping[str, Schema]] = {
    **_FILE_HEADERS,
    "Content-Range": {
        "required": True,
        "schema": {"type": "string", "pattern": "^bytes [0-9]+-[0-9]+/[0-9]+$"},
    },
}


def _file(summary: str) -> Operation:
    whole = {"description": "The file.", "headers": _FILE_HEADERS, "content": _FILE}
    part = {"description": "The part of it.", "headers": _PART_HEADERS, "content": _FILE}
    has_it = {"description": "The client has it.", "headers": _TAG_HEADERS}
    return reading(summary, {"200": whole, "206": part, "304": has_it}, parameters=_RANGE, errors=(404, 416))


PATHS: Final[Paths] = {
    f"{API}/calls": at(
        get=page(
            "All calls, also those that stand in no conversation yet, newest first.",
            named("ListedCall"),
            filters=(
                query("outcome", member(Outcome), "How they ended."),
                query("since", SINCE, "Only those that began then or later."),
            ),
        )
    ),
    f"{API}/recordings/{{item_id}}/audio": at(
        "item_id", get=_file("What a recording or voicemail sounds like.")
    ),
    f"{API}/media/{{file_id}}": at("file_id", get=_file("A picture, film or document of a message.")),
}
