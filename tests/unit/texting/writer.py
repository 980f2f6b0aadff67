"""A shop whose people write texts."""

from __future__ import annotations

import attrs

from openphone_crm.alarms import Alarms
from openphone_crm.asking import Asking
from openphone_crm.crm import Message
from openphone_crm.erasing import Erasing
from openphone_crm.ids import ConversationId
from openphone_crm.memory import MemoryOpenPhone
from openphone_crm.paging import PageRequest
from openphone_crm.remote import TextToSend
from openphone_crm.testing import Generation, events
from openphone_crm.testing.happenings import Happening
from openphone_crm.testing.payloads import render
from openphone_crm.texting.desk import TextDesk
from openphone_crm.texting.sending import SendingTexts
from openphone_crm.views import ContactFilter, ConversationFilter, ConversationView
from tests.unit.telling.crew import Crew

WORDS = "We can be there at nine."


class WritingShop(Crew):
    """A shop with a key of OpenPhone's API, to which a customer has written."""

    def __init__(self) -> None:
        super().__init__()
        self.openphone = MemoryOpenPhone(self.clock)
        self.desk = TextDesk(
            unit_of_work=self.crm.unit_of_work,
            conversations=self.crm.conversations,
            texts=self.crm.outgoing_texts,
            clock=self.clock,
        )
        alarms = Alarms(book=self.crm.alert_book, notifier=self.notifier, clock=self.clock)
        self.sending = SendingTexts(
            api=self.openphone,
            texts=self.crm.outgoing_texts,
            conversations=self.crm.conversations,
            clock=self.clock,
            asking=Asking(alarms=alarms, clock=self.clock),
        )
        self.follow_up_work = attrs.evolve(
            self.follow_up_work, tasks={**self.telling.tasks, **self.sending.tasks}
        )
        self.hears("When can you come?")

    def hears(self, words: str) -> None:
        """Receive a text of the customer, and work on it."""
        self.clock.advance(seconds=1)
        self.happens(events.message_received(words, created_at=self.clock.now()))

    def happens(self, happening: Happening) -> None:
        """Receive a webhook, and work on it."""
        self.receive_payload(render(happening, Generation.DATED), Generation.DATED)
        self.after(0)

    def is_delivered(self, openphone_id: str, words: str = WORDS) -> None:
        """Receive the webhook that says that a text of ours has arrived."""
        at = self.clock.now()
        self.happens(events.message_delivered(words, created_at=at, id=openphone_id))

    def writes(self, words: str = WORDS) -> Message:
        """Write a text."""
        self.clock.advance(seconds=1)
        return self.desk.write(ConversationId(self.conversation.id), words, by="Dana")

    @property
    def conversation(self) -> ConversationView:
        """The one conversation."""
        (view,) = self.crm.conversations.find(ConversationFilter(), PageRequest(10)).items
        return view

    @property
    def ours(self) -> list[tuple[str, str | None]]:
        """Of each of our texts the id and the status, the oldest first."""
        items = self.crm.conversations.timeline(self.conversation.id, PageRequest(200)).items
        messages = [item.body for item in reversed(items) if isinstance(item.body, Message)]
        return [(one.id, one.status) for one in messages if one.direction == "outgoing"]

    @property
    def shown(self) -> list[str | None]:
        """The status of each of our texts."""
        return [status for _, status in self.ours]

    @property
    def conversations(self) -> list[ConversationView]:
        """All conversations, the newest first."""
        return list(self.crm.conversations.find(ConversationFilter(), PageRequest(10)).items)

    def text_to_send(self, words: str = WORDS) -> TextToSend:
        """The text as OpenPhone is asked to send it."""
        conversation = self.conversation
        return TextToSend(
            from_number=conversation.our_number, to_numbers=(conversation.phone_number,), text=words
        )

    def erase(self) -> None:
        """Erase the customer."""
        erasing = Erasing(erasures=self.crm.erasures, clock=self.clock)
        for contact in self.crm.contacts.find(ContactFilter(), PageRequest(10)).items:
            erasing.erase(contact.id, by="Dana")
