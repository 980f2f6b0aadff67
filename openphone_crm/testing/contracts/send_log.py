"""What looking at what was to be told promises: which channels do not work, and which do again."""

from __future__ import annotations

from openphone_crm.follow_ups import FollowUp, follow_up_id
from openphone_crm.priority import Priority
from openphone_crm.sendings import SEND, ChannelTrouble
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.dead_letters import LONG_AFTER, cause, final
from openphone_crm.testing.contracts.scenes import LEASE
from openphone_crm.testing.contracts.store import Store
from openphone_crm.work_records import Settlement, Status


class SendLogContract:
    """Channels through which nothing gets."""

    def test_what_is_sent_is_no_trouble(self, store: Store) -> None:
        """Nor is what waits to be sent, or was tried once in vain."""
        _try(store, "sent", succeeded=10)
        _try(store, "failed once", retries=1, tried=20)
        _add(store, "waiting")

        assert store.send_log.troubles(since=make.NOON) == {}

    def test_what_fails_twice_is_a_trouble(self, store: Store) -> None:
        """Also while it is being tried once more."""
        _try(store, "a", retries=2, tried=60)
        _try(store, "b", retries=3, tried=90)
        _try(store, "c", retries=2, tried=30, channel="chat")
        before = store.send_log.troubles(since=LONG_AFTER)

        _claim(store)

        told = {
            "mail": ChannelTrouble(count=2, failed_at=make.later(90)),
            "chat": ChannelTrouble(count=1, failed_at=make.later(30)),
        }
        assert before == told
        assert store.send_log.troubles(since=LONG_AFTER) == told

    def test_what_failed_for_good_is_a_trouble(self, store: Store) -> None:
        """If that was since then; work of another kind is none."""
        _try(store, "told", failed=60)
        _try(store, "read", failed=90, kind="extract")

        troubles = [store.send_log.troubles(since=make.later(each)) for each in (60, 61)]

        assert troubles == [{"mail": ChannelTrouble(count=1, failed_at=make.later(60))}, {}]

    def test_a_channel_that_works_again_says_so(self, store: Store) -> None:
        """When something got through it later, and not through another, or before."""
        for channel in ("mail", "chat", "pager"):
            _try(store, f"failed {channel}", failed=60, channel=channel)
        _try(store, "before", succeeded=50, channel="chat")
        for seconds in (70, 80):
            _try(store, f"sent {seconds}", succeeded=seconds)

        troubles = store.send_log.troubles(since=make.NOON)

        assert {channel: trouble.sent_at for channel, trouble in troubles.items()} == {
            "mail": make.later(80),
            "chat": None,
            "pager": None,
        }


def _add(store: Store, name: str, *, channel: str = "mail", kind: str = SEND) -> FollowUp:
    follow_up = FollowUp(
        id=follow_up_id(kind, name),
        kind=kind,
        subject=name,
        priority=Priority.CRITICAL,
        created_at=make.NOON,
        due_at=make.NOON,
        details={"channel": channel, "title": "wrong", "body": "what to do"},
    )
    store.follow_ups.add([follow_up])
    return follow_up


def _claim(store: Store) -> None:
    store.follow_ups.claim(Priority.CRITICAL, worker="w1", now=LONG_AFTER, lease=LEASE, limit=10)


def _try(  # noqa: PLR0913 - what became of it
    store: Store,
    name: str,
    *,
    retries: int = 0,
    tried: float = 0,
    failed: float | None = None,
    succeeded: float | None = None,
    **fields: str,
) -> None:
    """Have it tried: still to be tried again, failed for good, or sent, so many seconds after noon."""
    follow_up = _add(store, name, **fields)
    _claim(store)
    attempt = make.attempt(retries + 1, started_at=make.later(tried))
    if succeeded is not None:
        settlement = Settlement(
            id=follow_up.id,
            status=Status.PROCESSED,
            retry_count=0,
            attempt=attempt,
            processed_at=make.later(succeeded),
        )
        with store.unit_of_work.begin() as transaction:
            transaction.settle_follow_ups([settlement], worker="w1")
        return
    again = {"status": Status.PENDING, "due_at": LONG_AFTER}
    ends = again if failed is None else final(failed, why=cause(event_type=follow_up.kind))
    store.follow_ups.settle_failure(
        Settlement(id=follow_up.id, retry_count=retries, attempt=attempt, error_message="it broke", **ends),
        worker="w1",
    )
