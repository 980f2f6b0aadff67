"""The files of a SQLite database hold nothing of an erased person, not even where nothing is kept."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from adapters.sqlalchemy_repository import Database
from openphone_crm.testing.contracts.erasing_scenes import (
    ANN,
    BEN,
    QUO_ID,
    SECRETS,
    ErasingShop,
    group_of,
    life_of,
)
from openphone_crm.testing.happenings import NOON


def test_no_byte_is_left(tmp_path: Path) -> None:
    """While the server runs on, neither the database nor its log holds the number, the name or a text."""
    with closing(Database.open(f"sqlite:///{tmp_path / 'crm.db'}")) as database:
        database.migrate()
        shop = ErasingShop(database)
        shop.tell(*life_of(ANN, name="Annabel", word="marmalade", quo_id=QUO_ID))
        shop.tell(*group_of(BEN, start=NOON + timedelta(minutes=9)))
        before = files_of(tmp_path)

        shop.erase()

        after = files_of(tmp_path)

    secrets = [word.encode() for word in (ANN, *SECRETS)]
    assert [word for word in secrets if word not in before] == []
    assert [word for word in secrets if word in after] == []


def files_of(directory: Path) -> bytes:
    """Read all files of the database, its log too."""
    return b"".join(path.read_bytes() for path in sorted(directory.iterdir()))
