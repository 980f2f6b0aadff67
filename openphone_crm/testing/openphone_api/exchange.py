"""A request and a response, as far as the fake OpenPhone needs to know them, and what it remembers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs
import orjson


@attrs.frozen(kw_only=True)
class ApiRequest:
    """What came over HTTP; `target` is the path, with the query if there is one."""

    method: str
    target: str
    headers: Mapping[str, str] = attrs.field(factory=dict, repr=False)
    body: bytes = attrs.field(default=b"", repr=False)

    def header(self, name: str) -> str | None:
        """Look up a header by its name in small letters, however it is spelled."""
        return next((value for key, value in self.headers.items() if key.lower() == name), None)

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]


@attrs.frozen(kw_only=True)
class ApiResponse:
    """What is to be sent back, after so many seconds."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = attrs.field(factory=dict)
    delay_s: float = 0.0
    is_cut: bool = False
    """The body ends half-way, before the length that was announced."""
    hangs_up: bool = False
    """The connection ends without any answer; the status is 0."""

    @classmethod
    def of(cls, document: object, status: int = 200) -> ApiResponse:
        """Answer with JSON."""
        headers = {"Content-Type": "application/json; charset=utf-8"}
        return cls(status=status, body=orjson.dumps(document), headers=headers)

    @property
    def document(self) -> Any:  # noqa: ANN401 - it is JSON
        """The body as JSON."""
        return orjson.loads(self.body)


@attrs.frozen(kw_only=True)
class SeenRequest:
    """A request that came, when it came, and how it was answered."""

    method: str
    path: str
    query: str
    at: datetime
    headers: Mapping[str, str] = attrs.field(repr=False)
    status: int

    @classmethod
    def of(cls, request: ApiRequest, at: datetime, status: int) -> SeenRequest:
        """Remember a request."""
        return cls(
            method=request.method,
            path=request.path,
            query=request.target.partition("?")[2],
            at=at,
            headers=dict(request.headers),
            status=status,
        )
