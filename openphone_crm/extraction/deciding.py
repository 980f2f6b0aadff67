"""Smart approval: what is added at once, what a person is asked about, and what is left alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

import attrs

from openphone_crm.crm import Contact, Origin
from openphone_crm.extraction.comparing import completes, same
from openphone_crm.extraction.grounding import Candidate
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.sources import SourceKind
from openphone_crm.extraction.suggestions import Suggestion, SuggestionStatus
from openphone_crm.texts import shortened

_READ = frozenset(SourceKind)
LONGEST_SHOWN = 80


class Reason(StrEnum):
    """Why nothing is written and nobody asked."""

    NOBODY = "nobody's contact may be written"
    SAME = "the contact says so already"
    LESS = "the contact says so already, and more"
    REJECTED = "a person has rejected it"
    ASKED = "a person is asked already"
    OLDER = "something newer is known"


@attrs.frozen
class AutoAdd:
    """The field is empty: the value is added, and the log says so."""

    candidate: Candidate

    @property
    def log(self) -> str:
        """
        The text of the log's entry.

        It is the customer's wording: "Auto-added name: Ann".
        """
        return f"Auto-added {self.candidate.topic}: {shortened(self.candidate.value, LONGEST_SHOWN)}"


@attrs.frozen
class Ask:
    """A person decides; what was asked about this field before is replaced."""

    candidate: Candidate
    current: str | None
    supersedes: tuple[Suggestion, ...] = ()

    @property
    def log(self) -> str:
        """The text of the log's entry."""
        return f"Asked about {self.candidate.topic}: {shortened(self.candidate.value, LONGEST_SHOWN)}"


@attrs.frozen
class LeaveAlone:
    """Nothing is written, and nobody is asked."""

    reason: Reason


Decision: TypeAlias = AutoAdd | Ask | LeaveAlone


def decide(
    candidate: Candidate,
    contact: Contact | None,
    *,
    said_at: datetime,
    earlier: Sequence[Suggestion] = (),
    asking_always: Collection[Topic] = (),
) -> Decision:
    """
    What to do with something that was read, seeing what the contact holds.

    `earlier` are the suggestions for the contact that wait, and those that a person has rejected.
    `asking_always` are the topics of which too much was wrong lately. What a person wrote
    outranks what was said before it; a field that a person emptied is not filled without asking.
    """
    topic = candidate.topic
    if contact is None:
        return LeaveAlone(Reason.NOBODY)
    current: str | None = getattr(contact, topic.value)
    origin = contact.origins.get(topic.value)
    of_field = [suggestion for suggestion in earlier if suggestion.topic is topic]
    if reason := (
        _known_already(topic, candidate.value, current)
        or _outranked(candidate, current, origin=origin, said_at=said_at)
        or _settled_before(candidate, of_field, said_at)
    ):
        return LeaveAlone(reason)
    if current or _is_a_persons(origin) or topic in asking_always or _may_be_ours(candidate):
        pending = tuple(each for each in of_field if each.status is SuggestionStatus.PENDING)
        return Ask(candidate, current, pending)
    return AutoAdd(candidate)


def _is_a_persons(origin: Origin | None) -> bool:
    return origin is not None and origin.source_kind not in _READ


def _may_be_ours(candidate: Candidate) -> bool:
    """Whether a name may be that of one of us: who says what, a summary does not tell."""
    return candidate.topic is Topic.NAME and candidate.source_kind is SourceKind.SUMMARY


def _known_already(topic: Topic, value: str, current: str | None) -> Reason | None:
    """Whether what was read is what is known, or a part of it."""
    if not current:
        return None
    if same(topic, current, value):
        return Reason.SAME
    return Reason.LESS if completes(topic, value, current) else None


def _outranked(
    candidate: Candidate, current: str | None, *, origin: Origin | None, said_at: datetime
) -> Reason | None:
    """Whether the field tells of a later time than the words, which are read late and tell no more of it."""
    if origin is None or said_at >= origin.at:
        return None
    is_more = not current or completes(candidate.topic, current, candidate.value)
    return Reason.OLDER if _is_a_persons(origin) or not is_more else None


def _settled_before(candidate: Candidate, earlier: Sequence[Suggestion], said_at: datetime) -> Reason | None:
    for suggestion in earlier:
        is_same = same(candidate.topic, suggestion.suggested_value, candidate.value)
        match suggestion.status:
            case SuggestionStatus.REJECTED if is_same:
                return Reason.REJECTED
            case SuggestionStatus.PENDING if is_same:
                return Reason.ASKED
            case SuggestionStatus.PENDING if said_at < suggestion.said_at:
                return Reason.OLDER
    return None
