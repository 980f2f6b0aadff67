"""What is known of OpenPhone's workspace (port `Workspace`)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select, update

from openphone_crm.remote import WorkspaceLine, WorkspaceUser

from .bulk import Upsert, among
from .database import Connections
from .mapping import entity_of, row_of
from .tables import phone_lines, workspace_users

_keep_lines = Upsert(phone_lines)
_keep_users = Upsert(workspace_users)


class SqlWorkspace:
    """Keeps lines beside those that were told by messages and calls, and users in a table of their own."""

    def __init__(self, connections: Connections) -> None:
        """Work through these connections."""
        self._connections = connections

    def keep(self, lines: Sequence[WorkspaceLine], users: Sequence[WorkspaceUser]) -> None:
        """Know of these and no others."""
        ids = [line.id for line in lines]
        unlisted = update(phone_lines).values(is_listed=False).where(phone_lines.c.is_listed)
        with self._connections.writing() as connection:
            connection.execute(unlisted.where(~among(connection, phone_lines.c.phone_number_id, ids)))
            _keep_lines(connection, map(_line_row, lines))
            gone = ~among(connection, workspace_users.c.id, [user.id for user in users])
            connection.execute(delete(workspace_users).where(gone))
            _keep_users(connection, map(row_of, users))

    def lines(self) -> list[WorkspaceLine]:
        """Our phone numbers."""
        with self._connections.reading() as connection:
            return _listed(connection)

    def users(self) -> list[WorkspaceUser]:
        """Everybody who works here."""
        query = select(workspace_users).order_by(workspace_users.c.id)
        with self._connections.reading() as connection:
            return [entity_of(WorkspaceUser, row) for row in connection.execute(query).mappings()]


def _listed(connection: Connection) -> list[WorkspaceLine]:
    query = select(phone_lines).where(phone_lines.c.is_listed).order_by(phone_lines.c.phone_number_id)
    return [WorkspaceLine(id=row.phone_number_id, number=row.number) for row in connection.execute(query)]


def _line_row(line: WorkspaceLine) -> dict[str, object]:
    return {"phone_number_id": line.id, "number": line.number, "is_listed": True}
