"""The log of who did what (port `Audit`)."""

from __future__ import annotations

from sqlalchemy import Connection, select

from openphone_crm.audit import AuditEntry
from openphone_crm.paging import Page, PageRequest, Position
from openphone_crm.texts import storable

from .bulk import Upsert
from .database import Connections
from .mapping import entity_of, row_of
from .paging import newest_first, page_of, paged
from .tables import audit_entries as entries

_add = Upsert(entries, update=())


class SqlAudit:
    """Keeps entries in a table."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def record(self, entry: AuditEntry) -> None:
        """Keep an entry."""
        with self._connections.writing() as connection:
            save_audit(connection, entry)

    def of(self, subject: str) -> list[AuditEntry]:
        """What was done to a thing, oldest first."""
        query = (
            select(entries).where(entries.c.subject == storable(subject)).order_by(entries.c.at, entries.c.id)
        )
        with self._connections.reading() as connection:
            return [entity_of(AuditEntry, row) for row in connection.execute(query).mappings()]

    def find(self, page: PageRequest) -> Page[AuditEntry]:
        """All that was done, newest first."""
        query = newest_first(select(entries), entries.c.at, entries.c.id, page)
        with self._connections.reading() as connection:
            found = connection.execute(query).mappings().all()
        rows, following = paged(found, page, position=lambda row: Position(row["at"], row["id"]))
        return page_of([entity_of(AuditEntry, row) for row in rows], following)


def save_audit(connection: Connection, entry: AuditEntry) -> None:
    """Keep an entry in a transaction that is under way."""
    _add(connection, [{"id": entry.id, **row_of(entry)}])
