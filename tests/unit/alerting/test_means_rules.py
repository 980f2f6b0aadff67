"""A budget that ends, a disk that fills up and a channel that does not work are told of in time."""

from __future__ import annotations

import pytest

from openphone_crm.alert_rules.judgements import Fine, InBetween, Wrong
from openphone_crm.alert_rules.means import A_GIGABYTE, judge_channels, judge_disks, judge_spending
from openphone_crm.alert_rules.vital_signs import DiskSpace, Spending, Thresholds
from openphone_crm.alerts import Severity
from openphone_crm.sendings import ChannelTrouble
from openphone_crm.testing import builders as make
from tests.unit.alerting.making import signs

USUAL = Thresholds()
FAILING = ChannelTrouble(count=3, failed_at=make.NOON)
OVER = ChannelTrouble(count=3, failed_at=make.NOON, sent_at=make.later(1))


def disk(gigabytes: float, *, of: float = 100, setting: str = "CRM_STORAGE_URL") -> DiskSpace:
    """A disk of so many gigabytes with so many of them free."""
    return DiskSpace(
        setting=setting, free_bytes=int(gigabytes * A_GIGABYTE), total_bytes=int(of * A_GIGABYTE)
    )


@pytest.mark.parametrize(
    ("spent", "kind"), [(8.1, Wrong), (8, InBetween), (6.5, InBetween), (6.4, Fine), (0, Fine)]
)
def test_a_budget_is_told_of_beforehand(spent: float, kind: type) -> None:
    """At four fifths of it; it is over with the month, or with a larger one."""
    judgement = judge_spending(signs(spending=Spending(spent_usd=spent, budget_usd=10)), USUAL)

    assert isinstance(judgement, kind)


@pytest.mark.parametrize(("spent", "budget"), [(10, 10), (9.99, 10), (0, 0), (0, 0.01)])
def test_a_budget_that_the_next_request_exceeds_is_spent(spent: float, budget: float) -> None:
    """Also when nothing is spent of one that is too small for anything."""
    spending = Spending(spent_usd=spent, budget_usd=budget, next_usd=0.02)

    judgement = judge_spending(signs(spending=spending), USUAL)

    assert isinstance(judgement, Wrong)
    assert judgement.severity is Severity.CRITICAL
    assert judgement.title.startswith("Reading waits")


def test_without_a_budget_nothing_is_spent() -> None:
    """Reading costs nothing, or may cost anything."""
    assert isinstance(judge_spending(signs(), USUAL), Fine)


@pytest.mark.parametrize(
    ("free", "kind"), [(9.9, Wrong), (10, InBetween), (12.4, InBetween), (12.5, Fine), (90, Fine)]
)
def test_a_disk_is_judged_by_what_is_free(free: float, kind: type) -> None:
    """Less than a tenth is told, and an eighth is enough again."""
    assert isinstance(judge_disks(signs(disks=(disk(90), disk(free))), USUAL), kind)


def test_the_fullest_disk_is_named() -> None:
    """By the setting that has something kept there; the last gigabyte is urgent."""
    disks = (disk(5, setting="CRM_STORAGE_URL"), disk(0.9, setting="CRM_DATABASE_URL"))

    judgements = [judge_disks(signs(disks=each), USUAL) for each in (disks[:1], disks)]

    assert [one.severity for one in judgements if isinstance(one, Wrong)] == [
        Severity.WARNING,
        Severity.CRITICAL,
    ]
    assert isinstance(judgements[1], Wrong)
    assert "disk of CRM_DATABASE_URL" in judgements[1].message


def test_where_nothing_is_kept_no_disk_is_full() -> None:
    """Files in S3 and a database elsewhere are not ours to measure."""
    assert isinstance(judge_disks(signs(), USUAL), Fine)


def test_a_channel_that_fails_is_told_through_the_others() -> None:
    """Counted as the settings list it: its address holds a password."""
    judgement = judge_channels(signs(channels=("a", "b"), troubles={"b": FAILING}), USUAL)

    assert isinstance(judgement, Wrong)
    assert judgement.but_not == {"b"}
    assert "number 2 of CRM_ALERT_URLS" in judgement.message


@pytest.mark.parametrize("troubles", [{}, {"a": OVER}, {"shop": FAILING}])
def test_a_channel_that_works_is_fine(troubles: dict[str, ChannelTrouble]) -> None:
    """So is one that works again; the shop's own channels are not those of operators."""
    assert isinstance(judge_channels(signs(channels=("a",), troubles=troubles), USUAL), Fine)
