"""Reports that no event brought: what OpenPhone's API showed becomes part of the CRM as events do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from openphone_crm.events import Report
from openphone_crm.handlers.people import Cause
from openphone_crm.handling import Handler, decide
from openphone_crm.keeping import keep
from openphone_crm.late_reports import sifted
from openphone_crm.ports.unit_of_work import Transaction
from openphone_crm.preparation import prepared


def adopt(
    transaction: Transaction,
    reports: Sequence[Report],
    *,
    handlers: Sequence[Handler],
    cause: Cause,
    at: datetime,
) -> None:
    """
    Save what these reports do to the CRM; what is about somebody who was erased is left out.

    Raises:
        UnavailableError: When the store is away.
    """
    (kept,) = sifted(transaction, [tuple(reports)])
    desk = prepared(transaction, kept)
    decide(kept, desk, handlers=handlers, cause=cause)
    keep(transaction, desk.changes(), at=at)
