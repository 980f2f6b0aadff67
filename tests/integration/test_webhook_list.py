"""`webhooks list` can be read where there is little room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.checkup import registered_key
from tests.integration.webhook_office import URL, Office, opened

ADDRESS = f"{URL}/webhooks/openphone"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Lend a workspace with one webhook, made for many kinds of events but not all."""
    with opened(tmp_path, monkeypatch) as office:
        registered_key(office.fake)
        yield office


def test_at_eighty_columns_a_webhook_is_a_block(office: Office) -> None:
    """A name and a value on each line: neither an id nor an address is cut in two."""
    done = office.run("list", COLUMNS="80")

    [webhook] = office.webhooks
    lines = [line.split(maxsplit=1) for line in done.stdout.splitlines()]
    assert ["id", webhook.id] in [[word.strip() for word in line] for line in lines]
    assert webhook.url in done.stdout
    assert max(map(len, done.stdout.splitlines()[:8])) <= 80


def test_where_there_is_room_webhooks_are_a_table(office: Office) -> None:
    """One line for each."""
    done = office.run("list", COLUMNS="1000")

    [webhook] = office.webhooks
    [line] = [line for line in done.stdout.splitlines() if webhook.id in line and webhook.url in line]
    assert "2026-03-30" in line
