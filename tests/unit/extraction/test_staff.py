"""Names of our own people do not become those of customers."""

from __future__ import annotations

import pytest

from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.staff import Staff
from openphone_crm.remote import WorkspaceUser
from tests.unit.extraction.shop import Shop, finding

DANA = Staff.of(
    [
        WorkspaceUser(id="USx1", first_name="Dana", last_name="Ortiz"),
        WorkspaceUser(id="USx2", first_name="Cher"),
        WorkspaceUser(id="USx3"),
    ]
)


@pytest.fixture
def staffed(shop: Shop) -> Shop:
    """Lend a shop that knows its own people."""
    shop.extracting = shop.extracting.__class__(
        requests=shop.requests, matter=shop.matter, clock=shop.clock, staff=lambda: DANA
    )
    return shop


@pytest.mark.parametrize("name", ["Dana Ortiz", "DANA ORTIZ", "Ortiz, Dana", "Dana M. Ortiz"])
def test_who_works_here_is_no_customer(staffed: Shop, name: str) -> None:
    """However the name is written, it is dropped, and the log says why."""
    staffed.tell(f"Thanks, {name}!", finding(Topic.NAME, name))

    assert staffed.contact().name is None
    assert staffed.log == [("dropped", "the name of one of our own people")]


@pytest.mark.parametrize("name", ["Dana", "ortiz", "Cher"])
def test_a_single_name_may_be_a_customers(staffed: Shop, name: str) -> None:
    """Nothing is added, and a person is asked."""
    staffed.tell(f"This is {name}", finding(Topic.NAME, name))

    assert staffed.contact().name is None
    assert [each.suggested_value for each in staffed.suggestions()] == [name]


@pytest.mark.parametrize("name", ["Dana Lee", "Ann Ortiz", "Ann"])
def test_everybody_else_is_a_customer(staffed: Shop, name: str) -> None:
    """Also who has a first or a last name of ours."""
    staffed.tell(f"This is {name}", finding(Topic.NAME, name))

    assert staffed.contact().name == name


def test_only_names_are_names(staffed: Shop) -> None:
    """An address may well be called after somebody."""
    staffed.tell("Come to 5 Dana Ortiz Street", finding(Topic.ADDRESS, "5 Dana Ortiz Street"))

    assert staffed.contact().address == "5 Dana Ortiz Street"
