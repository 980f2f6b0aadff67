"""No table holds anything of an erased person, and nothing that happens at the same time brings it back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaitingError
from contextlib import closing, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from adapters.sqlalchemy_repository import Database
from adapters.sqlalchemy_repository.tables import metadata
from openphone_crm.erasing import Erasing
from openphone_crm.errors import UnavailableError
from openphone_crm.follow_ups import FollowUp, follow_up_id
from openphone_crm.ids import ContactId, TokenId
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.processing import Processing
from openphone_crm.replies import Reply, RequestKey
from openphone_crm.testing import builders as make
from openphone_crm.testing import events
from openphone_crm.testing.contracts.asserting import PATIENCE_S, at_once
from openphone_crm.testing.contracts.erasing_scenes import (
    ANN,
    BEN,
    QUO_ID,
    SECRETS,
    WRITINGS,
    ErasingShop,
    group_of,
    is_free_of,
    life_of,
)
from openphone_crm.testing.happenings import NOON, Call
from openphone_crm.views import ConversationFilter
from openphone_crm.working_set import Changes

LIFE = life_of(ANN, name="Annabel", word="marmalade", quo_id=QUO_ID)
OTHER_LIFE = life_of(BEN, name="Benedict", word="honey", quo_id="66a1f0c2d9b87e5a4c3d2e20")
A_MOMENT_S = 1.0
"""So long one waits for what must not happen."""
IDS = {happening.subject.id for happening in LIFE if hasattr(happening.subject, "id")}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Name an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'crm.db'}"
    found: str = request.getfixturevalue("postgresql_url")
    return found


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """Lend the database, migrated."""
    with closing(Database.open(url)) as opened:
        opened.migrate()
        yield opened


def dump(url: str) -> str:
    """Read every row of every table, as one text."""
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = [(table.name, list(connection.execute(select(table)))) for table in metadata.sorted_tables]
    engine.dispose()
    return repr(rows)


def test_no_table_holds_anything_of_an_erased_person(database: Database, url: str) -> None:
    """Neither the number in any writing, nor the name, a text or an id of what was erased."""
    shop = ErasingShop(database)
    shop.tell(*LIFE, *OTHER_LIFE, *group_of(BEN, start=NOON + timedelta(minutes=9)))
    have_traces(shop, database)
    before = dump(url)
    assert [word for word in (*WRITINGS[:1], *SECRETS, *IDS) if word not in before] == []

    shop.erase()
    shop.tell(*LIFE)
    shop.deliver(LIFE[1])
    shop.work()

    after = dump(url)
    assert [word for word in (*WRITINGS, *SECRETS, *IDS) if word in after] == []
    assert is_free_of(before, ["erased"])
    assert "Benedict" in after
    assert f"Words of {BEN}" in after


def have_traces(shop: ErasingShop, database: Database) -> None:
    """Have what only comes with time: an answer that is kept, what was told, and an event that failed."""
    key = RequestKey(TokenId("t"), "/api/v1/contacts", "k")
    database.replies.reserve(key, digest="d", now=shop.clock.now())
    body = b'{"name":"Annabel","phone_numbers":["+12065550147"]}'
    database.replies.keep(key, Reply(status=201, headers={"Location": "x"}, body=body))
    told = follow_up("send", "unknown", title=f"Missed call from {ANN}")
    database.follow_ups.add([told])
    (claim,) = database.follow_ups.claim(
        Priority.CRITICAL, worker="w", now=shop.clock.now(), lease=timedelta(seconds=30), limit=1
    )
    with database.unit_of_work.begin() as transaction:
        transaction.settle_follow_ups([make.settlement("", id=claim.id)], worker="w")
    failed = shop.deliver(events.message_received("marmalade fails", sender=ANN))
    database.inbox.claim(
        Priority.CRITICAL, worker="w", now=shop.clock.now(), lease=timedelta(seconds=30), limit=1
    )
    attempt = make.attempt(outcome="failed", message=f"cannot ring {ANN}")
    database.inbox.settle_failure(
        make.failure("", id=failed, attempt=attempt, error_message=f"cannot ring {ANN}"), worker="w"
    )


def test_who_is_erased_while_workers_work_stays_erased(database: Database, url: str) -> None:
    """Whatever a worker has in its hands at that moment, it saves before the erasure or not at all."""
    shop = ErasingShop(database)
    shop.tell(LIFE[1])
    (contact,) = shop.contacts(ANN)
    texts = [events.message_received(f"marmalade {number}", sender=ANN) for number in range(120)]
    others = [events.message_received(f"honey {number}", sender=BEN) for number in range(60)]
    for text in (*texts[:60], *others, *texts[60:], *LIFE):
        shop.deliver(text)

    at_once(
        partial(erase_for_sure, shop, contact.id),
        partial(work, shop, "one"),
        partial(work, shop, "two"),
    )
    work(shop, "three")

    after = dump(url)
    assert [word for word in (*WRITINGS, *SECRETS) if word in after] == []
    (talk,) = database.conversations.find(ConversationFilter(), PageRequest(10)).items
    assert len(database.conversations.timeline(talk.id, PageRequest(200)).items) == 60


def test_what_is_being_told_meanwhile_goes_too(database: Database, url: str) -> None:
    """A worker that saves what a follow-up leads to does so before the erasure, which takes it along."""
    shop = ErasingShop(database)
    shop.tell(*LIFE)
    call_id = next(each.subject.id for each in LIFE if isinstance(each.subject, Call))
    database.follow_ups.add([follow_up("tell", call_id)])
    claims = database.follow_ups.claim(
        Priority.CRITICAL, worker="w", now=shop.clock.now(), lease=timedelta(seconds=30), limit=9
    )
    telling = follow_up("send", call_id, title=f"Missed call from {ANN}")

    with ThreadPoolExecutor(1) as pool:
        with database.unit_of_work.begin() as transaction:
            transaction.save(Changes(follow_ups=(telling,)))
            transaction.settle_follow_ups([make.settlement("", id=claim.id) for claim in claims], worker="w")
            erasing = pool.submit(shop.erase)
            with suppress(StillWaitingError):
                erasing.result(A_MOMENT_S)
        erasing.result(PATIENCE_S)

    assert is_free_of(dump(url), WRITINGS)


def follow_up(kind: str, subject: str, **details: str) -> FollowUp:
    """Make a follow-up that is due."""
    return FollowUp(
        id=follow_up_id(kind, "x"),
        kind=kind,
        subject=subject,
        priority=Priority.CRITICAL,
        created_at=make.NOON,
        due_at=make.NOON,
        details=details,
    )


def erase_for_sure(shop: ErasingShop, contact_id: str) -> None:
    """Erase, and once more when the database was too busy, as a person would."""
    erasing = Erasing(erasures=shop.store.erasures, clock=shop.clock)
    for _ in range(5):
        try:
            erasing.erase(ContactId(contact_id), by="Dana")
        except UnavailableError:
            continue
        return


def work(shop: ErasingShop, worker: str) -> None:
    """Work on everything that is there."""
    processing = Processing(inbox=shop.store.inbox, unit_of_work=shop.store.unit_of_work, clock=shop.clock)
    for priority in Priority:
        processing.drain(priority, worker=worker, should_stop=lambda: False)
