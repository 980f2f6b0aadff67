"""How an item reads in one line, as the customer drew it."""

from __future__ import annotations

from openphone_crm.crm import Call, Message, Outcome, Summary, Transcript, Voicemail
from openphone_crm.outcomes import duration_of, outcome_of
from openphone_crm.texts import shortened

LIMIT = 200
"""Characters of a preview."""

_MINUTE = 60
_ENDINGS = {
    Outcome.MISSED: "Missed",
    Outcome.NO_ANSWER: "No answer",
    Outcome.FORWARDED: "Forwarded",
    Outcome.ANSWERED_BY_AI: "Answered by AI",
}


def message_label(message: Message) -> str:
    """The words of a message, or what was sent instead of words."""
    if message.text:
        return shortened(message.text, LIMIT)
    match len(message.media):
        case 0:
            return ""
        case 1:
            return "Attachment"
        case count:
            return f"{count} attachments"


def call_label(call: Call) -> str:
    """A call in a few words: "Call: Incoming - 5 min", "Call: Missed"."""
    way = call.direction.value.capitalize() if call.direction else None
    duration = duration_of(call)
    words = (_ENDINGS.get(outcome_of(call), way), spoken(duration) if duration else None)
    return "Call: " + (" - ".join(filter(None, words)) or "Details to come")


def voicemail_label(voicemail: Voicemail) -> str:
    """A voicemail in a few words: "Voicemail: 30 sec"."""
    if voicemail.duration_seconds is None:
        return "Voicemail"
    return f"Voicemail: {spoken(int(voicemail.duration_seconds + 0.5))}"


def transcript_label(transcript: Transcript) -> str:
    """The beginning of what was said."""
    opening = transcript.dialogue[0].text if transcript.dialogue else ""
    return _titled("Call Transcript", opening)


def summary_label(summary: Summary) -> str:
    """A summary in one line: "Call Summary: ..."."""
    return _titled("Call Summary", " ".join(summary.summary))


def _titled(title: str, words: str) -> str:
    return shortened(f"{title}: {words}", LIMIT) if words else title


def spoken(seconds: int) -> str:
    """So many seconds as one says it: "30 sec", "5 min"."""
    return f"{seconds} sec" if seconds < _MINUTE else f"{(seconds + _MINUTE // 2) // _MINUTE} min"
