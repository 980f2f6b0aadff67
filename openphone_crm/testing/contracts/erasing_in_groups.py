"""What erasing one of several people promises: the others keep their words."""

from __future__ import annotations

from openphone_crm.paging import PageRequest
from openphone_crm.testing.contracts.erasing_scenes import (
    ANN,
    BEN,
    US,
    WRITINGS,
    ErasingShop,
    group_of,
    is_free_of,
)
from openphone_crm.testing.contracts.store import Store
from openphone_crm.views import ConversationFilter


class ErasingInGroupsContract:
    """A conversation with several people stays without the one who is erased."""

    def test_in_a_group_the_words_of_others_stay(self, store: Store) -> None:
        """What the person wrote goes, and a marker stands for the number; the group has a new id."""
        shop = ErasingShop(store)
        shop.tell(*group_of(BEN))
        (before,) = store.conversations.find(ConversationFilter(), PageRequest(10)).items

        extent = shop.erase()

        (after,) = store.conversations.find(ConversationFilter(), PageRequest(10)).items
        assert (extent.conversations, extent.groups) == (0, 1)
        assert store.conversations.get(before.id) is None
        assert (after.our_number, after.phone_number, after.last_item.text) == (US, BEN, f"Words of {BEN}")
        assert {one.phone_number for one in after.participants} == {BEN, "erased"}
        assert after.unread_count == 1
        assert is_free_of(shop.seen(), (*WRITINGS, "marmalade"))

    def test_two_members_of_a_group_can_be_erased(self, store: Store) -> None:
        """Each has a marker of their own; what is left is the third one's."""
        cara = "+12065550169"
        shop = ErasingShop(store)
        shop.tell(*group_of(BEN, cara))

        shop.erase()
        shop.erase(BEN)

        (left,) = store.conversations.find(ConversationFilter(), PageRequest(10)).items
        assert {one.phone_number for one in left.participants} == {"erased", "erased-2", cara}
        texts = store.conversations.timeline(left.id, PageRequest(10)).items
        assert [getattr(item.body, "text", "") for item in texts] == [f"Words of {cara}"]

    def test_a_group_that_goes_on_begins_anew(self, store: Store) -> None:
        """A later text in it is another conversation; a late copy of an earlier one is none."""
        shop = ErasingShop(store)
        shop.tell(*group_of(BEN))
        shop.erase()

        shop.tell(*group_of(BEN))
        shop.tell(*group_of(BEN, start=shop.clock.now()))

        old, new = sorted(
            store.conversations.find(ConversationFilter(), PageRequest(10)).items,
            key=lambda conversation: conversation.last_activity_at,
        )
        assert "erased" in {one.phone_number for one in old.participants}
        assert {one.phone_number for one in new.participants} == {ANN, BEN}
        assert len(store.conversations.timeline(old.id, PageRequest(10)).items) == 1
