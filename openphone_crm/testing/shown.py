"""What OpenPhone's API shows of a workspace, as values: for tests that ask it in memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from openphone_crm.remote import Fetched, FetchedKind, Surface
from openphone_crm.testing.openphone_api import ApiRequest, FakeOpenPhoneApi, Workspace

_PATHS: Final = {
    FetchedKind.CALL: "calls",
    FetchedKind.RECORDINGS: "call-recordings",
    FetchedKind.VOICEMAIL: "call-voicemails",
    FetchedKind.TRANSCRIPT: "call-transcripts",
    FetchedKind.SUMMARY: "call-summaries",
}


def shown(workspace: Workspace, *, at: datetime) -> Iterator[Fetched]:
    """
    Every message and call, and the parts of calls, as v1 shows them at that time.

    `MemoryOpenPhone.put` takes them. Of group calls nothing is shown.
    """
    fake = FakeOpenPhoneApi(workspace=workspace, requests_a_second=None)
    asked = [(FetchedKind.MESSAGE, "messages", id_) for id_ in workspace.messages]
    asked += [(kind, path, id_) for id_ in workspace.calls for kind, path in _PATHS.items()]
    for kind, path, id_ in asked:
        request = ApiRequest(method="GET", target=f"/v1/{path}/{id_}", headers={"Authorization": fake.key})
        response = fake.handle(request, at)
        if response.status == 200:  # noqa: PLR2004 - OK
            data = response.document["data"]
            resource = {"data": data} if kind is FetchedKind.RECORDINGS else data
            yield Fetched(kind=kind, surface=Surface.V1, openphone_id=id_, resource=resource)
