"""A workspace at OpenPhone whose API is asked in memory."""

from __future__ import annotations

from datetime import timedelta

from openphone_crm.errors import SettingsError, UnavailableError
from openphone_crm.memory.openphone import MemoryOpenPhone
from openphone_crm.remote import WorkspaceLine, WorkspaceUser
from openphone_crm.testing.happenings import NOON, SHOP_LINE, Happening, Line
from openphone_crm.testing.openphone_api import Workspace
from openphone_crm.testing.shown import shown


class MemoryExchange:
    """OpenPhone's API in memory, which shows everything that happens in a workspace of two lines."""

    def __init__(self) -> None:
        self.openphone = MemoryOpenPhone()
        self.workspace = Workspace(lines=(SHOP_LINE, Line(number="+12065550190", id="PNxMonitor")))
        for line in self.workspace.lines.values():
            self.openphone.our_lines.append(WorkspaceLine(id=line.id, number=line.number))
        for member in self.workspace.members.values():
            self.openphone.people.append(WorkspaceUser(id=member.id, first_name=member.first_name))

    def happen(self, *happenings: Happening) -> None:
        """Let it know of these."""
        for happening in happenings:
            self.workspace.learn(happening)
        self.openphone.put(*shown(self.workspace, at=NOON + timedelta(days=1)))

    def join(self, call_id: str, number: str) -> None:
        """Let somebody else take part in a call, of which the API then shows nothing."""
        self.workspace.join(call_id, number)
        self.openphone.group_calls.add(call_id)

    def break_down(self) -> None:
        """Let every request fail."""
        self.openphone.keep_failing(UnavailableError("OpenPhone", "it was told to fail"))

    def refuse_the_key(self) -> None:
        """Let every request be refused."""
        self.openphone.keep_failing(SettingsError("OPENPHONE_API_KEY", "it was told to refuse it"))

    def recover(self) -> None:
        """Let every request be answered."""
        self.openphone.recover()
