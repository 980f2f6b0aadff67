"""Which parts of a call are asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from openphone_crm.events import Direction, ProcessingState
from openphone_crm.reconciliation.parts import parts_to_ask
from openphone_crm.remote import FetchedKind, Surface
from openphone_crm.testing import builders as make
from openphone_crm.working_set import LoadedResources, WorkingSet

ANSWERED = {"answered_at": make.NOON}
BY_AI = {"answered_by": "SYx2Sona7Q", **ANSWERED}
MISSED: dict[str, Any] = {}

RECORDINGS, TRANSCRIPT = FetchedKind.RECORDINGS, FetchedKind.TRANSCRIPT
SUMMARY, VOICEMAIL = FetchedKind.SUMMARY, FetchedKind.VOICEMAIL


def call(**fields: Any) -> Any:  # noqa: ANN401 - any field of a call
    """Make an incoming call that is over."""
    ends = make.NOON + timedelta(minutes=1)
    return make.call(direction=Direction.INCOMING, ended=True, completed_at=ends, **fields)


@pytest.mark.parametrize(
    ("fields", "surface", "parts"),
    [
        (ANSWERED, Surface.DATED, (RECORDINGS, TRANSCRIPT)),
        (ANSWERED, Surface.V1, (RECORDINGS, TRANSCRIPT, SUMMARY)),
        (BY_AI, Surface.DATED, (RECORDINGS, TRANSCRIPT, SUMMARY)),
        (MISSED, Surface.DATED, ()),
        (MISSED, Surface.V1, (VOICEMAIL,)),
        ({"no_voicemail": True}, Surface.V1, ()),
        ({"forwarded": True}, Surface.V1, ()),
        ({"direction": Direction.OUTGOING}, Surface.V1, ()),
    ],
)
def test_what_comes_along_is_not_asked_for(
    fields: dict[str, Any], surface: Surface, parts: tuple[FetchedKind, ...]
) -> None:
    """The newer list brings voicemails, and summaries but for those of the AI agent."""
    one = make.call(
        **{"direction": Direction.INCOMING, "ended": True, "completed_at": make.later(60), **fields}
    )

    found = parts_to_ask(one, WorkingSet(), surface=surface)

    assert found == parts


def test_what_is_here_is_not_asked_for() -> None:
    """A recording that can be heard, and words that are complete."""
    one, desk = call(**ANSWERED), WorkingSet()
    desk.load_resources(
        LoadedResources(
            recordings=(make.recording(one, url="https://media.example/r.mp3"),),
            transcripts=(make.transcript(one, state=ProcessingState.COMPLETED),),
            summaries=(make.summary(one, state=ProcessingState.COMPLETED, next_steps=("Call.",)),),
        )
    )

    found = parts_to_ask(one, desk, surface=Surface.V1)

    assert found == ()


def test_what_is_here_by_half_is_asked_for() -> None:
    """A recording without its place, and words that are being worked on."""
    one, desk = call(**ANSWERED), WorkingSet()
    desk.load_resources(
        LoadedResources(
            recordings=(make.recording(one, openphone_id="CRx1"),),
            transcripts=(make.transcript(one, state=ProcessingState.IN_PROGRESS),),
            summaries=(make.summary(one, state=ProcessingState.COMPLETED),),
        )
    )

    found = parts_to_ask(one, desk, surface=Surface.V1)

    assert found == (RECORDINGS, TRANSCRIPT, SUMMARY)


def test_what_the_plan_does_not_have_is_not_asked_for_again() -> None:
    """Once refused is enough."""
    found = parts_to_ask(call(**ANSWERED), WorkingSet(), surface=Surface.V1, refused=(TRANSCRIPT, SUMMARY))

    assert found == (RECORDINGS,)
