"""Which dead letters a person wants to retry, read strictly out of a JSON body."""

from __future__ import annotations

import attrs

from openphone_crm.errors import InvalidInputError
from openphone_crm.retry_jobs import RetryFilter

from .edits import fields_of

_FIELDS = ("status", "type", "since", "dry_run")


@attrs.frozen
class RetryOrder:
    """What is to be retried, or, dry, only counted."""

    wanted: RetryFilter
    is_dry: bool


def retry_order_of(body: bytes) -> RetryOrder:
    """
    Read the order that a body gives; none, or an empty one, is for all dead letters.

    Raises:
        InvalidInputError: When it is not an object of these fields.
        ConflictError: When it is for events that are no dead letters.
    """
    document = fields_of(body, _FIELDS)
    wanted, is_dry = RetryFilter.read(document), document.get("dry_run", False)
    if not isinstance(is_dry, bool):
        raise InvalidInputError("dry_run", "must be true or false")
    return RetryOrder(wanted, is_dry)
