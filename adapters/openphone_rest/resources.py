"""One resource (port `ResourceApi`), by the older API: the newer one shows no voicemail by itself."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from openphone_crm.errors import CrmError, GroupCallError, NotFoundError
from openphone_crm.remote import Fetched, FetchedKind, Surface

from .answers import one, path_part, several
from .client import Client
from .refusals import Refusal

_PATHS: Final = {
    FetchedKind.MESSAGE: "/v1/messages",
    FetchedKind.CALL: "/v1/calls",
    FetchedKind.RECORDINGS: "/v1/call-recordings",
    FetchedKind.VOICEMAIL: "/v1/call-voicemails",
    FetchedKind.TRANSCRIPT: "/v1/call-transcripts",
    FetchedKind.SUMMARY: "/v1/call-summaries",
}
_TOO_MANY_PARTIES: Final = "0101400"
_MANY_PARTIES_TITLE: Final = "too many participants"


class RestResources:
    """Shows one resource."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def fetch(self, kind: FetchedKind, openphone_id: str) -> Fetched:
        """
        The message, or the call or part of a call with this id.

        Raises:
            NotFoundError: When there is no such thing (yet).
            GroupCallError: When the call has more than two parties.
            RefusedError: When the key, or the plan of the workspace, does not allow it.
        """
        path = f"{_PATHS[kind]}/{path_part(kind, openphone_id)}"
        answer = self._client.get(path, meaning=lambda refusal: _meaning(refusal, kind, openphone_id))
        resource = {"data": several(answer)} if kind is FetchedKind.RECORDINGS else one(answer)
        if resource.get("status") == "absent":
            raise NotFoundError(kind, openphone_id)
        return Fetched(kind=kind, surface=Surface.V1, openphone_id=openphone_id, resource=resource)


def _meaning(refusal: Refusal, kind: FetchedKind, openphone_id: str) -> CrmError | None:
    match refusal:
        case Refusal(status=HTTPStatus.NOT_FOUND):
            return NotFoundError(kind, openphone_id)
        case Refusal(status=HTTPStatus.BAD_REQUEST) if _is_of_a_group(refusal):
            return GroupCallError(openphone_id)
        case _:
            return None


def _is_of_a_group(refusal: Refusal) -> bool:
    return refusal.code == _TOO_MANY_PARTIES or (refusal.title or "").lower() == _MANY_PARTIES_TITLE
