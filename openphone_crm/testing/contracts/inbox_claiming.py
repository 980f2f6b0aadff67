"""What the inbox promises about taking events, beside what every queue of record promises."""

from __future__ import annotations

from datetime import timedelta

from openphone_crm.inbox_records import ClaimedEvent
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.scenes import claim
from openphone_crm.testing.contracts.store import Store
from openphone_crm.work_records import Status


class ClaimingContract:
    """A worker is told everything, and only of what is pending."""

    def test_a_claim_tells_everything(self, store: Store) -> None:
        """What a worker gets is what arrived, with its time to the microsecond."""
        arrival = make.arrival("one", openphone_type="sent", body=b"{}")
        store.inbox.add([arrival])

        (event,) = claim(store)

        assert event == ClaimedEvent(
            id=arrival.id,
            event_type=arrival.event_type,
            openphone_type="sent",
            priority=Priority.CRITICAL,
            received_at=make.NOON,
            due_at=make.NOON,
            retry_count=0,
            attempts_made=0,
            body=b"{}",
        )
        assert event.received_at.utcoffset() == timedelta()

    def test_a_claimed_event_is_processing(self, store: Store) -> None:
        """Whoever looks sees that somebody is at it."""
        store.inbox.add([make.arrival("one")])

        claim(store)

        detail = store.events.get(make.event_id("one"))
        assert detail is not None
        assert detail.event.status is Status.PROCESSING

    def test_only_pending_events_are_claimed(self, store: Store) -> None:
        """What is ignored, done or failed is nobody's work."""
        others = [status for status in Status if status is not Status.PENDING]
        store.inbox.add([make.arrival(status.value, status=status) for status in others])

        events = claim(store)

        assert events == []
