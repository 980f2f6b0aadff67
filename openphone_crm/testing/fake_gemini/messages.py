"""A request and a response, as far as the fake Gemini needs to know them."""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen(kw_only=True)
class GeminiRequest:
    """What came over HTTP; `target` is the path, with the query if there is one."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = attrs.field(repr=False)

    def header(self, name: str) -> str | None:
        """Look up a header, however it is spelled."""
        return next((value for key, value in self.headers.items() if key.lower() == name), None)


@attrs.frozen(kw_only=True)
class GeminiResponse:
    """What is to be sent back, after so many seconds."""

    status: int
    body: bytes
    headers: Mapping[str, str] = attrs.field(factory=dict)
    delay_s: float = 0.0
