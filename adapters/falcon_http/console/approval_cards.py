"""What waits for approval as cards: the contact, both values with what differs, and the quote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs

from adapters.falcon_http.api.approvals import approval_tag, approvals_tag
from openphone_crm.contact_words import field_label
from openphone_crm.crm import Contact
from openphone_crm.differences import Difference, difference
from openphone_crm.extraction.suggestions import Suggestion
from openphone_crm.extraction.views import ApprovalView
from openphone_crm.ids import ContactId
from openphone_crm.ports.readers import ContactReader

from .quotes import Quoted, Quotes


@attrs.frozen(kw_only=True)
class ApprovalCard:
    """
    A suggestion, and what a person needs to decide about it.

    `seen` names it as it is shown, so that nothing is decided that was not seen. The first of several of
    one contact has `seen_all`, which names them all.
    """

    suggestion: Suggestion
    current_value: str | None
    difference: Difference
    label: str
    contact: Contact | None
    quoted: Quoted
    seen: str
    together: int = 1
    seen_all: str = ""


def approval_cards(
    views: Sequence[ApprovalView], contacts: ContactReader, quotes: Quotes
) -> tuple[ApprovalCard, ...]:
    """Make the cards of some suggestions, in the same order."""
    known = {contact_id: contacts.get(contact_id) for contact_id in {_contact_id(view) for view in views}}
    cards = [_card(view, known, quotes) for view in views]
    return tuple(_with_all(cards, views))


def _card(view: ApprovalView, contacts: Mapping[ContactId, Contact | None], quotes: Quotes) -> ApprovalCard:
    suggestion = view.suggestion
    return ApprovalCard(
        suggestion=suggestion,
        current_value=view.current_value,
        difference=difference(view.current_value or "", suggestion.suggested_value),
        label=field_label(suggestion.topic),
        contact=contacts[suggestion.contact_id],
        quoted=quotes.of(suggestion),
        seen=approval_tag(view),
    )


def _with_all(cards: Iterable[ApprovalCard], views: Sequence[ApprovalView]) -> Iterable[ApprovalCard]:
    """Have the first card of each contact say how many wait for it, where they are several."""
    waiting = [view for view in views if view.suggestion.is_pending]
    together = Counter(_contact_id(view) for view in waiting)
    for card in cards:
        contact_id = card.suggestion.contact_id
        count = together.pop(contact_id, 1) if card.suggestion.is_pending else 1
        if count == 1:
            yield card
        else:
            theirs = [view for view in waiting if _contact_id(view) == contact_id]
            yield attrs.evolve(card, together=count, seen_all=approvals_tag(theirs))


def _contact_id(view: ApprovalView) -> ContactId:
    return view.suggestion.contact_id
