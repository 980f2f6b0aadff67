"""What a store promises about what was told and answered: all of it is found, and a person's share goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from openphone_crm.erasure import Elsewhere, Writing
from openphone_crm.ids import TokenId
from openphone_crm.paging import Position
from openphone_crm.priority import Priority
from openphone_crm.replies import Reply, RequestKey
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.scenes import LEASE
from openphone_crm.testing.contracts.store import Store
from openphone_crm.work_records import Status

_PATH: Final = "/api/v1/contacts"


class ErasureWritingsContract:
    """Notifications that are done with, and answers that are kept."""

    def test_what_was_told_is_gone_through_in_pages(self, store: Store) -> None:
        """Each notification that nobody works on any more once, by when that was; none that waits."""
        ends = {"late": make.later(9), "early": make.later(1), "even": make.later(9), "vain": make.later(5)}
        for name, ended_at in ends.items():
            _tell(store, name, ended_at, status=Status.IGNORED if name == "vain" else Status.PROCESSED)
        store.follow_ups.add([make.follow_up("waiting", details={"title": "waiting"})])

        found = list(_all(store, Elsewhere.TOLD))

        assert sorted(each.text for each in found) == sorted(b'{"title":"%s"}' % n.encode() for n in ends)
        assert [each.at for each in found] == sorted(ends.values())

    def test_going_on_after_a_time_begins_with_what_ended_then(self, store: Store) -> None:
        """What ended before is passed over."""
        _tell(store, "before", make.later(1))
        _tell(store, "then", make.later(2))

        after = Position(make.later(2), "")
        found = store.erasures.writings(Elsewhere.TOLD, after=after, limit=9)

        assert [each.at for each in found] == [make.later(2)]

    def test_what_was_told_is_taken_away(self, store: Store) -> None:
        """The rest stays, and what nobody knows is nobody's."""
        _tell(store, "hers", make.later(1))
        _tell(store, "his", make.later(2))
        hers, his = _all(store, Elsewhere.TOLD)

        with store.erasures.begin(alone=True) as transaction:
            transaction.take_away(Elsewhere.TOLD, [hers.key, "unknown"])

        assert list(_all(store, Elsewhere.TOLD)) == [his]

    def test_what_waits_is_not_taken_away(self, store: Store) -> None:
        """Somebody else may still be told."""
        waiting = make.follow_up("waiting")
        store.follow_ups.add([waiting])

        with store.erasures.begin(alone=True) as transaction:
            transaction.take_away(Elsewhere.TOLD, [waiting.id])

        claims = store.follow_ups.claim(Priority.CRITICAL, worker="w1", now=make.NOON, lease=LEASE, limit=9)
        assert [claim.id for claim in claims] == [waiting.id]

    def test_answers_are_gone_through_in_pages(self, store: Store) -> None:
        """Each that was given, whatever its key is; none that is still being worked on."""
        names = ["one", "two words", "three of them", "\u00e9\u4e2d"]
        for number, name in enumerate(names):
            _answer(store, name, make.later(number // 2))
        store.replies.reserve(_key("at work"), digest="d", now=make.NOON)

        found = list(_all(store, Elsewhere.ANSWERED))

        assert sorted(each.text.decode() for each in found) == sorted(names)
        assert [each.at for each in found] == [make.later(number // 2) for number in range(4)]

    def test_of_an_answer_stays_that_it_was_given(self, store: Store) -> None:
        """The same request is answered once more, without a word, and is not acted on."""
        _answer(store, "two words", make.NOON)
        _answer(store, "other", make.later(1))
        (hers, _) = _all(store, Elsewhere.ANSWERED)

        with store.erasures.begin(alone=True) as transaction:
            transaction.take_away(Elsewhere.ANSWERED, [hers.key])

        blank, other = (
            store.replies.reserve(_key(name), digest="d", now=make.later(2))
            for name in ("two words", "other")
        )
        assert blank == Reply(status=201, headers={}, body=b"")
        assert other is not None
        assert other.body == b"other"


def _tell(store: Store, name: str, ended_at: datetime, *, status: Status = Status.PROCESSED) -> None:
    """Have somebody told something, and be done with it."""
    follow_up = make.follow_up(name, details={"title": name})
    store.follow_ups.add([follow_up])
    store.follow_ups.claim(Priority.CRITICAL, worker="w1", now=make.NOON, lease=LEASE, limit=1)
    settlement = make.settlement("", id=follow_up.id, status=status, processed_at=ended_at)
    with store.unit_of_work.begin() as transaction:
        transaction.settle_follow_ups([settlement], worker="w1")


def _answer(store: Store, name: str, at: datetime) -> None:
    """Answer a request, under a key and with a body of this name."""
    store.replies.reserve(_key(name), digest="d", now=at)
    store.replies.keep(_key(name), Reply(status=201, headers={"Location": name}, body=name.encode()))


def _key(name: str) -> RequestKey:
    return RequestKey(TokenId("t"), _PATH, name)


def _all(store: Store, kind: Elsewhere) -> Iterator[Writing]:
    """All writings of a kind, page by page."""
    after = None
    while page := store.erasures.writings(kind, after=after, limit=2):
        yield from page
        after = Position(page[-1].at, page[-1].key)
