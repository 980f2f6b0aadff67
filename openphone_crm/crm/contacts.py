"""Contacts, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import attrs

from openphone_crm.ids import ChangeId, ContactId
from openphone_crm.stamps import Stamp

CONTACT_FIELDS = ("name", "email", "address", "company")


@attrs.frozen
class Origin:
    """Who last set a contact's field, and when; `digest` tells edits of one moment apart."""

    source_kind: str
    at: datetime
    digest: str = ""


@attrs.frozen(kw_only=True)
class Contact:
    """A person or a business at the other end; nothing but a number, at first."""

    id: ContactId
    created_at: datetime
    updated_at: datetime
    name: str | None = None
    email: str | None = None
    address: str | None = None
    company: str | None = None
    phone_numbers: tuple[str, ...] = ()
    origins: Mapping[str, Origin] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class ContactLink:
    """
    Which contact here is which contact in Quo.

    After a deletion there it stays as a mark, so that a late older copy does not link it again.
    """

    openphone_id: str
    contact_id: ContactId | None = None
    updated: Stamp | None = None
    deleted: Stamp | None = None

    @property
    def is_linked(self) -> bool:
        """Whether the contact still exists in Quo."""
        return self.updated is not None and (self.deleted is None or self.updated > self.deleted)


@attrs.frozen(kw_only=True)
class ContactChange:
    """One entry in a contact's history: what changed, who or what did it, and why it believes so."""

    id: ChangeId
    contact_id: ContactId
    field: str
    old: str | None
    new: str | None
    source_kind: str
    source_id: str | None
    at: datetime
    quote: str | None = None
    by: str | None = None
