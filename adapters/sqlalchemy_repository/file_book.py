"""Which files are kept here (port `FileBook`), and which of them go with an erasure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, delete, false, or_, select

from openphone_crm.crm import Recording, Voicemail
from openphone_crm.erasure import Erasure
from openphone_crm.file_matter import FileMatter, files_in
from openphone_crm.files.kept import FileKind, KeptFile, last_recording
from openphone_crm.handlers.files import STORE, UnfinishedStore, unstores_of
from openphone_crm.ids import FileId, ItemId
from openphone_crm.texts import storable
from openphone_crm.work_records import FINISHED

from .bulk import among
from .database import Connections
from .follow_ups import save_follow_ups
from .mapping import entity_of
from .tables import follow_ups, recordings, stored_files, voicemails

_SOUNDS: Final[tuple[tuple[type[Any], Table], ...]] = ((Recording, recordings), (Voicemail, voicemails))


class SqlFileBook:
    """Keeps them in `stored_files`."""

    def __init__(self, connections: Connections) -> None:
        """Read through these connections."""
        self._connections = connections

    def get(self, file_id: FileId) -> KeptFile | None:
        """One file."""
        query = select(stored_files).where(stored_files.c.id == storable(file_id))
        with self._connections.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else entity_of(KeptFile, row)

    def sound_of(self, item_id: ItemId) -> KeptFile | None:
        """What a recording or a voicemail sounds like."""
        with self._connections.reading() as connection:
            matter = _matter_of(connection, item_id)
            if matter is None:
                return None
            owner = matter.place.owner
            return matter.among(_kept_for(connection, [owner]).get(owner, ()))

    def recording_of(self, call_openphone_id: str) -> KeptFile | None:
        """What a call sounds like."""
        owner = storable(call_openphone_id)
        with self._connections.reading() as connection:
            return last_recording(_kept_for(connection, [owner]).get(owner, ()))


def files_of(connection: Connection, things: Iterable[object]) -> Mapping[str, tuple[KeptFile, ...]]:
    """What is kept for whatever these belong to, by OpenPhone's ids."""
    return _kept_for(connection, {matter.place.owner for matter in files_in(things)})


def files_among(files: Mapping[str, tuple[KeptFile, ...]], thing: object) -> tuple[KeptFile, ...]:
    """Those of the files that belong to this message or voicemail."""
    owners = {matter.place.owner for matter in files_in([thing])}
    return tuple(file for owner in owners for file in files.get(owner, ()))


def erase_files(connection: Connection, erasure: Erasure) -> None:
    """Let go of files that go with an erasure, and of those that are still to be stored."""
    if not (erasure.owners or erasure.names or erasure.silenced):
        return
    gone = delete(stored_files).where(_goes_with(connection, erasure)).returning(*stored_files.c)
    files = [entity_of(KeptFile, row) for row in connection.execute(gone).mappings()]
    unfinished = _unfinished(connection, erasure.names)
    wanted = among(connection, stored_files.c.storage_key, [store.key for store in unfinished])
    kept = set(connection.execute(select(stored_files.c.storage_key).where(wanted)).scalars())
    save_follow_ups(connection, unstores_of(files, unfinished, kept=kept, at=erasure.at))


def _goes_with(connection: Connection, erasure: Erasure) -> ColumnElement[bool]:
    columns = stored_files.c
    is_sound = columns.kind != FileKind.MEDIA.value
    return or_(
        among(connection, columns.owner, erasure.owners) if erasure.owners else false(),
        among(connection, columns.owner, erasure.silenced) & is_sound if erasure.silenced else false(),
    )


def _unfinished(connection: Connection, subjects: Collection[str]) -> list[UnfinishedStore]:
    columns = follow_ups.c
    query = select(columns.subject, columns.details, columns.created_at, columns.lease_until).where(
        among(connection, columns.subject, subjects),
        columns.kind == STORE,
        columns.status.not_in([status.value for status in FINISHED]),
    )
    return [UnfinishedStore(**row) for row in connection.execute(query).mappings()]


def _matter_of(connection: Connection, item_id: ItemId) -> FileMatter | None:
    """What a recording or a voicemail has at OpenPhone."""
    for kind, table in _SOUNDS:
        query = select(table).where(table.c.id == storable(item_id))
        row = connection.execute(query).mappings().first()
        if row is not None:
            return next(files_in([entity_of(kind, row)]), None)
    return None


def _kept_for(connection: Connection, owners: Collection[str]) -> dict[str, tuple[KeptFile, ...]]:
    """Nobody is asked where nothing has a file, as in most pages."""
    found: dict[str, tuple[KeptFile, ...]] = {}
    if owners:
        query = select(stored_files).where(among(connection, stored_files.c.owner, owners))
        for row in connection.execute(query.order_by(stored_files.c.id)).mappings():
            file = entity_of(KeptFile, row)
            found[file.owner] = (*found.get(file.owner, ()), file)
    return found
