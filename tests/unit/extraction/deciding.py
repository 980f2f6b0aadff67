"""What people do with a name that was suggested for Ann."""

from __future__ import annotations

from openphone_crm.contact_desk import ContactDesk, ContactEdit
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.suggestions import SuggestionStatus
from openphone_crm.ids import SuggestionId
from tests.unit.extraction.shop import Shop, finding

PENDING = SuggestionStatus.PENDING


def suggest(shop: Shop, value: str = "Ann Lee") -> SuggestionId:
    """Have a value suggested for the name, which holds another one."""
    if shop.contact().name is None:
        shop.tell("I am Ann", finding(Topic.NAME, "Ann"))
    shop.tell(f"no, {value}", finding(Topic.NAME, value))
    return shop.suggestions(PENDING)[-1].id


def edit(shop: Shop, name: str | None) -> None:
    """Have a person write the name."""
    ContactDesk(unit_of_work=shop.crm.unit_of_work, clock=shop.clock).edit(
        shop.contact().id, ContactEdit(fields={"name": name}), by="cara"
    )
