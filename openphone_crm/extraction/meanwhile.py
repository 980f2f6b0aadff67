"""What is told to whoever wanted to decide about something that is not as they saw it any more."""

from __future__ import annotations

from typing import Final

from openphone_crm.extraction.suggestions import SuggestionStatus
from openphone_crm.extraction.views import ApprovalView
from openphone_crm.texts import one_line, shortened

LONGEST_VALUE: Final = 80
GONE: Final = "It is gone: the contact was erased meanwhile."


def meanwhile(view: ApprovalView | None) -> str:
    """Say what happened meanwhile, who did it, and what to do now; `view` is the approval as it is now."""
    if view is None:
        return GONE
    suggestion = view.suggestion
    field = suggestion.topic.value
    if suggestion.status is SuggestionStatus.SUPERSEDED:
        return f"There is nothing to decide any more: the {field} was settled otherwise meanwhile."
    if not suggestion.is_pending:
        return f"Somebody was faster: {suggestion.decided_by} has {suggestion.status.value} it already."
    return f"Nothing was written: the {field} has changed since you saw it{_now(view.current_value)}"


def _now(value: str | None) -> str:
    held = f'says "{shortened(one_line(value), LONGEST_VALUE)}"' if value else "is empty"
    return f", and {held} now. Look at it, and decide again."
