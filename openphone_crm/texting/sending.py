"""Sending what was written: once, and never again before somebody has looked."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.asking import Asking
from openphone_crm.crm import Message
from openphone_crm.erasure import Erasure
from openphone_crm.errors import (
    CrmError,
    DeferredError,
    NotSentError,
    RateLimitedError,
    RefusedError,
    SettingsError,
    StoreAwayError,
    UnavailableError,
    UncertainError,
)
from openphone_crm.follow_up_work import Save, Task, nothing_to_do
from openphone_crm.follow_ups import ClaimedFollowUp, FollowUp, follow_up_id
from openphone_crm.ids import ItemId
from openphone_crm.moments import parse_moment
from openphone_crm.outgoing_texts import GIVEN_UP_AFTER, OutgoingText, TextState, as_sent, with_status
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.openphone import TextApi
from openphone_crm.ports.outgoing_texts import OutgoingTexts
from openphone_crm.ports.readers import ConversationReader
from openphone_crm.ports.unit_of_work import Transaction
from openphone_crm.priority import Priority
from openphone_crm.remote import Fetched, TextToSend
from openphone_crm.texting.saving import as_one, saving
from openphone_crm.working_set import Wanted

SEND_TEXT: Final = "send-text"
LOOK_FOR_TEXT: Final = "look-for-text"

TRY_AGAIN: Final = timedelta(seconds=30)
LOOK_AGAIN: Final = timedelta(seconds=15)
LOOK_SELDOM: Final = timedelta(minutes=10)
"""So long a text that a webhook told of, and that is ours, may stand there twice at most."""
A_MOMENT: Final = timedelta(seconds=1)
SHOWN_AS_UNKNOWN_AFTER: Final = timedelta(minutes=2)
LOOKED_FOR: Final = timedelta(days=1)
SKEW: Final = timedelta(seconds=30)
"""So far OpenPhone's clock may be from ours."""

NOBODY_KNOWS = "nobody knows yet whether the text was sent"
NOT_NOW = "OpenPhone cannot take the text now"
OPTED_OUT = "the party has asked not to be written to"
TOO_LATE = "OpenPhone could not be reached for a quarter of an hour"


