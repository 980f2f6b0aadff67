"""Sending texts, and looking for those that may have been sent (port `TextApi`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final

from openphone_crm.errors import CrmError, NotSentError, UnavailableError, UncertainError
from openphone_crm.remote import Fetched, FetchedKind, Surface, TextToSend

from .answers import a_little_before, fetched, made_at, one, perhaps, several
from .client import Client
from .directory import RestDirectory
from .refusals import OPENPHONE, Refusal

_PAGE: Final = "100"
_MOST_PAGES: Final = 20
_ONE_MILLISECOND: Final = timedelta(milliseconds=1)
_NO_TIME: Final = datetime.min.replace(tzinfo=UTC)
_NOT_REGISTERED: Final = "0206400"
# The number, the registration or the country does not allow it; one that ends in 00403 is about the key.
_NOT_FROM_HERE: Final = re.compile(r"02(?!00)[0-9]{2}403")
_NOT_SENT: Final = (HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.NOT_FOUND)


class RestTexts:
    """Sends each text at most once, and says what is known of it."""

    def __init__(self, client: Client, directory: RestDirectory) -> None:
        self._client = client
        self._directory = directory

    def send(self, text: TextToSend) -> Fetched:
        """
        Send a text, and show it as it was taken.

        Raises:
            NotSentError: When OpenPhone refused to send it.
            UncertainError: When nobody knows whether it was sent.
            UnavailableError: When it was certainly not sent.
        """
        document = {"content": text.text, "from": text.from_number, "to": list(text.to_numbers)}
        answer = self._client.change("POST", "/v1/messages", document, meaning=_meaning)
        try:
            return fetched(FetchedKind.MESSAGE, Surface.V1, one(answer))
        except UnavailableError as error:
            # It was taken, or so its status says; only its id is missing.
            raise UncertainError(OPENPHONE, error.cause) from None

    def sent(self, text: TextToSend, *, since: datetime) -> Sequence[Fetched]:
        """The texts of these words that were sent from there to there since then, the oldest first."""
        line_id = self._line_id(text.from_number)
        found = self._written(text, line_id, since) if line_id else ()
        moments = ((made_at(each) or _NO_TIME, each) for each in found if _is_of(each, text))
        # OpenPhone's moments have milliseconds.
        ours = [(moment, each) for moment, each in moments if moment > since - _ONE_MILLISECOND]
        return [each for _, each in sorted(ours, key=lambda pair: pair[0])]

    def _line_id(self, number: str) -> str | None:
        return next((line.id for line in self._directory.lines() if line.number == number), None)

    def _written(self, text: TextToSend, line_id: str, since: datetime) -> Iterator[Fetched]:
        asked = [
            ("phoneNumberId", line_id),
            *(("participants", number) for number in text.to_numbers),
            ("createdAfter", a_little_before(since)),
            ("maxResults", _PAGE),
        ]
        token: str | None = None
        for _ in range(_MOST_PAGES):
            answer = self._client.get("/v1/messages", [*asked, *([("pageToken", token)] if token else ())])
            yield from (fetched(FetchedKind.MESSAGE, Surface.V1, each) for each in several(answer))
            token = perhaps(answer.get("nextPageToken"))
            if token is None:
                return


def _meaning(refusal: Refusal) -> CrmError | None:
    code = refusal.code or ""
    if refusal.status in _NOT_SENT or code == _NOT_REGISTERED or _NOT_FROM_HERE.fullmatch(code):
        return NotSentError(what=OPENPHONE, status=refusal.status, code=refusal.code, reason=refusal.reason)
    return None


def _is_of(item: Fetched, text: TextToSend) -> bool:
    resource = item.resource
    return resource.get("direction") == "outgoing" and _plain(resource.get("text")) == _plain(text.text)


def _plain(words: object) -> str | None:
    """Give words without what may get lost on the way: blanks around them, and kinds of line ends."""
    return "\n".join(words.split("\r\n")).strip() if isinstance(words, str) else None
