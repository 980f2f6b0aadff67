"""Which files are kept here."""

from __future__ import annotations

from typing import Protocol

from openphone_crm.files.kept import KeptFile
from openphone_crm.ids import FileId, ItemId


class FileBook(Protocol):
    """Knows the files that are kept; they are written and taken away in transactions over the CRM."""

    def get(self, file_id: FileId) -> KeptFile | None:
        """One file."""
        ...

    def sound_of(self, item_id: ItemId) -> KeptFile | None:
        """What a recording or a voicemail sounds like; None also while it is not stored yet."""
        ...

    def recording_of(self, call_openphone_id: str) -> KeptFile | None:
        """What a call sounds like: of several recordings that are stored, the last one."""
        ...
