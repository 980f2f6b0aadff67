"""Who did what, and when: of every act on other people's data or on failed work an entry stays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import attrs

from openphone_crm.ids import derived_id


@attrs.frozen(kw_only=True)
class AuditEntry:
    """
    One act: `by` is the name of whoever did it, `subject` the id of what it was done to.

    An entry outlives what it is about: neither subject nor details hold anybody's number or name. Details
    are texts only, so that every store gives back what it was given.
    """

    at: datetime
    by: str
    action: str
    subject: str
    details: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def id(self) -> str:
        """The id of the entry: recorded twice, it stays one."""
        details = (text for pair in sorted(self.details.items()) for text in pair)
        return derived_id("audit", self.at.isoformat(), self.by, self.action, self.subject, *details)
