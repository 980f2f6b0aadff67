"""A workspace at OpenPhone: its numbers and people, and all that has happened there, told or not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import count

import attrs

from openphone_crm.testing.happenings import (
    SHOP_LINE,
    Call,
    Happening,
    Line,
    Summary,
    Text,
    Transcript,
)
from openphone_crm.testing.identifiers import conversation_id
from openphone_crm.testing.openphone_api.known import (
    KnownCall,
    KnownMessage,
    Member,
    StoredFile,
    Thread,
)
from openphone_crm.testing.openphone_api.media_links import MediaLinks, file_name


def _by_id(lines: Iterable[Line]) -> dict[str, Line]:
    return {line.id: line for line in lines}


@attrs.define(kw_only=True)
class Workspace:
    """
    Learns what happens, and knows it when it is asked, whether or not anybody was told.

    Several happenings of one call add up to one call, in any order. Lines and people that a happening
    names join the workspace.
    """

    lines: dict[str, Line] = attrs.field(default=(SHOP_LINE,), converter=_by_id)
    members: dict[str, Member] = attrs.field(factory=dict, init=False)
    media_base: str | None = None
    """Below which URL the media are shown to lie; None leaves every URL where it is."""
    messages: dict[str, KnownMessage] = attrs.field(factory=dict, init=False, repr=False)
    calls: dict[str, KnownCall] = attrs.field(factory=dict, init=False, repr=False)
    threads: dict[str, Thread] = attrs.field(factory=dict, init=False, repr=False)
    files: dict[str, StoredFile] = attrs.field(factory=dict, init=False, repr=False)
    _shown: count[int] = attrs.field(factory=count, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Let in those who work on the lines."""
        for line in tuple(self.lines.values()):
            self._join(line)

    def learn(self, happening: Happening) -> None:
        """Learn something that happens; contacts and tasks are not asked for by anybody."""
        match happening.subject:
            case Text() as text:
                self._learn_text(happening, text)
            case Call() as call:
                self._learn_call(happening, call)
            case Transcript(call=call) | Summary(call=call):
                # A part says nothing of the recordings: those are learned from their own happening.
                self._learn_call(happening, attrs.evolve(call, recordings=()))
            case _:
                pass

    def send(self, text: Text) -> None:
        """Take a text that is to be sent; until something happens to it, it is queued."""
        self.messages[text.id] = KnownMessage(text=text, status="queued", updated_at=text.created_at)
        self._find_place(text)

    def delay(self, call_id: str, *, until: datetime) -> None:
        """Let the parts of a call be worked on until then."""
        self.calls[call_id] = attrs.evolve(self.calls[call_id], ready_at=until)

    def join(self, call_id: str, number: str) -> None:
        """Let somebody else take part in a call, so that it is a group call."""
        known = self.calls[call_id]
        self.calls[call_id] = attrs.evolve(known, others=(*known.others, number))

    def links(self) -> MediaLinks:
        """Return what shows the URLs of the media."""
        return MediaLinks(self.media_base)

    def shown_url(self, url: str | None) -> str | None:
        """Show a URL; its signature differs each time."""
        return url and self.links().shown(url, next(self._shown))

    def line_of(self, number: str) -> Line | None:
        """Find one of our lines by its number or its id."""
        return next((line for line in list(self.lines.values()) if number in (line.number, line.id)), None)

    def thread_of(self, line: Line, parties: Iterable[str]) -> Thread | None:
        """Find the conversation of a line with exactly these others."""
        return self.threads.get(conversation_id(line.id, *sorted(parties)))

    def _join(self, line: Line) -> None:
        self.lines.setdefault(line.id, line)
        if line.user_id not in self.members:
            role = "member" if self.members else "owner"
            # Our own ids have a name in the middle.
            name = max(re.findall(r"[A-Za-z]+", line.user_id), key=len)
            self.members[line.user_id] = Member(id=line.user_id, first_name=name, role=role)

    def _learn_text(self, happening: Happening, text: Text) -> None:
        known = self.messages.get(text.id)
        told = known.told(happening, text) if known else KnownMessage.first_told(happening, text)
        self.messages[text.id] = told
        self._find_place(text)
        for media in text.media:
            self.files[file_name(media.url)] = StoredFile(type=media.type or "image/jpeg")

    def _find_place(self, text: Text) -> None:
        others = {text.sender, *text.recipients} - {text.line.number}
        self._thread(text.conversation_id, text.line, others).messages[text.id] = None

    def _learn_call(self, happening: Happening, call: Call) -> None:
        known = self.calls.get(call.id) or KnownCall(call=call, updated_at=happening.at)
        self.calls[call.id] = known.told(happening, call)
        self._thread(call.conversation_id, call.line, {call.external}).calls[call.id] = None
        for recording in call.recordings:
            if recording.url:
                self.files[file_name(recording.url)] = StoredFile(
                    type="audio/mpeg", seconds=recording.duration
                )
        if call.voicemail and call.voicemail.url:
            seconds = call.voicemail.duration
            self.files[file_name(call.voicemail.url)] = StoredFile(type="audio/mpeg", seconds=seconds)

    def _thread(self, id_: str, line: Line, parties: Iterable[str]) -> Thread:
        self._join(line)
        if id_ not in self.threads:
            self.threads[id_] = Thread(id_, line, tuple(sorted(parties)))
        return self.threads[id_]
