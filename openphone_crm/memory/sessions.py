"""Who is signed in to the console, in memory."""

from __future__ import annotations

from datetime import datetime

import attrs

from openphone_crm.ids import SessionId
from openphone_crm.memory.store import Store
from openphone_crm.sessions import Session, Visit


class MemorySessions:
    """Keeps sessions as long as the process lives."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, session: Session) -> None:
        """Keep a session."""
        with self._store.writing() as state:
            state.sessions[session.id] = session

    def find(self, digest: str, now: datetime) -> Visit | None:
        """The session with that digest, while it and its token are good."""
        with self._store.reading() as state:
            found = (one for one in state.sessions.values() if one.digest == digest and not one.is_over(now))
            session = next(found, None)
            token = state.tokens.get(session.token_id) if session else None
        if session is None or token is None or token.revoked_at is not None:
            return None
        return Visit(session, token)

    def see(self, session: Session) -> None:
        """Keep when it was seen and when it ends."""
        with self._store.writing() as state:
            known = state.sessions.get(session.id)
            if known is not None:
                state.sessions[session.id] = attrs.evolve(
                    known, seen_at=session.seen_at, ends_at=session.ends_at
                )

    def end(self, session_id: SessionId) -> bool:
        """End a session."""
        with self._store.writing() as state:
            return state.sessions.pop(session_id, None) is not None

    def forget(self, before: datetime) -> int:
        """Let go of what is over."""
        with self._store.writing() as state:
            over = [one.id for one in state.sessions.values() if one.ends_at < before]
            for session_id in over:
                del state.sessions[session_id]
        return len(over)
