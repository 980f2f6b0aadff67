"""Fetching the files of messages and calls from OpenPhone, and keeping them here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.adopting import adopt
from openphone_crm.asking import Asking
from openphone_crm.codec import decode_fetched
from openphone_crm.errors import (
    DeferredError,
    GroupCallError,
    MediaGoneError,
    NotFoundError,
    RefusedError,
    UnavailableError,
)
from openphone_crm.file_matter import FileMatter, files_in
from openphone_crm.files.kept import FileKind, FilePlace, KeptFile
from openphone_crm.files.storing import StoredFile
from openphone_crm.follow_up_work import Save, Task, nothing_to_do, nothing_to_save
from openphone_crm.follow_ups import ClaimedFollowUp
from openphone_crm.handlers.files import KEY, STORE, UNSTORE, place_of_file, unstore
from openphone_crm.handlers.people import Cause
from openphone_crm.handling import Handler
from openphone_crm.ids import EventId, FileId
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.file_book import FileBook
from openphone_crm.ports.file_storage import FileStorage
from openphone_crm.ports.media_source import MediaSource
from openphone_crm.ports.openphone import ResourceApi
from openphone_crm.ports.unit_of_work import Transaction, UnitOfWork
from openphone_crm.priority import Priority
from openphone_crm.remote import FetchedKind
from openphone_crm.routing import resource_keys
from openphone_crm.working_set import Changes, Wanted

UNTIL_IT_IS_BACK: Final = timedelta(minutes=10)
"""So long a storage that does not let go of a file is left alone."""
IN_TIME: Final = timedelta(seconds=15)
"""Only a host that says so soon that a file is gone leaves time to ask OpenPhone about it."""
SOON: Final = timedelta(seconds=5)
"""And only when all that has taken no longer is there time to fetch the file once more."""
LONGEST: Final = timedelta(seconds=45)
"""After so long nothing more is handed to a storage: it may need its time for what it has."""

_TOO_SLOW: Final = "it takes too long to write a file"
_STORAGE: Final = "the file storage"
_FRESH: Final = {
    FileKind.RECORDING: FetchedKind.RECORDINGS,
    FileKind.VOICEMAIL: FetchedKind.VOICEMAIL,
    FileKind.MEDIA: FetchedKind.MESSAGE,
}


@attrs.frozen(kw_only=True)
class Storing:
    """
    Keeps files, each under a key that it has from the beginning.

    The bytes are written first, and what is known of them after: a try that is cut off leaves bytes that
    the next one writes over, and never a file of which half is there. With a key of OpenPhone's API (`api`)
    a url that leads nowhere any more is exchanged for a fresh one, whose report goes to `handlers`.
    """

    files: FileBook
    media: MediaSource
    storage: FileStorage
    unit_of_work: UnitOfWork
    clock: Clock
    asking: Asking
    api: ResourceApi | None = None
    handlers: Sequence[Handler] = ()
    region: str = "US"

    @property
    def tasks(self) -> Mapping[str, Task]:
        """What to do for each kind of follow-up that this is about."""
        return {STORE: self.store, UNSTORE: self.unstore}

    def store(self, claim: ClaimedFollowUp) -> Save:
        """
        Fetch one file and keep it, unless that is done.

        Raises:
            ForbiddenHostError: When it lies where nothing is fetched from.
            UnexpectedTypeError: When it is no recording, picture or other attachment.
            TooLargeError: When it is larger than what is kept.
            MediaGoneError: When there is no such file, by the freshest url.
            UnavailableError: When its host, the storage or OpenPhone is away.
            DeferredError: When OpenPhone is to be asked for a fresh url later.
        """
        place = place_of_file(claim.subject, claim.details)
        if self.files.get(place.file_id):
            return nothing_to_save
        matter = self._matter(place)
        if matter is None:
            return nothing_to_do
        started = self.clock.now()
        try:
            file = self._fetched(matter, claim, started)
        except MediaGoneError:
            fresh = self._fresh(matter, claim) if self._has_taken(started) <= IN_TIME else None
            if fresh is None or self._has_taken(started) > SOON:
                raise
            file = self._fetched(fresh, claim, started)
        return _saving(file, at=self.clock.now())

    def unstore(self, claim: ClaimedFollowUp) -> Save:
        """
        Take the bytes of a file away that is kept for nobody any more.

        Raises:
            DeferredError: When the storage is away: it is tried until they are gone.
        """
        if self.files.get(FileId(claim.subject)):
            # It came back, and belongs to what is here.
            return nothing_to_do
        try:
            self.storage.remove(claim.details[KEY])
        except UnavailableError as error:
            raise DeferredError(str(error), self.clock.now() + UNTIL_IT_IS_BACK) from error
        return nothing_to_save

    def _fetched(self, matter: FileMatter, claim: ClaimedFollowUp, started: datetime) -> KeptFile:
        place, key = matter.place, matter.place.key(claim.created_at)
        with self.media.fetch(matter.url, limit_bytes=place.limit_bytes) as stream:
            stored = self.storage.write(
                key,
                self._in_time(stream.chunks, started),
                content_type=stream.content_type,
                limit_bytes=place.limit_bytes,
            )
        return _kept(matter, stored, key=key, content_type=stream.content_type, at=self.clock.now())

    def _in_time(self, chunks: Iterable[bytes], started: datetime) -> Iterator[bytes]:
        """Hand on the chunks as long as there is time."""
        for chunk in chunks:
            if self._has_taken(started) > LONGEST:
                raise UnavailableError(_STORAGE, _TOO_SLOW)
            yield chunk

    def _has_taken(self, started: datetime) -> timedelta:
        return self.clock.now() - started

    def _fresh(self, matter: FileMatter, claim: ClaimedFollowUp) -> FileMatter | None:
        """The same file by another url, if OpenPhone has one."""
        if self.api is None:
            return None
        kind = _FRESH[matter.place.kind]
        try:
            with self.asking.politely(asked_for=kind.value):
                fetched = self.api.fetch(kind, matter.place.owner)
        except (NotFoundError, GroupCallError, RefusedError):
            return None
        now = self.clock.now()
        cause = Cause(EventId(claim.id), now, is_history=claim.priority is Priority.LOW)
        reports = decode_fetched(fetched, at=now, region=self.region)
        with self.unit_of_work.begin() as transaction:
            adopt(transaction, reports, handlers=self.handlers, cause=cause, at=now)
        fresh = self._matter(matter.place)
        return None if fresh is None or fresh.url == matter.url else fresh

    def _matter(self, place: FilePlace) -> FileMatter | None:
        with self.unit_of_work.begin() as transaction:
            return _matter_at(place, transaction)


def _kept(matter: FileMatter, stored: StoredFile, *, key: str, content_type: str, at: datetime) -> KeptFile:
    place = matter.place
    return KeptFile(
        id=place.file_id,
        kind=place.kind,
        owner=place.owner,
        location=place.location,
        item_id=matter.item_id,
        storage_key=key,
        content_type=content_type,
        size=stored.size,
        sha256=stored.sha256,
        stored_at=at,
    )


def _saving(file: KeptFile, *, at: datetime) -> Save:
    """Write down that it is kept; what it belonged to may have gone meanwhile, and then so does it."""
    place = FilePlace(kind=file.kind, owner=file.owner, location=file.location)

    def save(transaction: Transaction) -> None:
        # Asked first: it keeps whoever erases a person from doing so meanwhile.
        transaction.has_erasures()
        transaction.lock(resource_keys(_wanted(place)))
        matter = _matter_at(place, transaction)
        if matter is None:
            gone = unstore(file.id, file.storage_key, at=at)
            transaction.save(Changes(follow_ups=(gone,)))
        else:
            transaction.save(Changes(files=(attrs.evolve(file, item_id=matter.item_id),)))

    return save


def _matter_at(place: FilePlace, transaction: Transaction) -> FileMatter | None:
    """The file as it can be got at by now; the newest url where several lead to it."""
    loaded = transaction.load_resources(_wanted(place))
    things = (*loaded.messages, *loaded.recordings, *loaded.voicemails)
    return next((matter for matter in files_in(things) if matter.place == place), None)


def _wanted(place: FilePlace) -> Wanted:
    """What the file belongs to, by the only id of it that is known."""
    owner = frozenset({place.owner})
    if place.kind is FileKind.MEDIA:
        return Wanted(message_ids=owner)
    return Wanted(call_ids=owner, activity_ids=owner)
