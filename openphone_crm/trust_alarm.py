"""Telling those who run this that a field is added without asking no longer, and that it is again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import attrs

from openphone_crm.alarms import Alarms
from openphone_crm.alerts import Rule, Severity
from openphone_crm.extraction.readings import Topic

_LOST_TITLE: Final = "Too much of what is read is wrong: {fields}"
_LOST: Final = (
    "Of what was read for {fields} and then looked at by a person, fewer were right than "
    "CRM_AUTO_ADD_PRECISION asks for. Until that is better nothing is added there without asking: it waits "
    "under Approvals. Better verdicts in the review sample, or another GEMINI_MODEL, bring it back."
)
_WON_TITLE: Final = "What is read is trusted again"
_WON: Final = "Enough of what was looked at is right. Empty fields are filled without asking again."


@attrs.frozen(kw_only=True)
class TrustAlarm:
    """Looks at the fields that a reader is not trusted with; `doubtful` tells which these are."""

    alarms: Alarms
    doubtful: Callable[[], frozenset[Topic]]

    def __call__(self) -> frozenset[Topic]:
        """
        The fields of which nothing is added without asking, after this was told where it is news.

        Raises:
            UnavailableError: When the store is away.
        """
        topics = self.doubtful()
        if topics:
            fields = ", ".join(sorted(topic.value for topic in topics))
            self.alarms.ring(
                Rule.TRUST,
                title=_LOST_TITLE.format(fields=fields),
                message=_LOST.format(fields=fields),
                severity=Severity.WARNING,
            )
        else:
            self.alarms.stop(Rule.TRUST, title=_WON_TITLE, message=_WON)
        return topics
