"""What knowing the workspace promises."""

from __future__ import annotations

from functools import partial

from openphone_crm.remote import WorkspaceLine, WorkspaceUser
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import at_once
from openphone_crm.testing.contracts.scenes import write
from openphone_crm.testing.contracts.store import Store
from openphone_crm.working_set import LoadedResources, Wanted

SHOP = WorkspaceLine(id="PNx1", number=make.OUR_NUMBER)
MONITOR = WorkspaceLine(id="PNx2", number="+12065550190")
DANA = WorkspaceUser(id="USx1", first_name="Dana", last_name="Ortiz")
NOBODY = WorkspaceUser(id="USx2")


class WorkspaceContract:
    """What the API said last is what is known, and every transaction knows it too."""

    def test_what_was_said_is_known(self, store: Store) -> None:
        """At first nothing is; a person without a name is one too."""
        before = (*store.workspace.lines(), *store.workspace.users())

        store.workspace.keep([MONITOR, SHOP], [NOBODY, DANA])

        assert before == ()
        assert list(store.workspace.lines()) == [SHOP, MONITOR]
        assert list(store.workspace.users()) == [DANA, NOBODY]

    def test_what_is_said_no_more_is_forgotten(self, store: Store) -> None:
        """A number may be somebody else's by now; messages of that line still tell whose it was."""
        store.workspace.keep([SHOP, MONITOR], [DANA, NOBODY])

        store.workspace.keep([MONITOR], [NOBODY])

        loaded = _loaded(store, SHOP.id)
        assert (list(store.workspace.lines()), list(store.workspace.users())) == ([MONITOR], [NOBODY])
        assert loaded.lines == ((SHOP.id, SHOP.number),)
        assert loaded.our_numbers == {MONITOR.number}

    def test_the_api_outranks_what_was_guessed(self, store: Store) -> None:
        """A line that a message has told has the number that the API tells; what it does not tell stays."""
        write(store, lines=((SHOP.id, "+12065550111"), ("PNx9", "+12065550112")))
        before = _loaded(store, SHOP.id, "PNx9")

        store.workspace.keep([SHOP], [])

        after = _loaded(store, SHOP.id, "PNx9")
        assert before.our_numbers == frozenset()
        assert dict(after.lines) == {SHOP.id: SHOP.number, "PNx9": "+12065550112"}
        assert after.our_numbers == {SHOP.number}

    def test_every_transaction_knows_our_numbers(self, store: Store) -> None:
        """All of them, whichever lines it is about; and of lines those that it is about."""
        store.workspace.keep([SHOP, MONITOR], [])

        loaded = _loaded(store, MONITOR.id)

        assert loaded.lines == ((MONITOR.id, MONITOR.number),)
        assert loaded.our_numbers == _loaded(store).our_numbers == {SHOP.number, MONITOR.number}

    def test_keeping_it_at_once(self, store: Store) -> None:
        """Several schedulers may have looked it up."""
        at_once(*[partial(store.workspace.keep, [SHOP, MONITOR], [DANA])] * 4)

        assert list(store.workspace.lines()) == [SHOP, MONITOR]
        assert list(store.workspace.users()) == [DANA]


def _loaded(store: Store, *line_ids: str) -> LoadedResources:
    with store.unit_of_work.begin() as transaction:
        return transaction.load_resources(Wanted(line_ids=frozenset(line_ids)))
