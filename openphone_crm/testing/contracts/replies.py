"""What every `Replies` promises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from openphone_crm.errors import ConflictError
from openphone_crm.ids import TokenId
from openphone_crm.ports.replies import Replies
from openphone_crm.replies import ABANDONED_AFTER, KEPT_FOR, Reply, RequestKey
from openphone_crm.testing.contracts.store import Store

_NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
_KEY = RequestKey(TokenId("t1"), "/api/v1/contacts", "once")
_REPLY = Reply(status=201, headers={"Location": "/api/v1/contacts/1"}, body=b'{"id":"1"}')
_MOMENT = timedelta(seconds=1)


class RepliesContract:
    """A key acts once, and answers alike for a day."""

    def test_a_new_key_acts(self, store: Store) -> None:
        """A key that was never used is free to act."""
        assert store.replies.reserve(_KEY, digest="a", now=_NOW) is None

    def test_an_answer_is_given_again(self, store: Store) -> None:
        """The same request gets the answer that was kept, status, headers and body."""
        replies = store.replies
        replies.reserve(_KEY, digest="a", now=_NOW)
        replies.keep(_KEY, _REPLY)

        assert replies.reserve(_KEY, digest="a", now=_NOW + _MOMENT) == _REPLY

    def test_another_body_is_refused(self, store: Store) -> None:
        """A key that was used for another body is a conflict."""
        replies = store.replies
        replies.reserve(_KEY, digest="a", now=_NOW)
        replies.keep(_KEY, _REPLY)

        assert _conflicts(replies, "b", _NOW + _MOMENT)

    def test_a_request_in_the_making_is_not_done_twice(self, store: Store) -> None:
        """While the first request is being answered, the second is a conflict."""
        replies = store.replies
        replies.reserve(_KEY, digest="a", now=_NOW)

        assert _conflicts(replies, "a", _NOW + _MOMENT)

    def test_an_abandoned_reservation_is_free_again(self, store: Store) -> None:
        """A request whose process died can be made again after a minute."""
        replies = store.replies
        replies.reserve(_KEY, digest="a", now=_NOW)

        assert replies.reserve(_KEY, digest="a", now=_NOW + ABANDONED_AFTER + _MOMENT) is None

    def test_a_forgotten_key_is_free(self, store: Store) -> None:
        """A key under which nothing was done can be used again at once."""
        replies = store.replies
        replies.reserve(_KEY, digest="a", now=_NOW)
        replies.forget(_KEY)

        assert replies.reserve(_KEY, digest="b", now=_NOW + _MOMENT) is None

    def test_answers_are_kept_for_a_day(self, store: Store) -> None:
        """After a day the key is free."""
        replies = store.replies
        replies.reserve(_KEY, digest="a", now=_NOW)
        replies.keep(_KEY, _REPLY)

        assert replies.reserve(_KEY, digest="b", now=_NOW + KEPT_FOR + _MOMENT) is None


def _conflicts(replies: Replies, digest: str, now: datetime) -> bool:
    try:
        replies.reserve(_KEY, digest=digest, now=now)
    except ConflictError:
        return True
    return False
