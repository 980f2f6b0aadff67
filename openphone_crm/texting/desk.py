"""Taking texts that people here write: stored before anything else, and sent by a worker."""

from __future__ import annotations

from typing import Final

import attrs

from openphone_crm.audit import AuditEntry
from openphone_crm.crm import Message
from openphone_crm.errors import ConflictError, NotFoundError
from openphone_crm.follow_ups import FollowUp, follow_up_id
from openphone_crm.ids import ConversationId, ItemId
from openphone_crm.outgoing_texts import OutgoingText, checked_text, message_of
from openphone_crm.phones import is_phone_number
from openphone_crm.ports.approvals import ApprovalChanges
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.outgoing_texts import OutgoingTexts
from openphone_crm.ports.readers import ConversationReader
from openphone_crm.ports.unit_of_work import UnitOfWork
from openphone_crm.priority import Priority
from openphone_crm.replies import KEPT_FOR
from openphone_crm.texting.sending import SEND_TEXT
from openphone_crm.timeline import message_entry
from openphone_crm.views import ConversationView
from openphone_crm.working_set import Changes

NO_KEY: Final = "nothing can be sent: OPENPHONE_API_KEY is not set"
OPTED_OUT: Final = "the other party asked not to be written to (STOP); it has to write START first"
NO_NUMBER: Final = "nobody knows yet which of our numbers this conversation is on"
NO_PARTY: Final = "the other party has no phone number that can be written to"


@attrs.frozen(kw_only=True)
class TextDesk:
    """Has texts sent into conversations; `by` is who writes, as the log of acts shows it."""

    unit_of_work: UnitOfWork
    conversations: ConversationReader
    texts: OutgoingTexts
    clock: Clock
    can_send: bool = True

    def write(
        self, conversation_id: ConversationId, words: str, *, by: str, text_id: ItemId | None = None
    ) -> Message:
        """
        Store a text, and have it sent; one that is there under that id, and not old, is that text.

        Raises:
            InvalidInputError: When it says nothing, or too much.
            NotFoundError: When there is no such conversation.
            ConflictError: When nothing can be sent into it, and why.
        """
        words, now = checked_text(words), self.clock.now()
        known = self.texts.get(text_id) if text_id else None
        if known and now - known.created_at < KEPT_FOR:
            return self._shown(known)
        new_id = text_id if text_id and known is None else ItemId(self.clock.new_id())
        text = OutgoingText(id=new_id, conversation_id=conversation_id, by=by, created_at=now)
        with self.unit_of_work.begin() as transaction:
            # Nobody is erased until this ends: who is there now is written to, and nobody else.
            transaction.has_erasures()
            conversation = self._conversation(conversation_id)
            parties = tuple(one.phone_number for one in conversation.participants)
            message = message_of(text, words=words, our_number=conversation.our_number, parties=parties)
            transaction.save(_changes(text, message))
            entry = AuditEntry(at=now, by=by, action="text written", subject=text.id)
            transaction.approvals.write(ApprovalChanges(audit=(entry,)))
        return message

    def reason_against(self, conversation: ConversationView) -> str | None:
        """Why nothing can be written into a conversation now, if anything speaks against it."""
        if not self.can_send:
            return NO_KEY
        if conversation.opted_out:
            return OPTED_OUT
        if not conversation.our_number:
            return NO_NUMBER
        can_all = all(is_phone_number(one.phone_number) for one in conversation.participants)
        return None if can_all else NO_PARTY

    def _shown(self, text: OutgoingText) -> Message:
        message = self.texts.message(text.id)
        if message is None:
            raise NotFoundError("message", text.id)
        return message

    def _conversation(self, conversation_id: ConversationId) -> ConversationView:
        conversation = self.conversations.get(conversation_id)
        if conversation is None:
            raise NotFoundError("conversation", conversation_id)
        if reason := self.reason_against(conversation):
            raise ConflictError(reason)
        return conversation


def _changes(text: OutgoingText, message: Message) -> Changes:
    entry = message_entry(message)
    send = FollowUp(
        id=follow_up_id(SEND_TEXT, text.id),
        kind=SEND_TEXT,
        subject=text.id,
        priority=Priority.CRITICAL,
        created_at=text.created_at,
        due_at=text.created_at,
    )
    return Changes(
        texts=(text,),
        messages=(message,),
        entries=() if entry is None else (entry,),
        touched=frozenset((text.conversation_id,)),
        follow_ups=(send,),
    )
