"""Signing in to the console with a token, staying so, and signing out."""

from __future__ import annotations

import attrs

from openphone_crm.access import Token, digest_of
from openphone_crm.audit import AuditEntry
from openphone_crm.ids import SessionId
from openphone_crm.ports.audit import Audit
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.sessions import Sessions
from openphone_crm.ports.tokens import Tokens
from openphone_crm.sessions import Session, Visit


@attrs.frozen(kw_only=True)
class SigningIn:
    """Begins and ends sessions, and leaves an entry of each; every method raises UnavailableError."""

    tokens: Tokens
    sessions: Sessions
    audit: Audit
    clock: Clock

    def begin(self, token_digest: str, *, secret: str) -> Visit | None:
        """
        Begin a session for the token with that digest; None when it is not in use.

        `secret` is what the browser will show: 256 random bits that are kept nowhere.
        """
        token = self.tokens.find(token_digest)
        if token is None:
            return None
        now = self.clock.now()
        self.sessions.forget(now)
        session = Session.begun(SessionId(self.clock.new_id()), token.id, secret=secret, now=now)
        self.sessions.add(session)
        self._note("signed_in", session, token)
        return Visit(session, token)

    def visit(self, secret: str) -> Visit | None:
        """The session with that secret, if it is under way; it lasts longer for being used."""
        now = self.clock.now()
        visit = self.sessions.find(digest_of(secret), now)
        if visit is None or not visit.session.is_due(now):
            return visit
        seen = visit.session.seen(now)
        self.sessions.see(seen)
        return Visit(seen, visit.token)

    def end(self, visit: Visit) -> None:
        """End a session; ending it again does nothing."""
        if self.sessions.end(visit.session.id):
            self._note("signed_out", visit.session, visit.token)

    def _note(self, action: str, session: Session, token: Token) -> None:
        entry = AuditEntry(
            at=self.clock.now(),
            by=token.name,
            action=action,
            subject=token.id,
            details={"session": session.id},
        )
        self.audit.record(entry)
