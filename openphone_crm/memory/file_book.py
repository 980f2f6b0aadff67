"""Which files are kept, in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

import attrs

from openphone_crm.erasure import Erasure
from openphone_crm.file_matter import files_in
from openphone_crm.files.kept import FileKind, KeptFile, last_recording
from openphone_crm.handlers.files import STORE, UnfinishedStore, unstores_of
from openphone_crm.ids import FileId, ItemId
from openphone_crm.memory.follow_ups import save_follow_ups
from openphone_crm.memory.forgetting import drop
from openphone_crm.memory.store import FollowUpRow, State, Store


@attrs.frozen
class MemoryFileBook:
    """Knows of files as long as the process lives."""

    _store: Store

    def get(self, file_id: FileId) -> KeptFile | None:
        """One file."""
        with self._store.reading() as state:
            return state.files.get(file_id)

    def sound_of(self, item_id: ItemId) -> KeptFile | None:
        """What a recording or a voicemail sounds like."""
        with self._store.reading() as state:
            items = chain(state.recordings.values(), state.voicemails.values())
            matter = next(files_in(item for item in items if item.id == item_id), None)
            return matter.among(state.files.values()) if matter else None

    def recording_of(self, call_openphone_id: str) -> KeptFile | None:
        """What a call sounds like."""
        with self._store.reading() as state:
            return last_recording(files_of([call_openphone_id], state))


def files_of(owners: Iterable[str], state: State) -> tuple[KeptFile, ...]:
    """All that is kept for these calls, messages and voicemails."""
    wanted = frozenset(owners)
    return tuple(file for file in state.files.values() if file.owner in wanted)


def erase_files(erasure: Erasure, follow_ups: Iterable[FollowUpRow], state: State) -> None:
    """Let go of files that go with an erasure, and of those that these follow-ups were to store."""
    gone = drop(state.files, _goes_with(erasure))
    unfinished = [
        _unfinished(row) for row in follow_ups if row.follow_up.kind == STORE and not row.status.is_finished
    ]
    kept = {file.storage_key for file in state.files.values()}
    save_follow_ups(unstores_of(gone, unfinished, kept=kept, at=erasure.at), state)


def _unfinished(row: FollowUpRow) -> UnfinishedStore:
    return UnfinishedStore(
        subject=row.follow_up.subject,
        details=row.follow_up.details,
        created_at=row.follow_up.created_at,
        lease_until=row.lease_until,
    )


def _goes_with(erasure: Erasure) -> Callable[[KeptFile], bool]:
    owners = erasure.owners

    def is_gone(file: KeptFile) -> bool:
        is_silenced = file.owner in erasure.silenced and file.kind is not FileKind.MEDIA
        return file.owner in owners or is_silenced

    return is_gone
