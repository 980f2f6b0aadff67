"""
Calling a contact: the links that start a call.

OpenPhone's API cannot start one. Its app answers `tel:` links on a desk, and links of its own on a phone
(support article "Deep linking").
"""

from __future__ import annotations

from typing import Final

import attrs

from openphone_crm.audit import AuditEntry
from openphone_crm.errors import ConflictError, NotFoundError, UnfitError
from openphone_crm.ids import ContactId
from openphone_crm.paging import PageRequest
from openphone_crm.ports.audit import Audit
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.readers import ContactReader, ConversationReader
from openphone_crm.views import ConversationFilter, ConversationView

MESSAGE: Final = (
    "OpenPhone's API cannot start a call. Open href on a computer or mobile_href on a phone: "
    "the app dials; open_url shows the conversation in Quo."
)
OPTED_OUT: Final = "the contact asked not to be contacted (STOP)"
NO_NUMBER: Final = "the contact has no phone number: add one first"


@attrs.frozen(kw_only=True)
class CallLinks:
    """The ways to call somebody; `open_url` shows the conversation, where it is known."""

    href: str
    mobile_href: str
    open_url: str | None
    message: str = MESSAGE


def call_links(number: str, *, our_number: str | None, open_url: str | None) -> CallLinks:
    """
    The links that call this number, from ours if that is known.

    >>> call_links("+14255550123", our_number="+12065550100", open_url=None).mobile_href
    'openphone://dial?number=%2B14255550123&from=%2B12065550100&action=call'
    """
    sender = f"&from={_encoded(our_number)}" if our_number else ""
    return CallLinks(
        href=f"tel:{number}",
        mobile_href=f"openphone://dial?number={_encoded(number)}{sender}&action=call",
        open_url=open_url,
    )


@attrs.frozen(kw_only=True)
class CallDesk:
    """Gives out links to call contacts; `by` is who calls, as the log of acts shows it."""

    contacts: ContactReader
    conversations: ConversationReader
    audit: Audit
    clock: Clock

    def call(self, contact_id: ContactId, *, by: str) -> CallLinks:
        """
        The links that call this contact, at the number that was last talked to.

        Raises:
            NotFoundError: When there is no such contact.
            UnfitError: When it has no number.
            ConflictError: When it asked not to be contacted.
        """
        contact = self.contacts.get(contact_id)
        if contact is None:
            raise NotFoundError("contact", contact_id)
        if not contact.phone_numbers:
            raise UnfitError(NO_NUMBER)
        talks = [talk for number in contact.phone_numbers if (talk := self._newest(number))]
        talk = max(talks, key=lambda one: one.last_activity_at, default=None)
        if talk is not None and talk.opted_out:
            raise ConflictError(OPTED_OUT)
        self.audit.record(AuditEntry(at=self.clock.now(), by=by, action="call started", subject=contact_id))
        number = talk.phone_number if talk else contact.phone_numbers[0]
        return call_links(
            number,
            our_number=(talk.our_number or None) if talk else None,
            open_url=talk.deep_link if talk else None,
        )

    def _newest(self, number: str) -> ConversationView | None:
        """The newest conversation with nobody else; of a group nobody can say who would be called."""
        page = self.conversations.find(ConversationFilter(phone_number=number), PageRequest(limit=20))
        return next((one for one in page.items if len(one.participants) == 1), None)


def _encoded(number: str) -> str:
    return number.replace("+", "%2B")
