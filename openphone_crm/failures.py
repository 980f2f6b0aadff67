"""What dead letters have in common: the same error, at the same place, with the same type of event."""

from __future__ import annotations

from enum import StrEnum
from types import TracebackType

import attrs

from openphone_crm.ids import FailureId, derived_id

LONGEST_TRACE = 40
_UNKNOWN = "unknown"


class FailureState(StrEnum):
    """What people have made of a group of dead letters; a new failure opens one that was resolved."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    IGNORED = "ignored"

    @property
    def after_another(self) -> FailureState:
        """The state once one more event has failed in the same way."""
        return FailureState.OPEN if self is FailureState.RESOLVED else self


@attrs.frozen(kw_only=True)
class FailureCause:
    """Why an event failed, as far as it is the same for many."""

    error_class: str
    place: str
    event_type: str

    @property
    def id(self) -> FailureId:
        """The id of the group of all that failed so."""
        return FailureId(derived_id("failure", self.error_class, self.place, self.event_type))

    def __str__(self) -> str:
        """Name the error and where it came from."""
        return f"{self.error_class} in {self.place}"


def cause_of(error: BaseException, event_type: str) -> FailureCause:
    """
    The cause of a failure: the class of its error, and the function that raised it.

    >>> cause_of(ValueError("never raised"), "call.completed").place
    'unknown'
    """
    places = _places(error.__traceback__)
    return FailureCause(
        error_class=type(error).__name__,
        place=places[-1].partition(":")[0] if places else _UNKNOWN,
        event_type=event_type,
    )


def trace_of(error: BaseException) -> str | None:
    """
    The places that an error came through, a line each, the outermost first.

    Names and numbers of lines only: the lines themselves would have to be read from files, and values
    may be personal.
    """
    places = _places(error.__traceback__)
    return "\n".join(places[-LONGEST_TRACE:]) or None


def _places(traceback: TracebackType | None) -> list[str]:
    found: list[str] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        module = traceback.tb_frame.f_globals.get("__name__", _UNKNOWN)
        found.append(f"{module}.{code.co_qualname}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return found
