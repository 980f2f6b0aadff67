"""What happens after a text was sent by the API: it arrives, or it does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import attrs

from openphone_crm.testing.happenings import Happening, Text
from openphone_crm.testing.identifiers import activity_id
from openphone_crm.testing.openphone_api.faults import Fault
from openphone_crm.testing.openphone_api.workspace import Workspace

_REFUSED_BY_CARRIER = "30006"


def consequences(
    text: Text, workspace: Workspace, *, after: timedelta, fault: Fault | None
) -> Iterator[Happening]:
    """Tell what will happen to a text: where it goes to a line of ours, that line receives it."""
    arrives = text.created_at + after
    if fault is Fault.LOST:
        return
    if fault is Fault.UNDELIVERED:
        subject = attrs.evolve(text, error_code=_REFUSED_BY_CARRIER)
        yield Happening(type="message.undelivered", subject=subject, at=arrives)
        return
    yield Happening(type="message.delivered", subject=text, at=arrives)
    yield from _received(text, workspace, arrives)


def _received(text: Text, workspace: Workspace, arrives: datetime) -> Iterator[Happening]:
    for recipient in text.recipients:
        if (line := workspace.line_of(recipient)) is None or line == text.line:
            continue
        copy = attrs.evolve(
            text,
            id=activity_id("received", text.id, line.id),
            direction="incoming",
            line=line,
            created_at=arrives,
            contact_ids=(),
        )
        yield Happening(type="message.received", subject=copy, at=arrives)
