"""What a report shows to be a file at OpenPhone: it is fetched and kept here, each once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

import attrs

from openphone_crm.events import (
    MessageReported,
    RecordingsReported,
    Report,
    VoicemailReported,
)
from openphone_crm.file_matter import FileMatter, files_in
from openphone_crm.files.kept import FileKind, FilePlace, KeptFile
from openphone_crm.follow_ups import FollowUp, follow_up_id
from openphone_crm.handlers.people import Cause
from openphone_crm.ids import FileId
from openphone_crm.priority import Priority
from openphone_crm.working_set import WorkingSet

STORE: Final = "store"
UNSTORE: Final = "unstore"
KIND: Final = "kind"
LOCATION: Final = "location"
KEY: Final = "key"


@attrs.frozen(kw_only=True)
class UnfinishedStore:
    """A file that is still to be fetched, or just being fetched until `lease_until` at the latest."""

    subject: str
    details: Mapping[str, str]
    created_at: datetime
    lease_until: datetime | None

    @property
    def key(self) -> str:
        """Where it will be kept, or is already without anybody knowing."""
        return place_of_file(self.subject, self.details).key(self.created_at)


def want_files(report: Report, desk: WorkingSet, cause: Cause) -> None:
    """
    Have each file fetched that stands in what was reported.

    The id holds whose it is and where it lies, without the signature that differs each time: so a file is
    fetched once, however often it is shown.
    """
    priority = Priority.LOW if cause.is_history else Priority.STANDARD
    for matter in files_in(_reported(report, desk)):
        desk.follow_ups.append(_store(matter, at=cause.received_at, priority=priority))


def place_of_file(subject: str, details: Mapping[str, str]) -> FilePlace:
    """Which file a follow-up is about."""
    return FilePlace(kind=FileKind(details[KIND]), owner=subject, location=details[LOCATION])


def unstores_of(
    gone: Iterable[KeptFile], unfinished: Iterable[UnfinishedStore], *, kept: Collection[str], at: datetime
) -> Iterator[FollowUp]:
    """
    What has the bytes of these files taken away, and of those that were to be stored.

    Whoever is just fetching one may write it after all: it is taken away when that worker's time is up.
    What is under one of the `kept` keys stays.
    """
    for file in gone:
        yield unstore(file.id, file.storage_key, at=at)
    for store in unfinished:
        if store.key not in kept:
            place = place_of_file(store.subject, store.details)
            yield unstore(place.file_id, store.key, at=at, due_at=store.lease_until)


def unstore(file_id: FileId, key: str, *, at: datetime, due_at: datetime | None = None) -> FollowUp:
    """What has the bytes of a file taken away that is kept for nobody any more."""
    return FollowUp(
        id=follow_up_id(UNSTORE, key),
        kind=UNSTORE,
        subject=file_id,
        priority=Priority.STANDARD,
        created_at=at,
        due_at=due_at or at,
        details={KEY: key},
    )


def _store(matter: FileMatter, *, at: datetime, priority: Priority) -> FollowUp:
    place = matter.place
    return FollowUp(
        id=follow_up_id(STORE, place.kind, place.owner, place.location),
        kind=STORE,
        subject=place.owner,
        priority=priority,
        created_at=at,
        due_at=at,
        details={KIND: place.kind.value, LOCATION: place.location},
    )


def _reported(report: Report, desk: WorkingSet) -> Iterator[object]:
    match report:
        case MessageReported(openphone_id=message_id):
            yield desk.messages.get(message_id)
        case RecordingsReported(call_id=call_id):
            yield from (one for one in desk.recordings.values() if one.call_openphone_id == call_id)
        case VoicemailReported():
            yield from _voicemails(report, desk)
        case _:
            return


def _voicemails(report: VoicemailReported, desk: WorkingSet) -> Iterable[object]:
    """The voicemail of a report: under its call, or under its own id where no call is named."""
    for voicemail in desk.voicemails.values():
        names = {voicemail.call_openphone_id, voicemail.activity_id} - {None}
        if names & {report.call_openphone_id, report.activity_id}:
            yield voicemail
