"""Knowing our own numbers and people: what OpenPhone says of the workspace, looked up every hour."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import Final

import attrs

from openphone_crm.errors import DeferredError
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.openphone import DirectoryApi
from openphone_crm.ports.workspace import Workspace

EVERY: Final = timedelta(hours=1)


@attrs.define(kw_only=True)
class Directory:
    """Keeps in the store who and what belongs to the workspace; OpenPhone is asked within `politely`."""

    api: DirectoryApi
    workspace: Workspace
    clock: Clock
    politely: Callable[[], AbstractContextManager[None]] = nullcontext
    _due_at: datetime | None = attrs.field(default=None, init=False)

    def attend(self) -> None:
        """
        Look it up when an hour has passed, or for the first time; what failed is due again.

        Raises:
            DeferredError: When OpenPhone wants to be asked later; until then it is left alone.
            UnavailableError: When OpenPhone or the store is away.
        """
        now = self.clock.now()
        if self._due_at is not None and now < self._due_at:
            return
        try:
            self.look_up()
        except DeferredError as error:
            self._due_at = error.until
            raise
        self._due_at = now + EVERY

    def look_up(self) -> None:
        """Ask, and keep the answer."""
        with self.politely():
            lines, users = self.api.lines(), self.api.users()
        self.workspace.keep(lines, users)
