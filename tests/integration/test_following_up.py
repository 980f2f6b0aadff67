"""What waits for a slow file, and what does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import attrs
import pytest

from entrypoints.bootstrap import Application, bootstrap
from entrypoints.following_up import following_up
from entrypoints.preparing import migrate
from entrypoints.settings import Settings
from openphone_crm.follow_up_work import Save, nothing_to_save
from openphone_crm.follow_ups import ClaimedFollowUp, FollowUp, follow_up_id
from openphone_crm.handlers.files import STORE
from openphone_crm.handlers.telling import TELL
from openphone_crm.priority import Priority
from tests.integration.waiting import wait_until


@pytest.fixture
def application(tmp_path: Path) -> Iterator[Application]:
    """Lend the product over an empty database."""
    settings = Settings.load({"CRM_DATABASE_URL": f"sqlite:///{tmp_path}/crm.db"})
    migrate(settings)
    with bootstrap(settings) as application:
        yield application


def test_people_are_told_while_a_file_is_fetched(application: Application) -> None:
    """A slow download holds up nothing but the next one."""
    done: list[str] = []
    begun, may_end = Event(), Event()

    def fetch(claim: ClaimedFollowUp) -> Save:
        begun.set()
        may_end.wait(30)
        done.append(claim.subject)
        return nothing_to_save

    def tell(claim: ClaimedFollowUp) -> Save:
        done.append(claim.subject)
        return nothing_to_save

    work = attrs.evolve(application.follow_up_work, tasks={STORE: fetch, TELL: tell})
    application.database.follow_ups.add([due(STORE, "file 1"), due(STORE, "file 2")])

    with following_up(attrs.evolve(application, follow_up_work=work), patience_s=2):
        assert begun.wait(30)
        application.database.follow_ups.add([due(TELL, "call")])
        assert wait_until(lambda: bool(done))
        first = list(done)
        may_end.set()
        assert wait_until(lambda: len(done) == 3)

    assert first == ["call"]
    assert done[1:] == ["file 1", "file 2"]


def due(kind: str, subject: str) -> FollowUp:
    """Make something to be done at once, each after the one that was made before."""
    now = datetime.now(UTC)
    return FollowUp(
        id=follow_up_id(kind, subject),
        kind=kind,
        subject=subject,
        priority=Priority.STANDARD,
        created_at=now,
        due_at=now,
    )
