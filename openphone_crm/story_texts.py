"""How people are told of a missed call or a voicemail: what to do in one line, and all that is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from openphone_crm.crm import Voicemail
from openphone_crm.labels import spoken
from openphone_crm.notifications import Notification
from openphone_crm.stories import CallStory
from openphone_crm.texts import one_line, shortened

LONGEST_WORDS = 1500
LONGEST_NAME = 80

_WITHHELD = frozenset(("anonymous", "blocked", "private", "restricted", "unavailable", "unknown", "withheld"))
_NO_WORDS_YET = "Not known yet. Listen to it in Quo."


def notification_of(story: CallStory, *, timezone: tzinfo, public_url: str | None) -> Notification:
    """
    The notification of a call to answer.

    What strangers had a part in, their names and their words, stands on one line each: it cannot be
    taken for another line of ours.
    """
    wish = "Urgent callback: voicemail" if story.is_voicemail else "Need follow-up: missed call"
    lines = (f"{label}: {text}" for label, text in _facts(story, timezone, public_url) if text)
    return Notification(title=f"{wish} from {_caller(story)}", body="\n".join(lines))


def _facts(story: CallStory, timezone: tzinfo, public_url: str | None) -> Iterator[tuple[str, str | None]]:
    yield "Name", _name(story)
    yield "Number", _number(story)
    yield "Called", story.our_number and _bounded(story.our_number)
    yield "When", _when(story, timezone)
    if story.is_voicemail:
        yield "Duration", _duration(story.voicemail)
        yield "Transcript", _words(story)
    yield "Link", _link(story, public_url)


def _caller(story: CallStory) -> str:
    name, number = _name(story), _number(story)
    return f"{name} ({number})" if name else number


def _name(story: CallStory) -> str | None:
    return _bounded(story.name or "") or None


def _number(story: CallStory) -> str:
    """The number, or in words that there is none."""
    if story.number is None:
        return "an unknown number"
    return "a withheld number" if story.number.casefold() in _WITHHELD else _bounded(story.number)


def _bounded(text: str) -> str:
    return shortened(one_line(text), LONGEST_NAME)


def _when(story: CallStory, timezone: tzinfo) -> str | None:
    return f"{moment.astimezone(timezone):%A, %Y-%m-%d %H:%M %Z}" if (moment := _moment(story)) else None


def _moment(story: CallStory) -> datetime | None:
    if story.call:
        return story.call.occurred_at
    return story.voicemail.reported_at if story.voicemail else None


def _duration(voicemail: Voicemail | None) -> str | None:
    if voicemail is None or voicemail.duration_seconds is None:
        return None
    return spoken(int(voicemail.duration_seconds + 0.5))


def _words(story: CallStory) -> str:
    return shortened(one_line(story.words), LONGEST_WORDS) if story.words else _NO_WORDS_YET


def _link(story: CallStory, public_url: str | None) -> str | None:
    """Our own page of the conversation, or else Quo's."""
    if public_url and story.conversation_id:
        return f"{public_url}/conversations/{story.conversation_id}"
    return story.call.deep_link if story.call else None