@attrs.frozen(kw_only=True)
class SendingTexts:
    """
    The tasks that send a text, and look for one of which nobody knows whether it was sent.

    OpenPhone's API has no way to ask for a text to be sent at most once. So that a text is being sent
    is written down before it is; whoever finds it so without an answer asks OpenPhone for what was
    sent, and sends nothing.
    """

    api: TextApi
    texts: OutgoingTexts
    conversations: ConversationReader
    clock: Clock
    asking: Asking

    @property
    def tasks(self) -> Mapping[str, Task]:
        """What to do for each kind of follow-up that this is about."""
        return {SEND_TEXT: self.send, LOOK_FOR_TEXT: self.look}

    def send(self, claim: ClaimedFollowUp) -> Save:
        """
        Send a text that is queued; look for one that may have been sent.

        Raises:
            DeferredError: When OpenPhone cannot take it now, or nobody knows whether it has.
        """
        text, message = self._text(claim)
        if text is None or message is None:
            return nothing_to_do
        if text.state is TextState.SENDING:
            return self._looked_for(text, message)
        if text.state is not TextState.QUEUED:
            return nothing_to_do
        if self._has_opted_out(text):
            return self._failed(text, message, OPTED_OUT)
        if self.clock.now() - text.created_at > GIVEN_UP_AFTER:
            return self._failed(text, message, TOO_LATE)
        return self._sent(text, message)

    def look(self, claim: ClaimedFollowUp) -> Save:
        """
        Look for a text of which nobody knows whether it was sent, ever more seldom.

        Raises:
            DeferredError: While it may still be found.
        """
        text, message = self._text(claim)
        if text is None or message is None or text.state is not TextState.UNKNOWN:
            return nothing_to_do
        found = self._found(text, message)
        if found is not None:
            return self._accepted(text, found)
        looked_for = self.clock.now() - (text.sending_since or text.created_at)
        if looked_for > LOOKED_FOR:
            return nothing_to_do
        raise DeferredError(NOBODY_KNOWS, self.clock.now() + min(looked_for, LOOK_SELDOM))

    def _text(self, claim: ClaimedFollowUp) -> tuple[OutgoingText | None, Message | None]:
        return self.texts.get(ItemId(claim.subject)), self.texts.message(ItemId(claim.subject))

    def _has_opted_out(self, text: OutgoingText) -> bool:
        conversation = self.conversations.get(text.conversation_id)
        return conversation is None or conversation.opted_out

    def _sent(self, text: OutgoingText, message: Message) -> Save:
        now = self.clock.now()
        if not self.texts.begin(text.id, at=now):
            raise DeferredError(NOBODY_KNOWS, now + LOOK_AGAIN)
        try:
            # Nothing else within: only what the request itself says can say that nothing was sent.
            taken = self.api.send(_to_send(message))
        except RefusedError as error:
            self._tell(error)
            return self._failed(text, message, error.reason or str(error))
        except UncertainError as error:
            raise DeferredError(NOBODY_KNOWS, self.clock.now() + LOOK_AGAIN) from error
        except (RateLimitedError, UnavailableError, SettingsError, DeferredError) as error:
            self.texts.give_back(text.id)
            raise DeferredError(NOT_NOW, self._when_to_try(text, error)) from error
        with suppress(CrmError):  # whatever becomes of this, the text is sent
            self.asking.answered()
        return self._accepted(text, taken)

    def _tell(self, error: RefusedError) -> None:
        """Have those who run this told of a refusal that is most likely our bug, and nobody's credits."""
        if not isinstance(error, NotSentError):
            with suppress(CrmError), self.asking.politely():
                raise error

    def _when_to_try(self, text: OutgoingText, error: CrmError) -> datetime:
        """When the text is tried again: not so late that it would be given up long after its time."""
        now = self.clock.now()
        until = now + TRY_AGAIN
        with suppress(UnavailableError):
            try:
                with self.asking.politely():
                    raise error
            except DeferredError as later:
                until = later.until
        return max(min(until, text.created_at + GIVEN_UP_AFTER), now + A_MOMENT)

    def _looked_for(self, text: OutgoingText, message: Message) -> Save:
        found = self._found(text, message)
        if found is not None:
            return self._accepted(text, found)
        now = self.clock.now()
        if now - (text.sending_since or now) < SHOWN_AS_UNKNOWN_AFTER:
            raise DeferredError(NOBODY_KNOWS, now + LOOK_AGAIN)
        unknown = attrs.evolve(text, state=TextState.UNKNOWN, reason=NOBODY_KNOWS)
        look = _follow_up(LOOK_FOR_TEXT, unknown, due_at=now + SHOWN_AS_UNKNOWN_AFTER)
        return saving(unknown, with_status(message, TextState.UNKNOWN), look)

    def _found(self, text: OutgoingText, message: Message) -> Fetched | None:
        """
        The oldest text of these words that OpenPhone took since then, and that is no other one.

        Who cannot look has not found it: time goes on all the same.
        """
        since = (text.sending_since or text.created_at) - SKEW
        try:
            with self.asking.politely():
                sent = self.api.sent(_to_send(message), since=since)
        except StoreAwayError:
            raise
        except (UnavailableError, RefusedError, DeferredError):
            return None
        others = {*text.known_before, *self.texts.claimed([one.openphone_id for one in sent])}
        return next((one for one in sent if one.openphone_id not in others and _is_since(one, since)), None)

    def _accepted(self, text: OutgoingText, taken: Fetched) -> Save:
        known_as = attrs.evolve(text, state=TextState.SENT, openphone_id=taken.openphone_id, reason=None)

        def save(transaction: Transaction) -> None:
            # Nobody is erased until this ends.
            transaction.has_erasures()
            # A webhook of it may have been here first, and made a message of its own.
            keys = {taken.openphone_id, text.key}
            transaction.lock({f"message:{key}" for key in keys})
            loaded = {
                one.id: one
                for one in transaction.load_resources(Wanted(message_ids=frozenset(keys))).messages
            }
            ours, theirs = loaded.pop(text.id, None), next(iter(loaded.values()), None)
            if ours is None:
                self._leave_mark(taken.openphone_id, transaction)
                return
            if theirs is not None and self.texts.get(theirs.id) is not None:
                # Another text of the same words was found to be that one a moment ago.
                raise DeferredError(NOBODY_KNOWS, self.clock.now() + LOOK_AGAIN)
            transaction.save(as_one(known_as, as_sent(ours, taken.openphone_id, theirs), theirs))

        return save

    def _leave_mark(self, openphone_id: str, transaction: Transaction) -> None:
        """See that a text whose party was erased while it was sent is not brought back by its webhook."""
        resources = Wanted(message_ids=frozenset({openphone_id}))
        names = frozenset({openphone_id})
        transaction.erase(Erasure(at=self.clock.now(), names=names, resources=resources))

    def _failed(self, text: OutgoingText, message: Message, reason: str) -> Save:
        failed = attrs.evolve(text, state=TextState.FAILED, reason=reason)
        shown = attrs.evolve(with_status(message, TextState.FAILED), error_code=reason)
        return saving(failed, shown)


def _to_send(message: Message) -> TextToSend:
    return TextToSend(
        from_number=message.from_number or "", to_numbers=message.to_numbers, text=message.text or ""
    )


def _is_since(found: Fetched, since: datetime) -> bool:
    made_at = parse_moment(found.resource.get("createdAt"))
    return made_at is None or made_at >= since


def _follow_up(kind: str, text: OutgoingText, *, due_at: datetime) -> FollowUp:
    return FollowUp(
        id=follow_up_id(kind, text.id),
        kind=kind,
        subject=text.id,
        priority=Priority.CRITICAL,
        created_at=text.created_at,
        due_at=due_at,
    )
