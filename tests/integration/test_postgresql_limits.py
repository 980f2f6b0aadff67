"""What PostgreSQL refuses because it is too much at once."""

from __future__ import annotations

from contextlib import closing

import pytest

from adapters.sqlalchemy_repository import Database
from openphone_crm.errors import StoreError


def test_a_batch_that_is_too_large_is_no_reason_to_wait(postgresql_url: str) -> None:
    """With more locks than PostgreSQL has room for a batch has failed: it would fail for ever."""
    keys = {f"message:{number}" for number in range(100_000)}

    with (
        closing(Database.open(postgresql_url)) as database,
        pytest.raises(StoreError, match=r"^the store failed: out of shared memory$"),
        database.unit_of_work.begin() as transaction,
    ):
        transaction.lock(keys)
