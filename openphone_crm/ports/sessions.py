"""Who is signed in to the console."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from openphone_crm.ids import SessionId
from openphone_crm.sessions import Session, Visit


class Sessions(Protocol):
    """Keeps sessions by the digest of their secret; each method raises UnavailableError without its store."""

    def add(self, session: Session) -> None:
        """Keep a session."""
        ...

    def find(self, digest: str, now: datetime) -> Visit | None:
        """The session with that digest, unless its time is up, it was ended or its token was revoked."""
        ...

    def see(self, session: Session) -> None:
        """Keep when a session was seen and when it ends; one that was ended meanwhile stays so."""
        ...

    def end(self, session_id: SessionId) -> bool:
        """End a session; False when it was over already."""
        ...

    def forget(self, before: datetime) -> int:
        """Let go of sessions whose time was up before that; the number of them."""
        ...
