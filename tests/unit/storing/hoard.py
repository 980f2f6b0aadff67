"""A shop that keeps the files of what happens to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import attrs

from openphone_crm.alarms import Alarms
from openphone_crm.asking import Asking
from openphone_crm.erasing import Erasing
from openphone_crm.errors import UnavailableError
from openphone_crm.files.kept import KeptFile
from openphone_crm.handlers.files import want_files
from openphone_crm.ids import EventId, ItemId
from openphone_crm.memory import MemoryFileStorage, MemoryMedia, MemoryMediaSource, MemoryOpenPhone
from openphone_crm.paging import PageRequest
from openphone_crm.ports.media_source import MediaStream
from openphone_crm.priority import Priority
from openphone_crm.routing import route
from openphone_crm.storing import Storing
from openphone_crm.testing import Generation, events
from openphone_crm.testing.happenings import Happening, Media, Recording, Voicemail
from openphone_crm.testing.payloads import render
from openphone_crm.views import CallFilter, ContactFilter, ConversationFilter
from tests.unit.telling.crew import Crew

SOUND = b"ID3 a song of cellars" * 9
PICTURE = Media()
TEXT = events.message_received("Look!", media=(PICTURE,))
CALL = attrs.evolve(events.answered(), recordings=(Recording(),))
RECORDED = events.call_recording_completed(CALL)
HELD = UnavailableError("the file storage", "it was told to hold on")
MISSED = events.unanswered(voicemail=Voicemail())
RECORDING_URL = Recording().url or ""
VOICEMAIL_URL = Voicemail().url or ""


class StubbornStorage(MemoryFileStorage):
    """A storage that lets go of nothing while it is told to hold on."""

    holds_on = False

    def remove(self, key: str) -> None:
        """Let go of a file, if it may."""
        if self.holds_on:
            raise HELD
        super().remove(key)


class Hoard(Crew):
    """A shop whose files lie at a host in memory, and are kept in memory."""

    def __init__(self) -> None:
        super().__init__()
        self.processing = attrs.evolve(self.processing, wants=(want_files,))
        self.media = MemoryMediaSource(host="storage.googleapis.com")
        for url, kind in (
            (RECORDING_URL, "audio/mpeg"),
            (VOICEMAIL_URL, "audio/mpeg"),
            (PICTURE.url, "image/jpeg"),
        ):
            self.media.put(url, MemoryMedia(SOUND, content_type=kind))
        self.storage = StubbornStorage()
        self.openphone = MemoryOpenPhone(self.clock)
        self.storing = Storing(
            files=self.crm.files,
            media=self.media,
            storage=self.storage,
            unit_of_work=self.crm.unit_of_work,
            clock=self.clock,
            asking=Asking(
                alarms=Alarms(book=self.crm.alert_book, notifier=self.notifier, clock=self.clock),
                clock=self.clock,
            ),
            handlers=(route, want_files),
        )
        self._work_with(self.storing)

    def with_key(self) -> None:
        """Have OpenPhone asked for what is not to be had any more."""
        self._work_with(attrs.evolve(self.storing, api=self.openphone))

    def hear(self, *happenings: Happening, generation: Generation = Generation.APP_V3) -> None:
        """Take in what happens, and work on it."""
        for happening in happenings:
            self.receive_payload(render(happening, generation), generation)
        self.after(0)

    def hear_of_history(self, happening: Happening) -> None:
        """Take in what happened long ago, without working on what follows from it."""
        generation = Generation.APP_V3
        delivery = self.sign(render(happening, generation), generation)
        arrival = self.intake.open(delivery.headers, delivery.body).arrival
        key = EventId(self.clock.new_id())
        self.crm.inbox.add([attrs.evolve(arrival, id=key, delivery_key=key, is_history=True)])
        self.work()

    def over(self, minutes: int) -> None:
        """Let so much time pass, and work on what falls due as it does."""
        for _ in range(minutes):
            self.after(60)

    def meanwhile(self, act: Callable[[], object]) -> None:
        """Have something happen whenever a file was fetched, and is about to be written down."""
        self._work_with(attrs.evolve(self.storing, media=_Interrupted(self.media, act)))

    def erase(self, number: str | None = None) -> None:
        """Erase whoever has the number, or else everybody."""
        erasing = Erasing(erasures=self.crm.erasures, clock=self.clock)
        for contact in self.crm.contacts.find(ContactFilter(phone_number=number), PageRequest(200)).items:
            erasing.erase(contact.id, by="test")

    def sound(self) -> KeptFile | None:
        """What the recording or the voicemail of the one call sounds like."""
        return next(filter(None, map(self.crm.files.sound_of, self._sounding())), None)

    def pictures(self) -> list[KeptFile]:
        """The files of all messages."""
        conversations = self.crm.conversations.find(ConversationFilter(), PageRequest(200)).items
        timelines = [self.crm.conversations.timeline(one.id, PageRequest(200)).items for one in conversations]
        return [file for items in timelines for item in items for file in item.files]

    def priorities(self) -> set[Priority]:
        """How urgent what waits to be done is."""
        return set(self.crm.follow_ups.due(self.clock.now() + timedelta(hours=1)))

    def _sounding(self) -> Iterator[ItemId]:
        for view in self.crm.calls.find(CallFilter(), PageRequest(200)).items:
            yield from (recording.id for recording in view.recordings)
            story = self.crm.calls.story(view.call.openphone_id)
            if story and story.voicemail:
                yield story.voicemail.id

    def _work_with(self, storing: Storing) -> None:
        self.storing = storing
        self.follow_up_work = attrs.evolve(self.follow_up_work, tasks=storing.tasks)


@attrs.frozen
class _Interrupted:
    """Where files come from, with something that happens once one was fetched."""

    _inner: MemoryMediaSource
    _act: Callable[[], object]

    @contextmanager
    def fetch(self, url: str, *, limit_bytes: int) -> Iterator[MediaStream]:
        """Give the file, and let it happen."""
        with self._inner.fetch(url, limit_bytes=limit_bytes) as stream:
            yield stream
        self._act()
