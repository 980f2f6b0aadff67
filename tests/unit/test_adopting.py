"""Reports that no event brought are saved as those of events are."""

from __future__ import annotations

from openphone_crm.adopting import adopt
from openphone_crm.events import Report
from openphone_crm.follow_ups import FollowUp
from openphone_crm.handlers.people import Cause
from openphone_crm.handlers.reading import want_reading
from openphone_crm.handling import Handler
from openphone_crm.ids import EventId
from openphone_crm.memory import MemoryCrm
from openphone_crm.paging import PageRequest
from openphone_crm.routing import route
from openphone_crm.views import ConversationFilter
from openphone_crm.working_set import WorkingSet
from tests.unit.reports import ANN, CAUSE, NOON, call_reported, cause, message_reported

PAGE = PageRequest(50)


def adopted(crm: MemoryCrm, *reports: Report, handlers: tuple[Handler, ...] = (route,)) -> None:
    """Save what these reports do."""
    with crm.unit_of_work.begin() as transaction:
        adopt(transaction, reports, handlers=handlers, cause=CAUSE, at=NOON)


def test_it_stands_in_its_conversation() -> None:
    """What is adopted has a contact and a place, and is something new to look at."""
    crm = MemoryCrm()

    adopted(crm, message_reported(), call_reported())

    (conversation,) = crm.conversations.find(ConversationFilter(), PAGE).items
    assert (conversation.phone_number, conversation.unread_count) == (ANN, 2)
    assert len(crm.conversations.timeline(conversation.id, PAGE).items) == 2


def test_history_is_nothing_new() -> None:
    """What was found long after it happened waits for nobody."""
    crm = MemoryCrm()
    long_ago = Cause(EventId("event-1"), NOON, is_history=True)

    with crm.unit_of_work.begin() as transaction:
        adopt(transaction, [message_reported()], handlers=(route,), cause=long_ago, at=NOON)

    (conversation,) = crm.conversations.find(ConversationFilter(), PAGE).items
    assert conversation.unread_count == 0


def test_it_leads_to_what_events_lead_to() -> None:
    """Every handler is called with every report, in order, and what it asks for is saved."""
    crm = MemoryCrm()
    seen: list[tuple[Report, EventId, list[FollowUp]]] = []

    def watch(report: Report, desk: WorkingSet, why: Cause) -> None:
        seen.append((report, why.event_id, list(desk.follow_ups)))

    adopted(crm, message_reported(), call_reported(), handlers=(route, want_reading, watch))

    assert [(report, event_id, len(asked)) for report, event_id, asked in seen] == [
        (message_reported(), "event-1", 1),
        (call_reported(), "event-1", 1),
    ]
    assert crm.follow_ups.due(NOON)


def test_done_twice_it_changes_nothing() -> None:
    """A worker that dies after it, and another that does it again, leave what one would."""
    crm = MemoryCrm()
    adopted(crm, message_reported(), call_reported())
    before = crm.conversations.find(ConversationFilter(), PAGE)

    with crm.unit_of_work.begin() as transaction:
        reports: list[Report] = [message_reported(), call_reported()]
        adopt(transaction, reports, handlers=(route,), cause=cause("event-2", received=9), at=NOON)

    assert crm.conversations.find(ConversationFilter(), PAGE) == before


def test_nothing_at_all_is_no_change() -> None:
    """Where OpenPhone has said that there is no such part nothing is saved."""
    crm = MemoryCrm()

    adopted(crm)

    assert crm.conversations.find(ConversationFilter(), PAGE).items == ()
