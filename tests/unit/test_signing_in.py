"""Signing in, staying so, and signing out."""

from __future__ import annotations

from openphone_crm.access import Role
from openphone_crm.memory import MemoryClock, MemoryCrm
from openphone_crm.sessions import LIFETIME, SEEN_EVERY
from openphone_crm.signing_in import SigningIn
from openphone_crm.testing import builders as make

TOKEN = make.token("ann", role=Role.OPERATOR)


def desk() -> tuple[SigningIn, MemoryCrm, MemoryClock]:
    """Make one, at which Ann's token is in use."""
    crm, clock = MemoryCrm(), MemoryClock()
    crm.tokens.add(TOKEN)
    return SigningIn(tokens=crm.tokens, sessions=crm.sessions, audit=crm.audit, clock=clock), crm, clock


def test_a_token_begins_a_session() -> None:
    """Whoever has a token that is in use is known by the session's secret from then on."""
    signing_in, _, _ = desk()

    begun = signing_in.begin(TOKEN.digest, secret="s")

    assert begun is not None
    assert signing_in.visit("s") == begun
    assert begun.token == TOKEN


def test_no_token_begins_nothing() -> None:
    """A token that nobody has, or that was revoked, begins no session and leaves no entry."""
    signing_in, crm, clock = desk()
    crm.tokens.revoke("ann", clock.now())

    begun = [signing_in.begin(digest, secret="s") for digest in ("nobody's", TOKEN.digest)]

    assert begun == [None, None]
    assert signing_in.visit("s") is None
    assert crm.audit.of(TOKEN.id) == []


def test_a_session_that_is_used_goes_on() -> None:
    """Used now and then, a session outlives its first two weeks; unused it ends."""
    signing_in, _, clock = desk()
    signing_in.begin(TOKEN.digest, secret="s")
    clock.advance(seconds=LIFETIME.total_seconds() - 1)
    signing_in.visit("s")
    clock.advance(seconds=LIFETIME.total_seconds() - 1)

    visits = [signing_in.visit("s") is not None]
    clock.advance(seconds=LIFETIME.total_seconds())
    visits.append(signing_in.visit("s") is not None)

    assert visits == [True, False]


def test_a_session_is_not_written_at_every_poll() -> None:
    """When it was seen changes once an hour."""
    signing_in, _, clock = desk()
    begun = signing_in.begin(TOKEN.digest, secret="s")
    clock.advance(seconds=SEEN_EVERY.total_seconds() - 1)

    assert signing_in.visit("s") == begun


def test_whoever_signs_out_is_out() -> None:
    """The secret is good no more; another session of the same token is."""
    signing_in, _, _ = desk()
    first = signing_in.begin(TOKEN.digest, secret="s")
    signing_in.begin(TOKEN.digest, secret="other")
    assert first is not None

    signing_in.end(first)

    assert signing_in.visit("s") is None
    assert signing_in.visit("other") is not None


def test_who_came_and_went_is_on_record() -> None:
    """Signing in and out each leave one entry, in which no secret stands."""
    signing_in, crm, clock = desk()
    begun = signing_in.begin(TOKEN.digest, secret="s3cret")
    assert begun is not None
    clock.advance(seconds=1)

    for _ in range(2):
        signing_in.end(begun)

    entries = crm.audit.of(TOKEN.id)
    assert [(entry.action, entry.by) for entry in entries] == [("signed_in", "ann"), ("signed_out", "ann")]
    assert "s3cret" not in repr(entries)
    assert begun.session.digest not in repr(entries)


def test_old_sessions_are_forgotten() -> None:
    """Whenever somebody signs in, sessions that are over are let go."""
    signing_in, crm, clock = desk()
    old = signing_in.begin(TOKEN.digest, secret="s")
    assert old is not None
    clock.advance(seconds=LIFETIME.total_seconds() + 1)

    signing_in.begin(TOKEN.digest, secret="new")

    assert crm.sessions.end(old.session.id) is False
