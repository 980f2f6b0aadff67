"""The files that are stored here: recordings, voicemails and attachments, whole or in part."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, TypeAlias

import attrs
import falcon
from falcon.asgi import Request, Response

from adapters.falcon_http.parameters import no_parameters
from adapters.falcon_http.ranges import Part, UnsatisfiableError, part_of
from adapters.falcon_http.streams import FileStream
from adapters.falcon_http.threads import Threads
from openphone_crm.errors import NotFoundError
from openphone_crm.files.kept import KeptFile
from openphone_crm.ids import FileId, ItemId
from openphone_crm.ports.file_book import FileBook
from openphone_crm.ports.file_storage import FileStorage

Find: TypeAlias = Callable[[], KeptFile | None]
"""What looks a file up; it may block."""

THREADS: Final = 4
"""Of their own: a storage that hangs must not keep polls waiting."""

_SHOWN: Final = ("audio/", "image/", "video/")
_MARKUP: Final = ("svg", "xml", "html")
"""What may hold scripts, under whatever name."""
_PDF: Final = "application/pdf"
_PLAIN: Final = "application/octet-stream"


def _some_threads() -> Threads:
    return Threads(THREADS)


@attrs.frozen
class Files:
    """Answers with stored files."""

    book: FileBook
    storage: FileStorage
    threads: Threads = attrs.field(factory=_some_threads)

    async def send(self, request: Request, response: Response, find: Find, missing: NotFoundError) -> None:
        """
        Answer with a file, with a part of it, or with 304 to a client that has it.

        Raises:
            NotFoundError: When it is not stored, or not yet.
            UnavailableError: When the store or the storage is away.
            HTTPRangeNotSatisfiable: When it ends before the part that is asked for.
        """
        file = await self.threads.run(find)
        if file is None:
            raise missing
        if _has_it(request, file):
            response.status = falcon.HTTP_304
            response.set_header("ETag", _tag(file))
            return
        part = _wanted(request, file)
        if request.method == "GET" and file.size:
            response.stream = await self._stream(file, part or Part(0, file.size, file.size))
        _describe(response, file, part)

    def close(self) -> None:
        """Begin no more."""
        self.threads.close()

    async def _stream(self, file: KeptFile, part: Part) -> FileStream:
        open_file = partial(self.storage.open, file.storage_key, start=part.start, length=part.length)
        return await FileStream.begun(self.threads, open_file)


@attrs.frozen
class Sound:
    """What a recording or a voicemail sounds like."""

    files: Files

    async def on_get(self, request: Request, response: Response, item_id: ItemId) -> None:
        """Answer with it."""
        no_parameters(request)
        missing = NotFoundError("stored recording or voicemail", item_id)
        await self.files.send(request, response, lambda: self.files.book.sound_of(item_id), missing)

    on_head = on_get


@attrs.frozen
class Attachment:
    """A picture, film or document of a message."""

    files: Files

    async def on_get(self, request: Request, response: Response, file_id: FileId) -> None:
        """Answer with it."""
        no_parameters(request)
        missing = NotFoundError("stored file", file_id)
        await self.files.send(request, response, lambda: self.files.book.get(file_id), missing)

    on_head = on_get


def _describe(response: Response, file: KeptFile, part: Part | None) -> None:
    """
    Say what it is, and which part of it.

    Whoever sent it may have lied about it, so that only what no browser runs is shown by one. The name
    of a download tells nothing of anybody.
    """
    content_type = _shown_type(file.content_type)
    is_shown = content_type != _PLAIN
    name = f"{file.kind.value}-{file.id[:8]}.{file.storage_key.rpartition('.')[2]}"
    response.content_type = content_type
    response.set_header("Content-Disposition", f'{"inline" if is_shown else "attachment"}; filename="{name}"')
    response.set_header("X-Content-Type-Options", "nosniff")
    response.set_header("Accept-Ranges", "bytes")
    response.set_header("ETag", _tag(file))
    response.content_length = part.length if part else file.size
    if part:
        response.status = falcon.HTTP_206
        response.set_header("Content-Range", part.content_range)


def _shown_type(content_type: str) -> str:
    is_markup = any(word in content_type.lower() for word in _MARKUP)
    is_shown = content_type.startswith(_SHOWN) and not is_markup
    return content_type if is_shown or content_type == _PDF else _PLAIN


def _tag(file: KeptFile) -> str:
    return f'"{file.sha256}"'


def _has_it(request: Request, file: KeptFile) -> bool:
    return any(tag in ("*", file.sha256) for tag in request.if_none_match or ())


def _wanted(request: Request, file: KeptFile) -> Part | None:
    """The part that is asked for; the whole where it is asked for as a part of another file."""
    condition = request.get_header("If-Range")
    if request.method != "GET" or (condition is not None and condition.strip() != _tag(file)):
        return None
    try:
        return part_of(request.get_header("Range"), file.size)
    except UnsatisfiableError as error:
        raise falcon.HTTPRangeNotSatisfiable(
            file.size, description=f"The file has {file.size} bytes, and none of them is in that range."
        ) from error
