"""A shop that asks OpenPhone for what its webhooks leave out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import attrs

from openphone_crm.alarms import Alarms
from openphone_crm.asking import Asking
from openphone_crm.crm import ItemKind
from openphone_crm.erasing import Erasing
from openphone_crm.errors import UnavailableError
from openphone_crm.fetching import Fetching
from openphone_crm.handlers.fetching import want_fetching
from openphone_crm.handlers.telling import want_telling
from openphone_crm.ids import EventId
from openphone_crm.memory import MemoryOpenPhone
from openphone_crm.paging import PageRequest
from openphone_crm.ports.openphone import ResourceApi
from openphone_crm.priority import Priority
from openphone_crm.remote import Fetched, FetchedKind, Surface
from openphone_crm.routing import route
from openphone_crm.testing import Generation, events
from openphone_crm.testing.happenings import NOON, SHOP_LINE, Call, Happening
from openphone_crm.testing.payloads import changed, render
from openphone_crm.testing.payloads.timestamps import milliseconds
from openphone_crm.views import CallFilter, CallView, ContactFilter, ConversationFilter
from tests.unit.telling.crew import Crew

CALL = events.unanswered(rings=20)
WORDS = "My cellar is wet. Please call back."
AUDIO = "https://storage.googleapis.com/opstatics/0123456789abcdef0123456789abcdef.mp3"
IN_PROGRESS: dict[str, Any] = {
    "id": "VMx1",
    "status": "in-progress",
    "duration": None,
    "transcript": None,
    "recordingUrl": None,
}
VOICEMAIL: dict[str, Any] = {
    **IN_PROGRESS,
    "status": "completed",
    "duration": 11,
    "transcript": WORDS,
    "recordingUrl": AUDIO,
}


class CuriousShop(Crew):
    """A shop with a key of OpenPhone's API, whose people are told of calls."""

    def __init__(self) -> None:
        super().__init__()
        wants = (partial(want_telling, is_asked_for=True), want_fetching)
        self.processing = attrs.evolve(self.processing, wants=wants)
        self.telling = attrs.evolve(self.telling, is_asked_for=True)
        self.openphone = MemoryOpenPhone(self.clock)
        self.fetching = Fetching(
            api=self.openphone,
            unit_of_work=self.crm.unit_of_work,
            clock=self.clock,
            asking=Asking(
                alarms=Alarms(book=self.crm.alert_book, notifier=self.notifier, clock=self.clock),
                clock=self.clock,
                pacer=self.crm.pacer,
            ),
            handlers=(route, *wants),
        )
        self.follow_up_work = attrs.evolve(
            self.follow_up_work, tasks={**self.telling.tasks, **self.fetching.tasks}
        )

    def knows(self, kind: FetchedKind, resource: Mapping[str, Any], call_id: str = CALL.id) -> None:
        """Have OpenPhone show this from now on."""
        self.openphone.put(
            Fetched(kind=kind, surface=Surface.V1, openphone_id=call_id, resource=dict(resource))
        )

    def hear(self, happening: Happening, generation: Generation = Generation.API_V4, **changes: Any) -> None:  # noqa: ANN401 - any field
        """Take in what happens, some fields of its resource otherwise, and work on it."""
        payload = changed(
            render(happening, generation), {f"data.object.{name}": value for name, value in changes.items()}
        )
        self.receive_payload(payload, generation)
        self.after(0)

    def hear_of_history(self, happening: Happening) -> None:
        """Take in what happened long ago, and was found now."""
        delivery = self.sign(render(happening, Generation.API_V4), Generation.API_V4)
        arrival = self.intake.open(delivery.headers, delivery.body).arrival
        key = EventId(self.clock.new_id())
        self.crm.inbox.add([attrs.evolve(arrival, id=key, delivery_key=key, is_history=True)])
        self.after(0)

    def over(self, seconds: int, *, step: int = 1) -> None:
        """Let so much time pass, and work on what falls due as it does."""
        for _ in range(0, seconds, step):
            self.after(step)

    def api_is_away(self) -> None:
        """Have OpenPhone's API answer nothing any more."""
        self.openphone.keep_failing(UnavailableError("OpenPhone", "it answers 503"))

    def erase(self, number: str) -> None:
        """Erase whoever has this number."""
        erasing = Erasing(erasures=self.crm.erasures, clock=self.clock)
        for contact in self.crm.contacts.find(ContactFilter(phone_number=number), PageRequest(1)).items:
            erasing.erase(contact.id, by="test")

    def erase_while_asking(self, number: str) -> None:
        """Have whoever has this number be erased just when OpenPhone answers the next question."""
        self.fetching = attrs.evolve(self.fetching, api=_Slow(self.openphone, lambda: self.erase(number)))
        self.follow_up_work = attrs.evolve(
            self.follow_up_work, tasks={**self.telling.tasks, **self.fetching.tasks}
        )

    def owners(self) -> set[str]:
        """Every number that a contact has."""
        contacts = self.crm.contacts.find(ContactFilter(), PageRequest(200)).items
        return {number for contact in contacts for number in contact.phone_numbers}

    def unread(self) -> int:
        """How much there is that nobody has looked at."""
        conversations = self.crm.conversations.find(ConversationFilter(), PageRequest(200)).items
        return sum(conversation.unread_count for conversation in conversations)

    def priorities(self) -> set[Priority]:
        """How urgent what waits to be done is."""
        return set(self.crm.follow_ups.due(self.clock.now() + timedelta(hours=1)))

    @property
    def call(self) -> CallView:
        """The one call."""
        (view,) = self.crm.calls.find(CallFilter(), PageRequest(200)).items
        return view

    @property
    def lines(self) -> list[tuple[ItemKind, object]]:
        """What stands in the timelines, the newest first: of each item its kind, and how long it was."""
        return [
            (item.kind, getattr(item.body, "duration_seconds", None))
            for conversation in self.crm.conversations.find(ConversationFilter(), PageRequest(200)).items
            for item in self.crm.conversations.timeline(conversation.id, PageRequest(200)).items
        ]

    @property
    def questions(self) -> list[str]:
        """What OpenPhone was asked for, each as its kind."""
        return [request.split()[1] for request in self.openphone.requests]


@attrs.frozen
class _Slow:
    """OpenPhone, with something that happens while it is asked."""

    _inner: ResourceApi
    _meanwhile: Callable[[], None]

    def fetch(self, kind: FetchedKind, openphone_id: str) -> Fetched:
        """Answer, after whatever comes in between."""
        found = self._inner.fetch(kind, openphone_id)
        self._meanwhile()
        return found


def call_resource(call: Call = CALL, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    """A call as the older surface shows it."""
    resource = {
        "id": call.id,
        "phoneNumberId": SHOP_LINE.id,
        "userId": SHOP_LINE.user_id,
        "participants": list(call.parties),
        "direction": call.direction,
        "status": "completed",
        "answeredAt": milliseconds(call.answered_at),
        "answeredBy": call.answered_by,
        "initiatedBy": None,
        "completedAt": milliseconds(call.completed_at),
        "createdAt": milliseconds(call.created_at),
        "updatedAt": milliseconds(call.completed_at or NOON),
        "duration": 20,
        "callRoute": "phone-number",
        "forwardedFrom": None,
        "forwardedTo": None,
        "aiHandled": None,
    }
    return {**resource, **changes}
