"""What a report leads to, and what leads to nothing."""

from __future__ import annotations

import attrs
import pytest

from openphone_crm.codec import decode_fetched
from openphone_crm.events import CallReported, MessageReported, VoicemailReported
from openphone_crm.handlers.fetching import want_fetching
from openphone_crm.handlers.files import want_files
from openphone_crm.handlers.people import Cause
from openphone_crm.handlers.reading import want_reading
from openphone_crm.ids import ConversationId, EventId
from openphone_crm.remote import Fetched, FetchedKind, Surface
from openphone_crm.stamps import Stamp
from openphone_crm.testing import builders as make
from openphone_crm.working_set import LoadedResources, WorkingSet

CAUSE = Cause(EventId("event-1"), make.NOON)
STAMP = Stamp(make.NOON, 0, "")
TEXT = MessageReported(stamp=STAMP, reported_at=make.NOON, openphone_id="ACx1")
CALL = CallReported(stamp=STAMP, reported_at=make.NOON, openphone_id="ACx2")


@pytest.mark.parametrize("report", [TEXT, CALL])
def test_nothing_is_fetched_of_a_text_or_of_a_call_that_is_not_kept(
    report: MessageReported | CallReported,
) -> None:
    """Only of a call that is known something can be unknown."""
    desk = WorkingSet()

    want_fetching(report, desk, CAUSE)

    assert desk.follow_ups == []


def test_history_is_not_read() -> None:
    """Nobody pays for what was found long after it happened, unless it is asked for."""
    desk = WorkingSet()
    message = make.message(
        openphone_id="ACx1", text="I am Ann", direction="incoming", conversation_id=ConversationId("c")
    )
    desk.load_resources(LoadedResources(messages=(message,)))

    want_reading(TEXT, desk, attrs.evolve(CAUSE, is_history=True))

    assert desk.follow_ups == []


def test_only_the_file_of_the_voicemail_that_was_reported_is_wanted() -> None:
    """Whatever else the batch is about has reports of its own."""
    url = "https://storage.googleapis.com/opstatics/{}.mp3"
    desk = WorkingSet()
    for number in (1, 2):
        desk.voicemails.put(
            make.voicemail(key=f"ACx{number}", call_openphone_id=f"ACx{number}", url=url.format(number))
        )
    report = VoicemailReported(stamp=STAMP, reported_at=make.NOON, call_openphone_id="ACx2")

    want_files(report, desk, CAUSE)

    assert [one.subject for one in desk.follow_ups] == ["ACx2"]


def test_a_voicemail_that_is_absent_is_none() -> None:
    """OpenPhone's API has a word for that there is nothing."""
    resource = {"id": "VMx1", "status": "absent", "duration": None, "transcript": None}
    fetched = Fetched(kind=FetchedKind.VOICEMAIL, surface=Surface.V1, openphone_id="ACx2", resource=resource)

    assert decode_fetched(fetched, at=make.NOON) == ()
