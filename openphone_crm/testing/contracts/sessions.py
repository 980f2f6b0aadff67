"""What keeping sessions promises."""

from __future__ import annotations

from datetime import timedelta

from openphone_crm.ids import SessionId, TokenId
from openphone_crm.sessions import LIFETIME, Session, Visit
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.store import Store

_MOMENT = timedelta(microseconds=1)


def session_of(name: str, token_id: TokenId) -> Session:
    """Make a session whose secret is its name."""
    return Session.begun(SessionId(name), token_id, secret=name, now=make.NOON)


def begun(store: Store, *names: str) -> list[Session]:
    """Begin sessions of one token."""
    token = make.token("a")
    store.tokens.add(token)
    sessions = [session_of(name, token.id) for name in names]
    for session in sessions:
        store.sessions.add(session)
    return sessions


class SessionsContract:
    """A session opens the console until its time is up, it is ended, or its token is revoked."""

    def test_a_session_is_found_with_its_token(self, store: Store) -> None:
        """Every field of both comes back."""
        first, second = begun(store, "one", "two")

        found = [store.sessions.find(session.digest, make.NOON) for session in (first, second)]

        assert found == [Visit(first, make.token("a")), Visit(second, make.token("a"))]

    def test_what_nobody_has_is_not_found(self, store: Store) -> None:
        """A digest that is nobody's opens nothing, nor does a part of one."""
        (session,) = begun(store, "one")

        digests = ("", session.digest[:-1], session.digest.upper(), "%", "\u2603")

        assert [store.sessions.find(digest, make.NOON) for digest in digests] == [None] * 5

    def test_a_session_ends_in_time(self, store: Store) -> None:
        """Until its last moment a session is found, and from then on it is not."""
        (session,) = begun(store, "one")

        found = [
            store.sessions.find(session.digest, session.ends_at - early) for early in (_MOMENT, 0 * _MOMENT)
        ]

        assert [visit is not None for visit in found] == [True, False]

    def test_a_revoked_token_ends_its_sessions(self, store: Store) -> None:
        """Whose token is revoked is signed out."""
        (session,) = begun(store, "one")
        store.tokens.revoke("a", make.NOON)

        assert store.sessions.find(session.digest, make.NOON) is None

    def test_a_session_without_a_token_opens_nothing(self, store: Store) -> None:
        """A token that is not there is as good as revoked."""
        session = session_of("one", TokenId("nobody"))
        store.sessions.add(session)

        assert store.sessions.find(session.digest, make.NOON) is None

    def test_a_session_that_is_seen_lasts_longer(self, store: Store) -> None:
        """When it was seen and when it ends are kept."""
        (session,) = begun(store, "one")
        seen = session.seen(make.later(3_600))

        store.sessions.see(seen)

        visit = store.sessions.find(session.digest, make.NOON + LIFETIME)
        assert visit == Visit(seen, make.token("a"))

    def test_an_ended_session_opens_nothing(self, store: Store) -> None:
        """One that is ended is not found, and the other one stays."""
        first, second = begun(store, "one", "two")

        is_ended = store.sessions.end(first.id)

        assert is_ended is True
        assert store.sessions.find(first.digest, make.NOON) is None
        assert store.sessions.find(second.digest, make.NOON) is not None

    def test_a_session_is_ended_once(self, store: Store) -> None:
        """Ending it again, or one that never was, does nothing and says so."""
        (session,) = begun(store, "one")
        store.sessions.end(session.id)

        answers = [store.sessions.end(session_id) for session_id in (session.id, SessionId("never"))]

        assert answers == [False, False]

    def test_an_ended_session_is_not_revived(self, store: Store) -> None:
        """Whoever was seen just when they signed out stays signed out."""
        (session,) = begun(store, "one")
        store.sessions.end(session.id)

        store.sessions.see(session.seen(make.later(3_600)))

        assert store.sessions.find(session.digest, make.NOON) is None

    def test_old_sessions_are_let_go(self, store: Store) -> None:
        """Those whose time was up are forgotten, and counted; others stay."""
        old, new = begun(store, "old", "new")
        store.sessions.see(new.seen(make.later(3_600)))

        counts = [store.sessions.forget(old.ends_at + late) for late in (0 * _MOMENT, _MOMENT, _MOMENT)]

        assert counts == [0, 1, 0]
        assert store.sessions.end(new.id) is True
