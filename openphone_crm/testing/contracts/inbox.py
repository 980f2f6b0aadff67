"""What the queue of record promises."""

from __future__ import annotations

from openphone_crm.testing.contracts.inbox_adding import AddingContract
from openphone_crm.testing.contracts.inbox_claiming import ClaimingContract
from openphone_crm.testing.contracts.inbox_settling import SettlingContract


class InboxContract(AddingContract, ClaimingContract, SettlingContract):
    """Everything about storing, claiming and giving back."""
