"""What we know of OpenPhone's workspace without asking: our numbers, and who works here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from openphone_crm.remote import WorkspaceLine, WorkspaceUser


class Workspace(Protocol):
    """Keeps what the API last said of the workspace."""

    def keep(self, lines: Sequence[WorkspaceLine], users: Sequence[WorkspaceUser]) -> None:
        """
        Know of these and no others, and commit.

        What a line's number is outranks what was told by a message or a call before.

        Raises:
            UnavailableError: When the store is away.
        """
        ...

    def lines(self) -> Sequence[WorkspaceLine]:
        """Our phone numbers as the API last said, by their ids; names are not kept."""
        ...

    def users(self) -> Sequence[WorkspaceUser]:
        """Everybody who works here, by their ids."""
        ...
