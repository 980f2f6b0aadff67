"""What OpenPhone says instead of an answer: another body on each surface, and at its gateway."""

from __future__ import annotations

from typing import Any, Final

import attrs

from openphone_crm.testing.identifiers import digest
from openphone_crm.testing.openphone_api.exchange import ApiResponse

OLD_DOCS: Final = "https://openphone.com/docs"
DOCS: Final = "https://quo.com/docs"

_TITLES: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    422: "Unprocessable Entity",
    429: "Too Many Requests",
    500: "Unknown",
    503: "Service Unavailable",
}
_VARIANTS: Final = {500: "01"}


@attrs.frozen(kw_only=True)
class RefusalError(Exception):
    """A request that is not answered, and why."""

    status: int
    message: str
    title: str = attrs.Factory(lambda self: _TITLES[self.status], takes_self=True)
    variant: str = attrs.Factory(lambda self: _VARIANTS.get(self.status, "00"), takes_self=True)
    """The middle of its code, between the family of resources and the status."""
    path: str | None = None
    """Which part of the request is wrong, as `/query/limit`."""
    value: object = None

    def __str__(self) -> str:
        """Say why."""
        return self.message

    @property
    def is_named(self) -> bool:
        """Whether it has a title of its own, and with it a description."""
        return self.title not in _TITLES.values()


def refused_by_v1(refusal: RefusalError, family: str) -> ApiResponse:
    """Refuse as the v1 API documents it, with the code of that family of resources."""
    document = {
        "message": refusal.message,
        "code": f"{family}{refusal.variant}{refusal.status}",
        "status": refusal.status,
        "docs": OLD_DOCS,
        "title": refusal.title,
        "trace": _trace(refusal),
        **({"description": refusal.message} if refusal.is_named else {}),
        **_details(refusal),
    }
    return ApiResponse.of(document, refusal.status)


def refused_by_dated(refusal: RefusalError, family: str = "") -> ApiResponse:
    """Refuse as 2026-03-30 does; only its webhooks have a code, of that family."""
    document = {
        "title": refusal.title,
        "message": refusal.message,
        "docs": DOCS,
        "trace": _trace(refusal),
        **(
            {"code": f"{family}{refusal.variant}{refusal.status}", "status": refusal.status} if family else {}
        ),
        **_details(refusal),
    }
    return ApiResponse.of(document, refusal.status)


def refused_at_the_gate(status: int, message: str) -> ApiResponse:
    """Refuse as the gateway before v1 does, which has a body of its own."""
    error = {"message": message, "key": _TITLES[status].replace(" ", ""), "trace": _trace(message)}
    return ApiResponse.of({"error": error}, status)


def bad(path: str, message: str, value: object = None) -> RefusalError:
    """A request with something wrong in that place."""
    return RefusalError(status=400, message=message, path=path, value=value)


def not_found(what: str, id_: str) -> RefusalError:
    """A request for what there is not."""
    return RefusalError(status=404, message=f"{what} with ID {id_} not found")


def _details(refusal: RefusalError) -> dict[str, Any]:
    if refusal.path is None:
        return {}
    kind = {int: "integer", list: "array", dict: "object"}.get(type(refusal.value), "string")
    detail = {
        "path": refusal.path,
        "message": refusal.message,
        "value": refusal.value,
        "schema": {"type": kind},
    }
    return {"errors": [detail]}


def _trace(about: object) -> str:
    return str(int(digest("trace", about)[:15], 16))
