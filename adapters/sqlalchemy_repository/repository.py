"""The ports that a database serves, in one hand."""

from __future__ import annotations

from .call_reader import SqlCallReader
from .contact_books import SqlContactBooks
from .contact_reader import SqlContactReader
from .conversation_reader import SqlConversationReader
from .counters import SqlChangeCounter
from .database import Connections
from .event_reader import SqlEventReader
from .inbox import SqlInbox
from .replies import SqlReplies
from .tokens import SqlTokens
from .transaction import SqlUnitOfWork


class Database:
    """One object per port, over one pool of connections that nothing opens before its first use."""

    def __init__(self, connections: Connections) -> None:
        """Serve every port through these connections."""
        self._connections = connections
        self.inbox = SqlInbox(connections)
        self.unit_of_work = SqlUnitOfWork(connections)
        self.conversations = SqlConversationReader(connections)
        self.calls = SqlCallReader(connections)
        self.contacts = SqlContactReader(connections)
        self.contact_books = SqlContactBooks(connections)
        self.events = SqlEventReader(connections)
        self.changes = SqlChangeCounter(connections)
        self.tokens = SqlTokens(connections)
        self.replies = SqlReplies(connections)

    @classmethod
    def open(cls, url: str) -> Database:
        """The database at a SQLAlchemy url; `sqlite:///...` or `postgresql+psycopg://...`."""
        return cls(Connections(url))

    def migrate(self) -> None:
        """Bring the tables to the newest form."""
        self._connections.migrate()

    def check(self) -> None:
        """
        See that the database answers and has the newest tables.

        Raises:
            UnavailableError: Naming `database` or `migrations`.
        """
        self._connections.check()

    def close(self) -> None:
        """Close every connection."""
        self._connections.close()
