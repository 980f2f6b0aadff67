"""Whoever writes or calls from a phone number is a contact, known by nothing else at first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import attrs

from openphone_crm.crm import Contact
from openphone_crm.ids import ContactId, EventId, derived_id
from openphone_crm.phones import is_phone_number
from openphone_crm.working_set import WorkingSet


@attrs.frozen
class Cause:
    """
    The event that a handler acts on: its id, when it was received, and whether it is long over.

    `origin` is the event that it all began with, where that is known: what is asked for follows it.
    """

    event_id: EventId
    received_at: datetime
    is_history: bool = False
    origin: EventId | None = None


def meet(parties: Iterable[str], desk: WorkingSet, cause: Cause) -> None:
    """
    Make a contact, nameless, for each party that is a phone number and has none.

    Short codes, named senders and withheld numbers are nobody's contact, and our own numbers are none.
    """
    for number in parties:
        is_known = number in desk.owners or number in desk.our_numbers
        if not is_known and is_phone_number(number):
            desk.put_contact(
                Contact(
                    id=ContactId(derived_id("contact", cause.event_id, number)),
                    created_at=cause.received_at,
                    updated_at=cause.received_at,
                    phone_numbers=(number,),
                )
            )
