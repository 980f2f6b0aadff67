"""Somebody with a browser, as far as requests go."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import urlencode

import attrs
import httpx2

from tests.integration.falcon_http.world import World

_CSRF = re.compile(r'<meta name="csrf-token" content="([0-9a-f]{64})">')


@attrs.define
class Visitor:
    """Somebody who is signed in: keeps cookies, and knows the CSRF token of their pages."""

    world: World
    cookies: dict[str, str] = attrs.field(factory=dict)
    csrf: str = ""

    @classmethod
    def signed_in(cls, world: World, role: str = "operator") -> Self:
        """Sign in with the token of a role, and look at a page."""
        visitor = cls(world)
        answer = visitor.send("POST", "/sign-in", {"token": f"{role}-secret"})
        assert answer.status_code == 303, answer.text
        found = _CSRF.search(visitor.get("/conversations").text)
        assert found
        visitor.csrf = found[1]
        return visitor

    def get(self, path: str, **headers: str) -> httpx2.Response:
        """Look at a page; the names of headers are written with underscores."""
        return self.send(
            "GET", path, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )

    def post(self, path: str, **fields: str) -> httpx2.Response:
        """Send a form of a page, as the page would."""
        return self.send("POST", path, {"csrf": self.csrf, **fields})

    def send(
        self,
        method: str,
        path: str,
        fields: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **options: Any,  # noqa: ANN401 - whatever the client takes
    ) -> httpx2.Response:
        """Send a request with the cookies that are kept, and keep those that come."""
        sent = {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}
        if fields is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
            options["content"] = urlencode(fields)
        answer = self.world.send(method, path, headers={**sent, **(headers or {})}, **options)
        for cookie in answer.headers.get_list("set-cookie"):
            self._keep(cookie)
        return answer

    def _keep(self, cookie: str) -> None:
        name, _, text = cookie.partition(";")[0].partition("=")
        if "Max-Age=0" in cookie or "1970" in cookie or not text.strip('"'):
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = text
