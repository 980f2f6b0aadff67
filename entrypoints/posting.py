"""Posting deliveries as OpenPhone does, and telling what became of each."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

import attrs
import httpx2

from openphone_crm.testing import SignedDelivery

TIMEOUT_S = 10.0


class Answer(StrEnum):
    """What became of a delivery; the first two mean that it was accepted."""

    QUEUED = "queued"
    DUPLICATE = "duplicates"
    REFUSED = "refused"
    FAILED = "failures"

    @property
    def is_accepted(self) -> bool:
        """Whether OpenPhone would be content."""
        return self in {Answer.QUEUED, Answer.DUPLICATE}


@attrs.frozen(kw_only=True)
class Posted:
    """One delivery's answer, how long it took, and what to tell a person about it."""

    answer: Answer
    milliseconds: float
    status: int | None
    reason: str


@attrs.frozen
class Poster:
    """Posts deliveries to one address."""

    client: httpx2.Client
    url: str

    def post(self, delivery: SignedDelivery) -> Posted:
        """Post a delivery; an error is an answer too."""
        began = datetime.now(UTC)
        try:
            response = self.client.post(self.url, content=delivery.body, headers=delivery.headers)
        except httpx2.HTTPError as error:
            return _posted(Answer.FAILED, began, status=None, reason=str(error) or type(error).__name__)
        return _posted(_answer(response), began, status=response.status_code, reason=_title(response))


def new_client() -> httpx2.Client:
    """Make a client that sends to no proxy and follows nobody elsewhere."""
    return httpx2.Client(timeout=TIMEOUT_S, trust_env=False)


def _posted(answer: Answer, began: datetime, *, status: int | None, reason: str) -> Posted:
    milliseconds = (datetime.now(UTC) - began).total_seconds() * 1000
    return Posted(answer=answer, milliseconds=milliseconds, status=status, reason=reason)


def _answer(response: httpx2.Response) -> Answer:
    if response.is_success:
        return Answer.DUPLICATE if _member(response, "status") == "duplicate" else Answer.QUEUED
    return Answer.REFUSED if response.is_client_error else Answer.FAILED


def _title(response: httpx2.Response) -> str:
    return f"{response.status_code} {_member(response, 'title') or response.reason_phrase}"


def _member(response: httpx2.Response, name: str) -> str:
    try:
        body = response.json()
    except ValueError:
        return ""
    return str(body.get(name) or "") if isinstance(body, dict) else ""
