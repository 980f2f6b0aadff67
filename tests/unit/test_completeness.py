"""What of a call is still to come, and what will not."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_crm.completeness import CallPart, WholeCall, may_have_voicemail
from openphone_crm.crm import Recording, Summary, Transcript, Voicemail
from openphone_crm.events import Direction, ProcessingState
from openphone_crm.ids import ItemId
from tests.unit.reports import NOON, a_call, minute

AUDIO = "https://example.com/a.mp3"
MISSED: dict[str, Any] = {"direction": Direction.INCOMING, "completed_at": minute(1)}


def a_recording(**fields: Any) -> Recording:  # noqa: ANN401 - any field
    """A recording of the call, of which nothing is known."""
    return Recording(id=ItemId("r1"), call_openphone_id="ACx2", **fields)


def a_voicemail(**fields: Any) -> Voicemail:  # noqa: ANN401 - any field
    """A voicemail of the call, of which nothing is known."""
    known = {"key": "ACx2", "call_openphone_id": "ACx2", "reported_at": NOON}
    return Voicemail(id=ItemId("v1"), **{**known, **fields})


def in_state(state: ProcessingState | None) -> dict[str, Any]:
    """A transcript and a summary that are so far."""
    known: dict[str, Any] = {"call_openphone_id": "ACx2", "reported_at": NOON, "state": state}
    return {
        "transcript": Transcript(id=ItemId("t1"), **known),
        "summary": Summary(id=ItemId("s1"), **known),
    }


def test_nothing_is_expected_of_a_call_by_itself() -> None:
    """What nobody announced nobody waits for."""
    assert WholeCall(call=a_call(**MISSED)).expected == ()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"state": "in-progress"}, ("recording",)),
        ({"state": None}, ("recording",)),
        ({"state": "completed", "url": AUDIO}, ()),
        ({"state": "failed"}, ()),
        ({"state": "deleted"}, ()),
    ],
)
def test_a_recording_is_expected_until_it_can_be_heard(
    fields: dict[str, Any], expected: tuple[str, ...]
) -> None:
    """One that failed or was deleted is not."""
    assert WholeCall(call=a_call(), recordings=[a_recording(**fields)]).expected == expected


@pytest.mark.parametrize("state", [*ProcessingState, None])
def test_words_are_expected_while_openphone_is_at_them(state: ProcessingState | None) -> None:
    """What is completed is there, and what is absent or failed will not be."""
    whole = WholeCall(call=a_call(), **in_state(state))

    is_expected = state is ProcessingState.IN_PROGRESS
    assert whole.expected == (("transcript", "summary") if is_expected else ())


@pytest.mark.parametrize(
    ("has_voicemail", "voicemail", "expected"),
    [
        (None, None, ()),
        (True, None, ("voicemail",)),
        (True, a_voicemail(), ("voicemail",)),
        (None, a_voicemail(transcript="Hi"), ("voicemail",)),
        (True, a_voicemail(url=AUDIO), ()),
    ],
)
def test_a_voicemail_is_expected_until_it_can_be_heard(
    has_voicemail: bool | None,  # noqa: FBT001 - a case
    voicemail: Voicemail | None,
    expected: tuple[str, ...],
) -> None:
    """Announced, or known in part, it is still to come."""
    assert WholeCall(call=a_call(has_voicemail=has_voicemail), voicemail=voicemail).expected == expected


def test_what_is_given_up_is_missing() -> None:
    """It is not expected any more, and still not there."""
    whole = WholeCall(call=a_call(), **in_state(ProcessingState.IN_PROGRESS))

    given_up = WholeCall(call=whole.without(CallPart.SUMMARY), **in_state(ProcessingState.IN_PROGRESS))

    assert (given_up.expected, given_up.missing) == (("transcript",), ("summary",))


def test_what_comes_after_all_is_not_missing() -> None:
    """Given up or not, what is there is there."""
    call = a_call(missing=("summary",))

    whole = WholeCall(call=call, **in_state(ProcessingState.COMPLETED))

    assert (whole.expected, whole.missing) == ((), ())


def test_only_what_is_expected_is_given_up() -> None:
    """A part that nobody announced cannot be missing, and one that is already is so once."""
    call = a_call(missing=("transcript",))
    whole = WholeCall(call=call, **in_state(ProcessingState.IN_PROGRESS))

    assert [whole.without(part) for part in (CallPart.RECORDING, CallPart.TRANSCRIPT)] == [call, call]


@pytest.mark.parametrize(
    ("fields", "may"),
    [
        (MISSED, True),
        ({**MISSED, "has_voicemail": True}, False),
        ({**MISSED, "no_voicemail": True}, False),
        ({**MISSED, "answered_at": NOON}, False),
        ({**MISSED, "direction": Direction.OUTGOING}, False),
        ({"direction": Direction.INCOMING}, False),
    ],
)
def test_which_calls_may_have_a_voicemail(fields: dict[str, Any], may: bool) -> None:  # noqa: FBT001
    """Missed calls, of which nobody has said whether words were left."""
    assert may_have_voicemail(a_call(**fields)) is may
