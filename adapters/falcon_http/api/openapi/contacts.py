"""Contacts, their history, and the call that a person makes to one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from adapters.falcon_http.sign_in import API
from openphone_crm.click_to_call import MESSAGE
from openphone_crm.contact_desk import LONGEST_FIELD, MOST_NUMBERS
from openphone_crm.crm import CONTACT_FIELDS
from openphone_crm.handlers.contacts import LINK

from .operations import Paths, act, at, page, thing
from .requests import IF_MATCH, KEY, PHONE_NUMBER, SEARCHED, json_body, query
from .responses import answered, empty
from .values import ID, MOMENT, TEXT, Schema, constant, listed, named, nullable, one_of, record

_NUMBERS: Final = "phone_numbers"
# Something is left once white space is trimmed, which for Python is also what separates records.
_SAID: Final = r"[^\s\u001c-\u001f\u0085]"
_FIELD: Final[Schema] = nullable({"type": "string", "maxLength": LONGEST_FIELD})
_EDITED: Final[Mapping[str, Schema]] = {
    **dict.fromkeys(CONTACT_FIELDS, _FIELD),
    "email": nullable({"type": "string", "maxLength": LONGEST_FIELD, "format": "e-mail-address"}),
    # Format and not pattern: any spelling will do, as long as somebody may have the number.
    _NUMBERS: nullable(listed({"type": "string", "format": "phone-number"}, maxItems=MOST_NUMBERS)),
}


def _with(name: str, of: Schema) -> Schema:
    return {"properties": {name: of}, "required": [name]}


SCHEMAS: Final[Mapping[str, Schema]] = {
    "Contact": record(
        {
            "id": ID,
            **dict.fromkeys(CONTACT_FIELDS, nullable(TEXT)),
            _NUMBERS: listed(TEXT, maxItems=MOST_NUMBERS),
            "created_at": MOMENT,
            "updated_at": MOMENT,
        }
    ),
    "ContactEdit": record(_EDITED, optional=_EDITED),
    "NewContact": record(
        _EDITED,
        optional=_EDITED,
        anyOf=[
            *(_with(name, {"type": "string", "pattern": _SAID}) for name in CONTACT_FIELDS),
            _with(_NUMBERS, {"type": "array", "minItems": 1}),
        ],
    ),
    "Change": record(
        {
            "id": ID,
            "field": one_of((*CONTACT_FIELDS, _NUMBERS, LINK)),
            "old": nullable(TEXT),
            "new": nullable(TEXT),
            "source_kind": TEXT,
            "source_id": nullable(TEXT),
            "quote": nullable(TEXT),
            "by": nullable(TEXT),
            "at": MOMENT,
        }
    ),
    "CallLinks": record(
        {
            "href": {"type": "string", "pattern": "^tel:"},
            "mobile_href": {"type": "string", "pattern": "^openphone://dial\\?"},
            "open_url": nullable({"type": "string", "pattern": "^https://"}),
            "message": constant(MESSAGE),
        }
    ),
}

_ONE: Final = f"{API}/contacts/{{contact_id}}"
_ID: Final = "contact_id"

PATHS: Final[Paths] = {
    f"{API}/contacts": at(
        get=page(
            "All contacts, newest first.",
            named("Contact"),
            filters=(query("q", SEARCHED, "Looked for in all fields and numbers."), PHONE_NUMBER),
        ),
        post=act(
            "Make a contact.",
            {"201": answered("The contact.", named("Contact"), "ETag", "Location")},
            body=json_body(named("NewContact")),
        ),
    ),
    _ONE: at(
        _ID,
        get=thing("One contact.", named("Contact"), errors=(404,)),
        patch=act(
            "Change what the body names; null, like an empty text, empties a field.",
            {"200": answered("The contact as it is now.", named("Contact"), "ETag")},
            body=json_body(named("ContactEdit")),
            parameters=(IF_MATCH,),
            errors=(404, 409, 412),
        ),
        delete=act(
            "Erase the person, with all that was received about them; admins only.",
            {"204": empty("The person is erased.")},
            parameters=(IF_MATCH,),
            errors=(404, 409, 412),
        ),
    ),
    f"{_ONE}/history": at(
        _ID,
        get=page("What was changed, by whom or what and why, newest first.", named("Change"), errors=(404,)),
    ),
    f"{_ONE}/history/{{change_id}}/undo": at(
        _ID,
        "change_id",
        post=act(
            "Take a change back.",
            {"200": answered("The entry of that.", named("Change"))},
            parameters=(IF_MATCH, KEY),
            errors=(404, 412),
        ),
    ),
    f"{_ONE}/call": at(
        _ID,
        post=act(
            "Get the links that start a call.",
            {"200": answered("The links.", named("CallLinks"))},
            errors=(404, 422),
        ),
    ),
}
