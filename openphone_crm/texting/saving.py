"""Writing down how far a text is: with its message, as one item."""

from __future__ import annotations

import attrs

from openphone_crm.crm import Message
from openphone_crm.follow_up_work import Save
from openphone_crm.follow_ups import FollowUp
from openphone_crm.outgoing_texts import OutgoingText
from openphone_crm.ports.unit_of_work import Transaction
from openphone_crm.timeline import message_entry
from openphone_crm.working_set import Changes, Wanted


def saving(text: OutgoingText, message: Message, *follow_ups: FollowUp) -> Save:
    """Save how far a text is, with its message, unless it was erased meanwhile."""

    def save(transaction: Transaction) -> None:
        transaction.has_erasures()
        transaction.lock({f"message:{text.key}"})
        # Erased meanwhile, it does not come back.
        if transaction.load_resources(Wanted(message_ids=frozenset({text.key}))).messages:
            changes = as_one(text, message, None)
            transaction.save(attrs.evolve(changes, follow_ups=follow_ups))

    return save


def as_one(text: OutgoingText, message: Message, theirs: Message | None) -> Changes:
    """What is written of a text, and goes of what a webhook had made of it."""
    entry = message_entry(message)
    gone = () if theirs is None else (theirs.id,)
    places = {message.conversation_id, theirs.conversation_id if theirs else None}
    return Changes(
        texts=(text,),
        messages=(message,),
        removed_messages=gone,
        entries=() if entry is None else (entry,),
        removed_entries=gone,
        touched=frozenset(filter(None, places)),
    )
