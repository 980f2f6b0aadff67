"""Our own numbers and people are looked up every hour."""

from __future__ import annotations

from datetime import timedelta

import attrs
import pytest

from openphone_crm.directory import EVERY, Directory
from openphone_crm.errors import DeferredError, UnavailableError
from openphone_crm.memory import MemoryClock, MemoryCrm, MemoryOpenPhone
from openphone_crm.remote import WorkspaceLine, WorkspaceUser

LINE = WorkspaceLine(id="PNx1", number="+12065550100", name="Shop")
DANA = WorkspaceUser(id="USx1", first_name="Dana", last_name="Ortiz")


@attrs.frozen
class Office:
    """What keeps the directory, and what it asks."""

    crm: MemoryCrm = attrs.field(factory=MemoryCrm)
    clock: MemoryClock = attrs.field(factory=MemoryClock)
    openphone: MemoryOpenPhone = attrs.field(factory=MemoryOpenPhone)

    def directory(self) -> Directory:
        """Make one that was never looked up."""
        return Directory(api=self.openphone, workspace=self.crm.workspace, clock=self.clock)


@pytest.fixture
def office() -> Office:
    """Lend a workspace of one line and one person."""
    office = Office()
    office.openphone.our_lines.append(LINE)
    office.openphone.people.append(DANA)
    return office


def test_it_is_looked_up_at_the_start_and_every_hour(office: Office) -> None:
    """However often one looks whether it is time."""
    directory = office.directory()
    directory.attend()
    directory.attend()
    at_first = len(office.openphone.requests)
    office.clock.advance(EVERY)

    directory.attend()

    assert (at_first, len(office.openphone.requests)) == (2, 4)
    assert [line.number for line in office.crm.workspace.lines()] == [LINE.number]
    assert office.crm.workspace.users() == [DANA]


def test_what_failed_is_due_again(office: Office) -> None:
    """And what was known stays."""
    directory = office.directory()
    directory.attend()
    office.clock.advance(EVERY)
    office.openphone.fail(UnavailableError("OpenPhone", "it is away"))
    with pytest.raises(UnavailableError):
        directory.attend()
    known = office.crm.workspace.users()

    directory.attend()

    assert known == [DANA]
    assert office.openphone.requests == ["lines", "users", "lines", "lines", "users"]


def test_openphone_is_left_alone_for_as_long_as_it_wants(office: Office) -> None:
    """Then it is asked again."""
    until = office.clock.now() + timedelta(minutes=10)

    office.openphone.fail(DeferredError("it wants to be left alone", until))
    directory = office.directory()
    with pytest.raises(DeferredError):
        directory.attend()
    directory.attend()
    before = list(office.openphone.requests)

    office.clock.set(until)
    directory.attend()

    assert (before, office.openphone.requests) == (["lines"], ["lines", "lines", "users"])
