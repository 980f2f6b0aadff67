"""What waits for somebody stands before what does not."""

from __future__ import annotations

from functools import partial

import pytest

from openphone_crm.attention import AttentionFirst
from openphone_crm.ids import ConversationId
from openphone_crm.memory import MemoryCrm
from openphone_crm.paging import PageRequest
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import all_pages, joined
from openphone_crm.testing.contracts.scenes import converse
from openphone_crm.views import ConversationFilter

WAITING, OTHERS = 4, 5


@pytest.fixture
def crm() -> MemoryCrm:
    """Lend a store in which four conversations wait, each older than all of those that do not."""
    crm = MemoryCrm()
    for number in range(WAITING + OTHERS):
        talk = make.conversation(f"+1425555{number:04}")
        waits = number < WAITING
        entry = make.entry(
            talk,
            f"entry {number}",
            occurred_at=make.later(number),
            is_inbound=waits and number % 2 == 0,
            asks_reply=waits and number % 2 == 1,
        )
        converse(crm, talk, entry)
    return crm


def expected_order() -> list[ConversationId]:
    """Both lists, each the newest first."""
    order = (*range(WAITING - 1, -1, -1), *range(WAITING + OTHERS - 1, WAITING - 1, -1))
    return [make.conversation(f"+1425555{number:04}").id for number in order]


@pytest.mark.parametrize("limit", [1, 2, 3, WAITING, 5, 8, WAITING + OTHERS, 50])
def test_pages_visit_everything_once(crm: MemoryCrm, limit: int) -> None:
    """However long the pages are, those that wait come first, and nobody twice."""
    find = partial(AttentionFirst(crm.conversations).find, ConversationFilter())

    pages = all_pages(find, limit=limit)

    assert [view.id for view in joined(pages)] == expected_order()
    assert all(len(page) == limit for page in pages[:-1])


def test_nothing_follows_those_that_wait_alone(crm: MemoryCrm) -> None:
    """Where all wait, a full page of them is the last."""
    wanted = ConversationFilter(unread=True)

    page = AttentionFirst(crm.conversations).find(wanted, PageRequest(2))

    assert (len(page.items), page.next) == (2, None)


def test_an_empty_list_is_empty() -> None:
    """Where there is nothing, nothing waits."""
    page = AttentionFirst(MemoryCrm().conversations).find(ConversationFilter(), PageRequest(10))

    assert (page.items, page.next) == ((), None)
