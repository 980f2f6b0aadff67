"""The host of the media, without a socket: whole files, parts of files, and all that can go wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import attrs

from openphone_crm.testing.openphone_api.breakdowns import Breakdowns
from openphone_crm.testing.openphone_api.exchange import ApiRequest, SeenRequest
from openphone_crm.testing.openphone_api.faults import MediaFault
from openphone_crm.testing.openphone_api.known import StoredFile
from openphone_crm.testing.openphone_api.media_files import grey_jpeg, silent_mp3
from openphone_crm.testing.openphone_api.media_links import file_name
from openphone_crm.testing.openphone_api.workspace import Workspace

HUGE: Final = 5 * 1024**3
_CHUNK: Final = b"\0" * 65_536
_PAGE: Final = b"<!doctype html><title>Sign in</title>"
_RANGE: Final = re.compile(r"bytes=(?P<first>[0-9]*)-(?P<last>[0-9]*)")
_STATUSES: Final = {MediaFault.MISSING: 404, MediaFault.EXPIRED: 403, MediaFault.FAILING: 503}


@attrs.frozen(kw_only=True)
class MediaResponse:
    """
    What is to be sent: the chunk, again and again up to the length; None is for ever.

    The length that is announced need not be true; None announces none.
    """

    status: int
    chunk: bytes = attrs.field(default=b"", repr=False)
    length: int | None = attrs.Factory(lambda self: len(self.chunk), takes_self=True)
    announced: int | None = attrs.Factory(lambda self: self.length, takes_self=True)
    headers: Mapping[str, str] = attrs.field(factory=dict)
    pause_s: float = 0.0
    """How long to wait between two chunks."""


@attrs.define(kw_only=True)
class MediaHost:
    """Serves the files that a workspace knows; it wants no key, and remembers who brings one."""

    workspace: Workspace
    breakdowns: Breakdowns[MediaFault] = attrs.field(factory=Breakdowns, init=False)
    redirect_to: str = "http://169.254.169.254/latest/meta-data/"
    pause_s: float = 0.05
    requests: list[SeenRequest] = attrs.field(factory=list, init=False, repr=False)

    def file(self, path: str) -> bytes | None:
        """Return a file by its path, or by its URL; None where there is none."""
        stored = self.workspace.files.get(file_name(path))
        return None if stored is None else _content(stored)

    def handle(self, request: ApiRequest, now: datetime) -> MediaResponse:
        """Answer a request."""
        response = self._answer(request)
        self.requests.append(SeenRequest.of(request, now, response.status))
        return response

    def _answer(self, request: ApiRequest) -> MediaResponse:
        fault = self.breakdowns.next(request.path)
        if fault in _STATUSES:
            return _page(_STATUSES[fault])
        stored = self.workspace.files.get(file_name(request.path))
        if stored is None or request.method not in ("GET", "HEAD"):
            return _page(404)
        whole = _whole(stored)
        return _part(whole, request.header("range")) if fault is None else self._spoiled(whole, fault)

    def _spoiled(self, whole: MediaResponse, fault: MediaFault) -> MediaResponse:
        match fault:
            case MediaFault.TRUNCATED:
                return attrs.evolve(whole, announced=2 * len(whole.chunk))
            case MediaFault.HUGE:
                return attrs.evolve(whole, chunk=_CHUNK, length=HUGE, announced=HUGE)
            case MediaFault.ENDLESS:
                return attrs.evolve(
                    whole, chunk=_CHUNK[:1024], length=None, announced=None, pause_s=self.pause_s
                )
            case MediaFault.REDIRECTING:
                return MediaResponse(status=302, headers={"Location": self.redirect_to})
            case _:
                return _page(200)


def _content(stored: StoredFile) -> bytes:
    return silent_mp3(stored.seconds) if stored.type.startswith("audio/") else grey_jpeg()


def _whole(stored: StoredFile) -> MediaResponse:
    headers = {"Content-Type": stored.type, "Accept-Ranges": "bytes"}
    return MediaResponse(status=200, chunk=_content(stored), headers=headers)


def _page(status: int) -> MediaResponse:
    return MediaResponse(status=status, chunk=_PAGE, headers={"Content-Type": "text/html; charset=utf-8"})


def _part(whole: MediaResponse, asked: str | None) -> MediaResponse:
    """Answer with the part that is asked for; what is no range is not asked for."""
    found = _RANGE.fullmatch(asked or "")
    if found is None or not (found["first"] or found["last"]):
        return whole
    size = len(whole.chunk)
    first = int(found["first"]) if found["first"] else max(size - int(found["last"]), 0)
    last = int(found["last"]) if found["first"] and found["last"] else size - 1
    if not first <= last or first >= size:
        return MediaResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = whole.chunk[first : last + 1]
    where = {"Content-Range": f"bytes {first}-{first + len(part) - 1}/{size}"}
    return MediaResponse(status=206, chunk=part, headers={**whole.headers, **where})
