"""Files that are stored, and the application that serves them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import attrs

from openphone_crm.errors import UnavailableError
from openphone_crm.files.kept import KeptFile
from openphone_crm.memory import MemoryFileStorage
from openphone_crm.testing.contracts.scenes import write
from openphone_crm.testing.file_builders import CALL, MESSAGE, RECORDING, TALK, VOICEMAIL, kept_files
from tests.integration.falcon_http.world import World, make_world

# More than a chunk, so that there are several.
SOUND = bytes(range(256)) * 700
SOUND_TAG = f'"{hashlib.sha256(SOUND).hexdigest()}"'
AUDIO = f"recordings/{RECORDING.id}/audio"
AWAY = UnavailableError("the file storage", "it was told to be away")


class Countable(MemoryFileStorage):
    """A storage that knows which files are open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = 0
        self.is_away = False

    def open(self, key: str, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Open a file, and close it at its end or before."""
        if self.is_away:
            raise AWAY
        return self._counted(super().open(key, start=start, length=length))

    def _counted(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        self.opened += 1
        try:
            yield from chunks
        finally:
            self.opened -= 1


@attrs.frozen
class Shelf:
    """The application, and the files that it serves."""

    world: World
    storage: Countable

    def keep(self, *things: object, content: bytes = SOUND, content_type: str = "audio/mpeg") -> KeptFile:
        """Keep the files of these things; the first of them."""
        digest = hashlib.sha256(content).hexdigest()
        files = kept_files(*things, size=len(content), sha256=digest, content_type=content_type)
        for file in files:
            self.storage.write(
                file.storage_key, [content], content_type=content_type, limit_bytes=len(content)
            )
        write(self.world.crm, files=files)
        return files[0]


def make_shelf() -> Shelf:
    """Make one, with a call, its recording and voicemail, and a message, of which no file is stored."""
    storage = Countable()
    world = make_world(file_storage=storage)
    write(
        world.crm,
        conversations=(TALK,),
        calls=(CALL,),
        recordings=(RECORDING,),
        voicemails=(VOICEMAIL,),
        messages=(MESSAGE,),
    )
    return Shelf(world, storage)
