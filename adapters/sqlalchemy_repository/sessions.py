"""Keeping who is signed in to the console (port `Sessions`)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update

from openphone_crm.access import Token
from openphone_crm.ids import SessionId
from openphone_crm.sessions import Session, Visit

from .database import Connections
from .mapping import entity_of, row_of
from .tables import api_tokens, console_sessions


class SqlSessions:
    """Keeps sessions in a table; one that is ended is a row less."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def add(self, session: Session) -> None:
        """Keep a session."""
        with self._connections.writing() as connection:
            connection.execute(insert(console_sessions), row_of(session))

    def find(self, digest: str, now: datetime) -> Visit | None:
        """The session with that digest, while it and its token are good."""
        sessions = select(console_sessions).where(
            console_sessions.c.digest == digest, console_sessions.c.ends_at > now
        )
        with self._connections.reading() as connection:
            row = connection.execute(sessions).mappings().first()
            if row is None:
                return None
            session = entity_of(Session, row)
            tokens = select(api_tokens).where(
                api_tokens.c.id == session.token_id, api_tokens.c.revoked_at.is_(None)
            )
            token = connection.execute(tokens).mappings().first()
        return Visit(session, entity_of(Token, token)) if token else None

    def see(self, session: Session) -> None:
        """Keep when it was seen and when it ends."""
        this = update(console_sessions).where(console_sessions.c.id == session.id)
        with self._connections.writing() as connection:
            connection.execute(this.values(seen_at=session.seen_at, ends_at=session.ends_at))

    def end(self, session_id: SessionId) -> bool:
        """End a session."""
        this = delete(console_sessions).where(console_sessions.c.id == session_id)
        with self._connections.writing() as connection:
            return bool(connection.execute(this).rowcount)

    def forget(self, before: datetime) -> int:
        """Let go of what is over."""
        over = delete(console_sessions).where(console_sessions.c.ends_at < before)
        with self._connections.writing() as connection:
            return connection.execute(over).rowcount
