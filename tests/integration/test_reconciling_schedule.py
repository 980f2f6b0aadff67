"""The scheduler finds by itself what was lost in the last hours."""

from __future__ import annotations

from pathlib import Path

import attrs
from structlog.testing import capture_logs

from entrypoints.reconciling import reconciling_on_schedule
from openphone_crm.testing.openphone_api import Fault
from tests.integration.gappy import gappy_shop
from tests.integration.waiting import wait_until


def test_the_schedule_heals(tmp_path: Path) -> None:
    """As soon as a scheduler is there, and once an hour; without a key there is none."""
    with gappy_shop(f"sqlite:///{tmp_path}/crm.db") as shop:
        shop.hear(60, lost=1)
        book = shop.application.database.reconciliation_book
        keyless = attrs.evolve(shop.application, openphone=None)
        with reconciling_on_schedule(keyless):
            silent = book.unfinished()
        with reconciling_on_schedule(shop.application):
            is_done = wait_until(lambda: bool(book.covered()))
        figures = book.figures(since=shop.began_at)

    assert silent == []
    assert is_done
    assert figures.latest is not None
    assert figures.latest.is_scheduled
    assert figures.total.healed == figures.total.missing > 0


def test_a_refused_key_is_told_to_those_who_run_this(tmp_path: Path) -> None:
    """There is an alert, a line in the log, and the run waits for a better key."""
    with gappy_shop(f"sqlite:///{tmp_path}/crm.db") as shop:
        shop.fake.keep_failing(Fault.REFUSING_THE_KEY)
        book = shop.application.database.reconciliation_book
        with capture_logs() as lines, reconciling_on_schedule(shop.application):
            is_told = wait_until(lambda: any(line["event"] == "reconciliation waits" for line in lines))
        left = book.unfinished()

    assert is_told
    assert len(left) == 1
