"""Of several people who decide at once over HTTP, on a real database, one does."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from adapters.sqlalchemy_repository import Database
from openphone_crm.approval_desk import ApprovalDesk
from openphone_crm.contact_desk import ContactDesk
from openphone_crm.crm import ContactChange
from openphone_crm.memory import MemoryClock
from openphone_crm.paging import PageRequest
from openphone_crm.testing import builders as make
from tests.integration.falcon_http.reading import ANN, EMAIL, NAME, suggest, write
from tests.integration.falcon_http.world import World, make_world

APPROVE = f"/api/v1/approvals/{NAME.id}/approve"
REJECT = f"/api/v1/approvals/{NAME.id}/reject"
ALL = f"/api/v1/contacts/{ANN.id}/approvals/approve"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Lend a database in which two values wait for approval."""
    database = Database.open(f"sqlite:///{tmp_path}/crm.db")
    database.migrate()
    suggest(database.unit_of_work)
    yield database
    database.close()


@pytest.fixture
def world(database: Database) -> World:
    """Lend a world over that database."""
    clock = MemoryClock()
    return make_world(
        contacts=database.contacts,
        approvals=database.approvals,
        changes=database.changes,
        replies=database.replies,
        contact_desk=ContactDesk(unit_of_work=database.unit_of_work, clock=clock),
        approval_desk=ApprovalDesk(unit_of_work=database.unit_of_work, clock=clock),
    )


def at_once(world: World, *requests: tuple[str, str]) -> list[httpx2.Response]:
    """Send these requests, each a path and the role of who asks, all at the same time."""

    async def exchange() -> list[httpx2.Response]:
        transport = httpx2.ASGITransport(world.app)  # type: ignore[arg-type] # Falcon says dict, httpx2 mapping
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
            sent = (
                client.post(path, headers={"Authorization": f"Bearer {role}-secret"})
                for path, role in requests
            )
            return list(await asyncio.gather(*sent))

    return asyncio.run(exchange())


def history(database: Database) -> list[ContactChange]:
    """What was changed of Ann."""
    return list(database.contacts.history(ANN.id, PageRequest()).items)


def test_one_of_many_approves(world: World, database: Database) -> None:
    """One is answered 200, all others 409 with the approval as the one decided it; it is written once."""
    answers = at_once(world, *[(APPROVE, role) for role in ("operator", "admin") * 4])

    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 7}
    (approved,) = (answer.json() for answer in answers if answer.status_code == 200)
    assert all(answer.json()["approval"] == approved for answer in answers if answer.status_code == 409)
    assert [change.by for change in history(database)] == [approved["decided_by"]]


def test_approving_and_rejecting_at_once(world: World, database: Database) -> None:
    """Whoever was first has decided, and the contact holds what was decided."""
    answers = at_once(world, *[(APPROVE, "operator"), (REJECT, "admin")] * 4)

    (decided,) = (answer.json() for answer in answers if answer.status_code == 200)
    contact = database.contacts.get(ANN.id)
    assert contact is not None
    assert contact.name == {"approved": "Ann Lee", "rejected": "Ann"}[decided["status"]]
    assert len(history(database)) == (decided["status"] == "approved")


def test_approving_one_and_all_at_once(world: World, database: Database) -> None:
    """Nothing is written twice, whether it is approved by itself or with the rest."""
    answers = at_once(world, *[(ALL, "operator"), (APPROVE, "admin")] * 4)

    assert {answer.status_code for answer in answers} <= {200, 409}
    assert sorted(change.field for change in history(database)) == ["email", "name"]


def test_an_undo_at_once_with_others(world: World, database: Database) -> None:
    """Of many who undo one change one does; the others are told that the field holds something else."""
    change = make.change(ANN, old="Anna", new="Ann")
    write(database.unit_of_work, history=(change,))
    path = f"/api/v1/contacts/{ANN.id}/history/{change.id}/undo"

    answers = at_once(world, *[(path, "operator")] * 8)

    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 7}
    contact = database.contacts.get(ANN.id)
    assert contact is not None
    assert contact.name == "Anna"


def test_decisions_about_different_fields_are_both_made(world: World, database: Database) -> None:
    """Two people who decide at once about a name and an e-mail address do not undo each other's."""
    answers = at_once(world, (APPROVE, "operator"), (f"/api/v1/approvals/{EMAIL.id}/approve", "admin"))

    contact = database.contacts.get(ANN.id)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert contact is not None
    assert (contact.name, contact.email) == ("Ann Lee", "lee@example.com")
