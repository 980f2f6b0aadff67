"""Who is let in: by surface, version, key and pace, in the order in which OpenPhone looks."""

from __future__ import annotations

from typing import Final

from openphone_crm.testing.openphone_api.exchange import ApiRequest, ApiResponse
from openphone_crm.testing.openphone_api.refusals import (
    RefusalError,
    refused_at_the_gate,
    refused_by_dated,
)

VERSION: Final = "2026-03-30"

_WRONG_VERSION: Final = f"Unsupported or missing Quo-Api-Version header. Supported versions: {VERSION}"


def is_v1(request: ApiRequest) -> bool:
    """Say whether a request is for the older surface."""
    return request.path.startswith("/v1/")


def refused(request: ApiRequest, status: int, message: str) -> ApiResponse:
    """Refuse a request before anybody has looked at what it wants."""
    if is_v1(request):
        return refused_at_the_gate(status, message)
    return refused_by_dated(RefusalError(status=status, message=message))


def wrong_version(request: ApiRequest) -> ApiResponse | None:
    """Refuse a request that does not name its version, where it must; this is looked at before the key."""
    if is_v1(request) or request.header("quo-api-version") == VERSION:
        return None
    return refused(request, 400, _WRONG_VERSION)


def wrong_key(request: ApiRequest, key: str) -> ApiResponse | None:
    """Refuse a request without the key, or with `Bearer` before it."""
    given = request.header("authorization")
    if given == key:
        return None
    message = "Missing authorization header" if given is None else "Invalid API key"
    return refused(request, 401, message)
