"""Reports and items with a default for everything that a test does not care about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs

from openphone_crm.crm import Call, Message
from openphone_crm.events import (
    CallReported,
    ContactDeleted,
    ContactReported,
    Direction,
    MessageReported,
    VoicemailReported,
)
from openphone_crm.handlers.people import Cause
from openphone_crm.ids import EventId, ItemId
from openphone_crm.stamps import Stamp

ANN, BEN, SHOP = "+12065550101", "+12065550102", "+12065550100"
LINE = "PNshop00001"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CAUSE = Cause(EventId("event-1"), NOON)


def minute(number: float) -> datetime:
    """That many minutes after noon."""
    return NOON + timedelta(minutes=number)


def stamp(version: float = 0, *, rank: int = 0, digest: str = "d") -> Stamp:
    """The version of a copy, in minutes after noon."""
    return Stamp(minute(version), rank, digest)


def cause(event: str, *, received: float = 0) -> Cause:
    """An event, received that many minutes after noon."""
    return Cause(EventId(event), minute(received))


def message_reported(version: float = 0, **fields: Any) -> MessageReported:  # noqa: ANN401 - any field
    """Ann writes to the shop."""
    report = MessageReported(
        stamp=stamp(version),
        reported_at=minute(version),
        openphone_id="ACx1",
        direction=Direction.INCOMING,
        text="Hi",
        from_number=ANN,
        to_numbers=(SHOP,),
        phone_number_id=LINE,
        created_at=NOON,
    )
    return attrs.evolve(report, **fields)


def call_reported(version: float = 0, **fields: Any) -> CallReported:  # noqa: ANN401 - any field
    """Ann calls the shop, and nobody answers."""
    report = CallReported(
        stamp=stamp(version),
        reported_at=minute(version),
        openphone_id="ACx2",
        direction=Direction.INCOMING,
        from_number=ANN,
        to_numbers=(SHOP,),
        phone_number_id=LINE,
        created_at=NOON,
        completed_at=minute(1),
        ended=True,
    )
    return attrs.evolve(report, **fields)


def voicemail_reported(version: float = 0, **fields: Any) -> VoicemailReported:  # noqa: ANN401 - any field
    """Ann leaves a voicemail, and OpenPhone knows with which call."""
    report = VoicemailReported(
        stamp=stamp(version, rank=1),
        reported_at=minute(version),
        call_openphone_id="ACx2",
        activity_id="ACx3",
        direction=Direction.INCOMING,
        duration_seconds=18,
        from_number=ANN,
        to_numbers=(SHOP,),
    )
    return attrs.evolve(report, **fields)


def contact_reported(version: float = 0, **fields: Any) -> ContactReported:  # noqa: ANN401 - any field
    """Somebody gives Ann her name in Quo."""
    report = ContactReported(
        stamp=stamp(version),
        reported_at=minute(version),
        openphone_id="c1",
        fields={"name": "Ann"},
        numbers=(ANN,),
    )
    return attrs.evolve(report, **fields)


def contact_deleted(version: float = 0, **fields: Any) -> ContactDeleted:  # noqa: ANN401 - any field
    """Somebody deletes Ann in Quo."""
    report = ContactDeleted(
        stamp=stamp(version, rank=1), reported_at=minute(version), openphone_id="c1", numbers=(ANN,)
    )
    return attrs.evolve(report, **fields)


def a_message(**fields: Any) -> Message:  # noqa: ANN401 - any field
    """A message of which little is known."""
    return attrs.evolve(Message(id=ItemId("m1"), openphone_id="ACx1", reported_at=NOON), **fields)


def a_call(**fields: Any) -> Call:  # noqa: ANN401 - any field
    """A call of which little is known."""
    return attrs.evolve(Call(id=ItemId("k1"), openphone_id="ACx2", reported_at=NOON), **fields)
