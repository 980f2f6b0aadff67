"""What was fetched and what webhooks brought add up to the same, in every order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.codec import decode, decode_fetched
from openphone_crm.events import Report
from openphone_crm.remote import Fetched, FetchedKind, Surface
from openphone_crm.testing import Generation, events
from openphone_crm.testing.happenings import NOON, Happening, Voicemail
from openphone_crm.testing.payloads import render
from openphone_crm.working_set import WorkingSet
from tests.examples import FEW
from tests.unit.fetching.curious import IN_PROGRESS, VOICEMAIL, call_resource
from tests.unit.handlers.desks import worked
from tests.unit.reports import minute

CALL = events.unanswered(voicemail=Voicemail())


def told(happening: Happening, generation: Generation) -> tuple[Report, ...]:
    """What a webhook of that generation reports."""
    payload = render(happening, generation)
    return decode(payload, received_at=NOON, digest=generation.value)


def fetched(kind: FetchedKind, resource: dict[str, object], number: int) -> tuple[Report, ...]:
    """What OpenPhone showed, that many minutes later."""
    shown = Fetched(kind=kind, surface=Surface.V1, openphone_id=CALL.id, resource=resource)
    return decode_fetched(shown, at=minute(number))


COPIES = (
    told(events.call_ringing(CALL), Generation.API_V4),
    told(events.call_completed(CALL), Generation.API_V4),
    told(events.call_completed(CALL), Generation.APP_V3),
    told(events.call_voicemail_completed(CALL), Generation.DATED),
    fetched(FetchedKind.CALL, call_resource(CALL), 1),
    fetched(FetchedKind.CALL, call_resource(CALL, summary={"status": "in-progress"}), 9),
    fetched(FetchedKind.VOICEMAIL, IN_PROGRESS, 2),
    fetched(FetchedKind.VOICEMAIL, VOICEMAIL, 3),
)


def kept(desk: WorkingSet) -> list[object]:
    """The call and all that belongs to it, as it is kept."""
    return [*desk.calls.values(), *desk.voicemails.values(), *desk.summaries.values(), *desk.entries.values()]


@FEW
@given(order=st.permutations(COPIES))
def test_every_order_ends_alike(order: list[tuple[Report, ...]]) -> None:
    """Whether OpenPhone is asked before or after its webhooks arrive, the call is the same."""
    in_turn = [report for copy in COPIES for report in copy]

    found = worked(*(report for copy in order for report in copy))

    assert kept(found) == kept(worked(*in_turn))
