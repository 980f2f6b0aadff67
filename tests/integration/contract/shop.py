"""A driver of the running product: it posts signed webhooks, and reads the API as a frontend does."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Self, TypeAlias
from uuid import uuid4

import httpx2

from openphone_crm.testing.deliveries import compact
from openphone_crm.webhooks import sign_legacy, sign_standard
from tests.integration.contract.numbers import Numbers

Json: TypeAlias = dict[str, Any]

ROLES: Final = ("viewer", "operator", "admin")
WEBHOOK_PATH: Final = "/webhooks/openphone"
SETTLE_LIMIT_S: Final = 20.0
FIRST_PAUSE_S: Final = 0.01
LONGEST_PAUSE_S: Final = 0.1
LARGEST_PAGE: Final = 200
MOST_PAGES: Final = 300
MANY: Final = 20
POSTERS: Final = 16


class Shop:
    """A running product with its keys and one token of each role."""

    def __init__(
        self,
        base_url: str,
        *,
        tokens: Mapping[str, str],
        legacy_keys: Sequence[str],
        standard_keys: Sequence[str],
    ) -> None:
        self.base_url = base_url
        self.tokens = tokens
        self.legacy_keys = legacy_keys
        self.standard_keys = standard_keys
        self._client = httpx2.Client(base_url=base_url, timeout=20)
        self._outstanding: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def legacy_headers(self, body: bytes, *, key: str | None = None, at: datetime | None = None) -> Json:
        """Sign a body as an app or v1 webhook does."""
        return dict(sign_legacy(body, key=key or self.legacy_keys[0], at=at or datetime.now(UTC)))

    def standard_headers(
        self,
        body: bytes,
        *,
        key: str | None = None,
        delivery_id: str | None = None,
        at: datetime | None = None,
    ) -> Json:
        """Sign a body as a 2026-03-30 webhook does."""
        name = delivery_id or f"msg_{uuid4().hex}"
        moment = at or datetime.now(UTC)
        return dict(sign_standard(body, key=key or self.standard_keys[0], delivery_id=name, at=moment))

    def signed(self, payload: Json, *, delivery_id: str | None = None) -> tuple[bytes, Json]:
        """Write a payload as OpenPhone does, and sign it by the scheme of its generation."""
        body = compact(payload)
        if payload.get("apiVersion") == "2026-03-30":
            return body, self.standard_headers(body, delivery_id=delivery_id)
        return body, self.legacy_headers(body)

    def post(
        self, body: bytes, headers: Mapping[str, str], *, client: httpx2.Client | None = None, path: str = ""
    ) -> httpx2.Response:
        """Post raw bytes to the webhook URL."""
        sender = client or self._client
        response = sender.post(f"{self.base_url}{WEBHOOK_PATH}{path}", content=body, headers=dict(headers))
        if response.status_code == httpx2.codes.OK:
            self._outstanding.add(response.json()["id"])
        return response

    def deliver(self, payload: Json, *, delivery_id: str | None = None) -> httpx2.Response:
        """Post a payload as OpenPhone would, signed now."""
        body, headers = self.signed(payload, delivery_id=delivery_id)
        return self.post(body, headers)

    def receive(self, *payloads: Json) -> list[str]:
        """Deliver payloads that are fine, wait until all are processed, and give the ids of their rows."""
        with ThreadPoolExecutor(POSTERS) as threads:
            # One after the other, unless there are so many that they come at once.
            send = map if len(payloads) < MANY else threads.map
            responses = list(send(self.deliver, payloads))
        assert {response.status_code for response in responses} <= {200}, responses
        ids: list[str] = [response.json()["id"] for response in responses]
        self.settled()
        failed = self.listed("webhook-events", status="failed", limit=LARGEST_PAGE)
        assert [event for event in failed if event["id"] in ids] == []
        return ids

    def settled(self) -> None:
        """Wait until nothing that was delivered by this driver is on its way any more."""
        deadline = time.monotonic() + SETTLE_LIMIT_S
        pause = FIRST_PAUSE_S
        while waiting := self._waiting():
            assert time.monotonic() < deadline, f"not settled after {SETTLE_LIMIT_S} s: {waiting[:3]}"
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)
        self._outstanding.clear()

    def _waiting(self) -> list[Json]:
        # In this order an event that moves from one state to the next meanwhile is still seen.
        pages = [
            self.listed("webhook-events", status=status, limit=LARGEST_PAGE)
            for status in ("pending", "processing")
        ]
        return [event for page in pages for event in page if event["id"] in self._outstanding]

    def get(
        self,
        path: str,
        *,
        role: str | None = "admin",
        headers: Mapping[str, str] | None = None,
        **query: Any,  # noqa: ANN401 - whatever a query may hold
    ) -> httpx2.Response:
        """Read a path of the API."""
        # An empty mapping would take the query away that a link brings.
        return self.send("GET", path, role=role, headers=headers, params=query or None)

    def send(
        self,
        method: str,
        path: str,
        *,
        role: str | None = "admin",
        headers: Mapping[str, str] | None = None,
        **request: Any,  # noqa: ANN401 - whatever a request may have
    ) -> httpx2.Response:
        """Send a request to the API; a path that begins with a slash is not under `/api/v1`."""
        url = path if path.startswith("/") else f"/api/v1/{path}"
        token = {"Authorization": f"Bearer {self.tokens[role]}"} if role else {}
        return self._client.request(method, url, headers={**token, **(headers or {})}, **request)

    def listed(self, path: str, **query: Any) -> list[Json]:  # noqa: ANN401 - whatever a query may hold
        """Read one page of a list."""
        response = self.get(path, **query)
        assert response.status_code == httpx2.codes.OK, response.text
        items = response.json()
        assert isinstance(items, list)
        return items

    def everything(self, path: str, **query: Any) -> list[Json]:  # noqa: ANN401 - whatever a query may hold
        """Read a list to its end, page by page, as its `Link` headers lead."""
        return [item for page in self.pages(path, **query) for item in page]

    def pages(self, path: str, **query: Any) -> list[list[Json]]:  # noqa: ANN401 - whatever a query may hold
        """Read the pages of a list, as its `Link` headers lead."""
        response = self.get(path, **query)
        found = [response.json()]
        while following := response.links.get("next"):
            response = self.get(following["url"])
            found.append(response.json())
            assert len(found) < MOST_PAGES, f"{path} has no end"
        return found

    def one(self, path: str) -> Json:
        """Read one document."""
        response = self.get(path)
        assert response.status_code == httpx2.codes.OK, response.text
        document: Json = response.json()
        return document

    def conversations(self, numbers: Numbers) -> list[Json]:
        """List the conversations of one of our numbers, whoever is on the other side."""
        everybody = self.everything("conversations", limit=LARGEST_PAGE)
        return [each for each in everybody if each["our_number"] == numbers.ours]

    def conversation(self, numbers: Numbers) -> Json:
        """Find the one conversation of one of our numbers."""
        (found,) = self.conversations(numbers)
        return found

    def timeline(self, numbers: Numbers, kind: str | None = None) -> list[Json]:
        """Read the timeline of the one conversation of one of our numbers, or what is of one kind in it."""
        path = f"conversations/{self.conversation(numbers)['id']}/timeline"
        items = self.listed(path, limit=LARGEST_PAGE)
        return [item for item in items if kind in (None, item["kind"])]

    def item(self, numbers: Numbers, kind: str) -> Json:
        """Find the one item of its kind in a timeline."""
        (found,) = self.timeline(numbers, kind)
        return found

    def calls(self, *openphone_ids: str) -> list[Json]:
        """Find calls by their OpenPhone ids, in that order."""
        found = {call["openphone_id"]: call for call in self.everything("calls", limit=LARGEST_PAGE)}
        return [found[each] for each in openphone_ids]

    def event(self, id_: str) -> Json:
        """Read one row of the inbox."""
        return self.one(f"webhook-events/{id_}")
