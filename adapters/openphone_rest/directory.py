"""Who and what belongs to the workspace (port `DirectoryApi`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from openphone_crm.remote import WorkspaceLine, WorkspaceUser

from .answers import perhaps, several, word
from .client import Client, Json

_PAGE: Final = "50"
_MOST_PAGES: Final = 40


class RestDirectory:
    """Shows our phone numbers and people."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def lines(self) -> Sequence[WorkspaceLine]:
        """Our phone numbers."""
        return [_line(each) for each in several(self._client.get("/v1/phone-numbers"))]

    def users(self) -> Sequence[WorkspaceUser]:
        """Everybody who works here."""
        return [_user(each) for each in self._pages_of_users()]

    def _pages_of_users(self) -> Iterator[Json]:
        token: str | None = None
        for _ in range(_MOST_PAGES):
            parameters = [("maxResults", _PAGE), *([("pageToken", token)] if token else ())]
            answer = self._client.get("/v1/users", parameters)
            yield from several(answer)
            token = perhaps(answer.get("nextPageToken"))
            if token is None:
                return


def _line(resource: Json) -> WorkspaceLine:
    name = perhaps(resource.get("name"))
    return WorkspaceLine(id=word(resource, "id"), number=word(resource, "number"), name=name)


def _user(resource: Json) -> WorkspaceUser:
    return WorkspaceUser(
        id=word(resource, "id"),
        first_name=perhaps(resource.get("firstName")),
        last_name=perhaps(resource.get("lastName")),
    )
