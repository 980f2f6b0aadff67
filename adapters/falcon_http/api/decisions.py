"""What a person decides about what was read, taken strictly out of a JSON body."""

from __future__ import annotations

from openphone_crm.errors import InvalidInputError

from .edits import fields_of

VALUE = "value"
CORRECT = "correct"


def other_value_of(body: bytes) -> str | None:
    """
    Read the value that is to be written instead of the suggested one; None when there is none.

    Raises:
        InvalidInputError: When there is anything else, or it is no text.
    """
    document = fields_of(body, (VALUE,))
    if VALUE not in document:
        return None
    value = document[VALUE]
    if not isinstance(value, str):
        raise InvalidInputError(VALUE, "must be a text; leave it out for the suggested value")
    return value


def verdict_of(body: bytes) -> bool:
    """
    Read whether something was read rightly.

    Raises:
        InvalidInputError: When that is not all that is said.
    """
    verdict = fields_of(body, (CORRECT,)).get(CORRECT)
    if not isinstance(verdict, bool):
        raise InvalidInputError(CORRECT, "must be true or false")
    return verdict
