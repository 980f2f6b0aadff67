"""OpenPhone's API in this process: it shows what it was given, and fails when it is told to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from openphone_crm.errors import CrmError, GroupCallError, NotFoundError
from openphone_crm.memory.clock import MemoryClock
from openphone_crm.memory.openphone_pages import page_of
from openphone_crm.memory.openphone_webhooks import MemoryWebhookApi
from openphone_crm.moments import format_moment, parse_moment
from openphone_crm.remote import (
    Fetched,
    FetchedKind,
    FetchedPage,
    Surface,
    TextToSend,
    Window,
    WorkspaceLine,
    WorkspaceUser,
)

_COMES_ALONG: Final = (FetchedKind.VOICEMAIL, FetchedKind.SUMMARY)
_EMPTY: Final = frozenset({None, "absent"})
_NO_TIME: Final = datetime.min.replace(tzinfo=UTC)


class MemoryOpenPhone(MemoryWebhookApi):
    """
    Every role of OpenPhone's API, over what it was given.

    What is to be shown stands in `messages`, `calls` and so on, by the id of the message or call, and is
    put there by `put`. `fail`, `keep_failing` and `recover` say what goes wrong, and `requests` is what
    was asked.
    """

    def __init__(self, clock: MemoryClock | None = None, *, surface: Surface = Surface.DATED) -> None:
        super().__init__(clock, surface=surface)
        self._lost_answers: list[CrmError] = []
        self.messages: dict[str, Fetched] = {}
        self.calls: dict[str, Fetched] = {}
        self.recordings: dict[str, Fetched] = {}
        self.voicemails: dict[str, Fetched] = {}
        self.transcripts: dict[str, Fetched] = {}
        self.summaries: dict[str, Fetched] = {}
        self.group_calls: set[str] = set()
        """Ids of calls of which neither they nor their parts are shown."""
        self.outbox: list[TextToSend] = []
        """Every text that was taken to be sent."""
        self.our_lines: list[WorkspaceLine] = []
        self.people: list[WorkspaceUser] = []

    def put(self, *fetched: Fetched) -> None:
        """Have these to show from now on."""
        for each in fetched:
            self._shelf(each.kind)[each.openphone_id] = each

    def fetch(self, kind: FetchedKind, openphone_id: str) -> Fetched:
        """
        The message, or the call or part of a call with this id.

        Raises:
            NotFoundError: When it was not put here, or its status is absent.
            GroupCallError: When it stands in `group_calls`.
        """
        self._asked("fetch", kind, openphone_id)
        if openphone_id in self.group_calls and kind is not FetchedKind.MESSAGE:
            raise GroupCallError(openphone_id)
        found = self._shelf(kind).get(openphone_id)
        if found is None or found.resource.get("status") == "absent":
            raise NotFoundError(kind, openphone_id)
        return found

    def send(self, text: TextToSend) -> Fetched:
        """Take a text, and show it as queued; it stands in `outbox`."""
        self._asked("send")
        with self._lock:
            self.outbox.append(text)
            sent = self._queued(text, number=len(self.outbox))
            self.put(sent)
            if self._lost_answers:
                raise self._lost_answers.pop(0)
        return sent

    def lose_answer(self, error: CrmError) -> None:
        """Let the next text be sent, and its answer get lost: the error is all that is seen of it."""
        self._lost_answers.append(error)

    def sent(self, text: TextToSend, *, since: datetime) -> Sequence[Fetched]:
        """The texts of these words that were sent from there to there since then, the oldest first."""
        self._asked("sent")
        found = [each for each in self.messages.values() if _is_of(each, text) and _created(each) >= since]
        return sorted(found, key=_created)

    def surface(self) -> Surface:
        """Which API there is."""
        return self._surface

    def page(self, kind: FetchedKind, window: Window, cursor: str | None = None) -> FetchedPage:
        """Messages or calls of this window, the newest first; what belongs to a call follows it."""
        self._asked("page", kind, cursor or "-")
        shown = self._shelf(kind).values()
        found = [each for each in shown if window.since <= _created(each) < window.until]
        items, next_cursor = page_of(sorted(found, key=_created, reverse=True), cursor)
        with_parts = tuple(part for each in items for part in self._with_what_comes_along(each))
        return FetchedPage(items=with_parts, next_cursor=next_cursor)

    def lines(self) -> Sequence[WorkspaceLine]:
        """Our phone numbers: those of `our_lines`."""
        self._asked("lines")
        return list(self.our_lines)

    def users(self) -> Sequence[WorkspaceUser]:
        """Everybody who works here: those of `people`."""
        self._asked("users")
        return list(self.people)

    def _shelf(self, kind: FetchedKind) -> dict[str, Fetched]:
        return {
            FetchedKind.MESSAGE: self.messages,
            FetchedKind.CALL: self.calls,
            FetchedKind.RECORDINGS: self.recordings,
            FetchedKind.VOICEMAIL: self.voicemails,
            FetchedKind.TRANSCRIPT: self.transcripts,
            FetchedKind.SUMMARY: self.summaries,
        }[kind]

    def _with_what_comes_along(self, item: Fetched) -> Iterator[Fetched]:
        yield item
        if item.kind is FetchedKind.CALL and self._surface is Surface.DATED:
            parts = (self._shelf(kind).get(item.openphone_id) for kind in _COMES_ALONG)
            yield from (part for part in parts if part and part.resource.get("status") not in _EMPTY)

    def _queued(self, text: TextToSend, *, number: int) -> Fetched:
        now = format_moment(self.clock.now())
        line = next((line.id for line in self.our_lines if line.number == text.from_number), None)
        message_id = f"ACx{sha256(f'text {number}'.encode()).hexdigest()[:31]}"
        resource = {
            "id": message_id,
            "to": list(text.to_numbers),
            "from": text.from_number,
            "text": text.text,
            "phoneNumberId": line,
            "direction": "outgoing",
            "userId": self.people[0].id if self.people else "USx0000001",
            "status": "queued",
            "createdAt": now,
            "updatedAt": now,
        }
        kind, surface = FetchedKind.MESSAGE, Surface.V1
        return Fetched(kind=kind, surface=surface, openphone_id=message_id, resource=resource)


def _created(fetched: Fetched) -> datetime:
    return parse_moment(fetched.resource.get("createdAt")) or _NO_TIME


def _is_of(fetched: Fetched, text: TextToSend) -> bool:
    match fetched.resource:
        case {"direction": "outgoing", "from": text.from_number, "to": list(to), "text": text.text}:
            return set(to) == set(text.to_numbers)
        case _:
            return False
