"""Which files are kept here: what each belongs to, where it came from, and where it lies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import attrs

from openphone_crm.ids import FileId, ItemId, derived_id

MEGABYTE: Final = 1024 * 1024
_ENDING = re.compile(r"\.([a-z0-9]{2,5})\Z")


class FileKind(StrEnum):
    """What a file is to what it belongs to."""

    RECORDING = "recording"
    VOICEMAIL = "voicemail"
    MEDIA = "media"


_FOLDERS: Final = MappingProxyType(
    {FileKind.RECORDING: "recordings", FileKind.VOICEMAIL: "voicemails", FileKind.MEDIA: "attachments"}
)
# Of sound, whole hours; OpenPhone itself takes no attachment above 5 MB.
_LARGEST: Final = MappingProxyType(
    {
        FileKind.RECORDING: 200 * MEGABYTE,
        FileKind.VOICEMAIL: 200 * MEGABYTE,
        FileKind.MEDIA: 25 * MEGABYTE,
    }
)


@attrs.frozen(kw_only=True)
class FilePlace:
    """
    What makes two files the same: what they are to whom, and where OpenPhone keeps them.

    `owner` is OpenPhone's id of the call, message or voicemail. The same place in two conversations is
    two files, so that one of them can be erased.
    """

    kind: FileKind
    owner: str
    location: str

    @property
    def file_id(self) -> FileId:
        """The id that this file always has."""
        return FileId(derived_id("file", self.kind, self.owner, self.location))

    @property
    def limit_bytes(self) -> int:
        """How large it may be."""
        return _LARGEST[self.kind]

    def key(self, asked_at: datetime) -> str:
        """
        Where it is kept when it was asked for at that time: nothing in it tells of anybody.

        It is known before anything of the file is, so that a second try writes over what a first has left.
        """
        found = _ENDING.search(self.location.lower())
        return f"{_FOLDERS[self.kind]}/{asked_at:%Y/%m}/{self.file_id}.{found[1] if found else 'bin'}"


@attrs.frozen(kw_only=True)
class KeptFile:
    """A file that is kept here whole; `item_id` is what it was fetched for."""

    id: FileId
    kind: FileKind
    owner: str
    location: str
    item_id: ItemId
    storage_key: str
    content_type: str
    size: int
    sha256: str
    stored_at: datetime


def file_for(files: Iterable[KeptFile], place: FilePlace, item_id: ItemId) -> KeptFile | None:
    """
    The file at this place; of sound, else the last one that was stored for the same item.

    Where OpenPhone has moved a recording, what was fetched from the old place is better than nothing. A
    message has several files, of which none stands for another.
    """
    mine = [file for file in files if (file.kind, file.owner) == (place.kind, place.owner)]
    exact = [file for file in mine if file.location == place.location]
    if exact or place.kind is FileKind.MEDIA:
        return next(iter(exact), None)
    older = [file for file in mine if file.item_id == item_id]
    return max(older, key=lambda file: file.stored_at, default=None)


def last_recording(files: Iterable[KeptFile]) -> KeptFile | None:
    """Of the files of one call, the recording that was stored last."""
    recordings = (file for file in files if file.kind is FileKind.RECORDING)
    return max(recordings, key=lambda file: (file.stored_at, file.id), default=None)
