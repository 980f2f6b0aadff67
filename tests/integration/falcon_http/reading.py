"""A contact of whom something was read, as requests find it."""

from __future__ import annotations

from typing import Any, Final

import httpx2

from openphone_crm.crm import Contact
from openphone_crm.extraction.readings import Topic
from openphone_crm.ports.approvals import ApprovalChanges
from openphone_crm.ports.unit_of_work import UnitOfWork
from openphone_crm.testing import builders as make
from openphone_crm.testing import extraction_builders as read
from tests.integration.falcon_http.world import World

ANN: Final = make.contact("ann", make.ANN, name="Ann", email="ann@example.com")
NAME: Final = read.suggestion("name", contact_id=ANN.id)
EMAIL: Final = read.suggestion(
    "email",
    contact_id=ANN.id,
    topic=Topic.EMAIL,
    asked_current="ann@example.com",
    suggested_value="lee@example.com",
    quote="write to lee@example.com",
    created_at=make.later(1),
)


def suggest(unit_of_work: UnitOfWork) -> None:
    """Have another name and another e-mail address suggested for Ann."""
    write(unit_of_work, contacts=(ANN,), suggestions=(NAME, EMAIL))


def write(unit_of_work: UnitOfWork, **changes: Any) -> None:  # noqa: ANN401 - the fields of ApprovalChanges
    """Have this written."""
    with unit_of_work.begin() as transaction:
        transaction.approvals.write(ApprovalChanges(**changes))


def post(world: World, path: str, body: object = None, **options: Any) -> httpx2.Response:  # noqa: ANN401 - as httpx2
    """Post a JSON body, or none."""
    sent = options if body is None else {"json": body, **options}
    return world.ask("POST", f"/api/v1/{path}", **sent)


def rename(world: World, name: str | None) -> None:
    """Have a person write Ann's name."""
    answer = world.ask("PATCH", f"/api/v1/contacts/{ANN.id}", json={"name": name})
    assert answer.status_code == 200


def ann(world: World) -> Contact:
    """Ann, as she is now."""
    contact = world.crm.contacts.get(ANN.id)
    assert contact is not None
    return contact


def pending(world: World) -> list[str]:
    """The fields that wait."""
    return [approval["field"] for approval in world.get("approvals?status=pending").json()]
