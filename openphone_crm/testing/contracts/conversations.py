"""What looking at conversations promises: what their lines add up to, in order, and found again."""

from __future__ import annotations

from openphone_crm.testing.contracts.conversation_activity import ConversationActivityContract
from openphone_crm.testing.contracts.conversation_lists import ConversationListContract
from openphone_crm.testing.contracts.reading_marks import ReadingMarksContract
from openphone_crm.testing.contracts.timelines import TimelineContract


class ConversationReaderContract(
    ConversationActivityContract, ReadingMarksContract, ConversationListContract, TimelineContract
):
    """Everything about looking at conversations."""
