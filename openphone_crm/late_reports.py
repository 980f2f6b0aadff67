"""Reports of what was before somebody was erased: they come late, and bring nothing back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

from openphone_crm.erasure import Erasure, Erasures, ids_in, numbers_in
from openphone_crm.events import ContactDeleted, ContactReported, Report
from openphone_crm.ports.unit_of_work import Transaction
from openphone_crm.routing import contact_ids_of, resource_keys, wanted_by

Reports = tuple[Report, ...]


def sifted(transaction: Transaction, events: Sequence[Reports]) -> Sequence[Reports]:
    """
    The reports of these events without those that are about what was erased.

    A report about an erased OpenPhone id is dropped, and one that an erased number takes part in
    when it is of something from before the erasure. The ids of such a thing are erased then too:
    its parts may know nothing but its id, and some may have come before it.
    """
    if not transaction.has_erasures():
        return events
    reports = list(chain.from_iterable(events))
    wanted = wanted_by(reports)
    # Nobody else may bring a part of what is found to be erased here.
    transaction.lock(resource_keys(wanted))
    numbers = chain.from_iterable(map(numbers_in, reports))
    erasures = transaction.when_erased({*ids_in(wanted), *contact_ids_of(reports), *numbers})
    if not erasures:
        return events
    late = [report for report in reports if is_from_before(report, erasures)]
    found = ids_in(wanted_by(late)) - erasures.keys()
    if found:
        at = max(erasures.values())
        transaction.erase(Erasure(at=at, names=found, resources=wanted_by(late)))
    gone = found | erasures.keys()
    return [tuple(one for one in event if not _is_gone(one, gone, erasures)) for event in events]


def names_of(report: Report) -> frozenset[str]:
    """The numbers and OpenPhone ids that a report is about."""
    return _ids_of(report) | numbers_in(report)


def is_from_before(report: Report, erasures: Erasures) -> bool:
    """Whether somebody who takes part in it was erased after it happened."""
    happened = _happened_at(report)
    return any(happened <= erasures[number] for number in numbers_in(report) & erasures.keys())


def _is_gone(report: Report, gone: Iterable[str], erasures: Erasures) -> bool:
    return not _ids_of(report).isdisjoint(gone) or is_from_before(report, erasures)


def _ids_of(report: Report) -> frozenset[str]:
    if isinstance(report, ContactReported | ContactDeleted):
        return frozenset((report.openphone_id,))
    return ids_in(wanted_by([report]))


def _happened_at(report: Report) -> datetime:
    """When it happened: a contact was edited then, everything else was made."""
    if isinstance(report, ContactReported | ContactDeleted):
        return report.stamp.moment
    made_at: datetime | None = getattr(report, "created_at", None)
    return made_at or report.reported_at
