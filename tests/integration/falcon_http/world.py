"""The HTTP adapter with everything behind it in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

import attrs
import httpx2

from adapters.falcon_http import HttpParts, Web, create_app
from adapters.metrics import PrometheusMetrics, Tallies
from openphone_crm.access import Role, Token, digest_of
from openphone_crm.approval_desk import ApprovalDesk
from openphone_crm.click_to_call import CallDesk
from openphone_crm.contact_desk import ContactDesk
from openphone_crm.daily_reports import DailyReports
from openphone_crm.erasing import Erasing
from openphone_crm.failure_desk import FailureDesk
from openphone_crm.histories import Histories
from openphone_crm.ids import TokenId
from openphone_crm.intake import Intake
from openphone_crm.memory import (
    MemoryClock,
    MemoryCrm,
    MemoryFileStorage,
    MemoryJobQueue,
    MemoryNotifier,
)
from openphone_crm.priority import Priority
from openphone_crm.processing import Processing
from openphone_crm.retrying import Retrying
from openphone_crm.review_desk import ReviewDesk
from openphone_crm.signing_in import SigningIn
from openphone_crm.status_board import StatusBoard
from openphone_crm.testing import render, sign
from openphone_crm.testing.happenings import Happening
from openphone_crm.texting.desk import TextDesk
from openphone_crm.token_desk import TokenDesk
from openphone_crm.webhooks import SigningKeys

KEY = "bWFkZS11cC1mb3ItdGVzdHMtb25seQ=="
ORIGIN = "https://shop.example"
WEBHOOK = "/webhooks/openphone"


def ring_nobody(_: Iterable[Priority]) -> None:
    """Wake no worker."""


@attrs.frozen(kw_only=True)
class World:
    """The store, the parts that look at it, and the application over them."""

    crm: MemoryCrm
    clock: MemoryClock
    parts: HttpParts
    app: Web

    def ask(
        self,
        method: str,
        path: str,
        *,
        role: str | None = "operator",
        headers: Mapping[str, str] | None = None,
        **options: Any,  # noqa: ANN401 - whatever the client takes
    ) -> httpx2.Response:
        """Send a request with the token of a role."""
        token = {"Authorization": f"Bearer {role}-secret"} if role else {}
        return self.send(method, path, headers={**token, **(headers or {})}, **options)

    def send(self, method: str, path: str, **options: Any) -> httpx2.Response:  # noqa: ANN401 - as above
        """Send a request as it is."""

        async def exchange() -> httpx2.Response:
            transport = httpx2.ASGITransport(self.app)  # type: ignore[arg-type] # Falcon says dict, httpx2 mapping
            async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(method, path, **options)

        return asyncio.run(exchange())

    def get(self, path: str, **options: Any) -> httpx2.Response:  # noqa: ANN401 - as above
        """Read something of the API."""
        return self.ask("GET", f"/api/v1/{path}", **options)

    def deliver(self, happening: Happening) -> httpx2.Response:
        """Post what OpenPhone would, signed."""
        payload = render(happening, "legacy-app")
        signed = sign(payload, generation="legacy-app", key=KEY, at=self.clock.now())
        return self.send("POST", WEBHOOK, headers=signed.headers, content=signed.body)

    def happens(self, *happenings: Happening) -> None:
        """Deliver what happens, and work on all of it."""
        for happening in happenings:
            self.deliver(happening)
        self.clock.advance(seconds=120)
        processing = Processing(inbox=self.crm.inbox, unit_of_work=self.crm.unit_of_work, clock=self.clock)
        for priority in Priority:
            processing.drain(priority, worker="test", should_stop=lambda: False)


def make_world(**changes: Any) -> World:  # noqa: ANN401 - the parts that a test replaces
    """Make an empty one with a token for each role; named parts take the place of the usual ones."""
    crm, clock = MemoryCrm(), MemoryClock()
    for role in Role:
        crm.tokens.add(token_of(role, clock))
    board = StatusBoard(
        alert_book=crm.alert_book,
        figures=crm.figures,
        rollups=crm.rollups,
        traffic=crm.traffic,
        health_checks=crm.health_checks,
        extractions=crm.extractions,
        readings=crm.readings,
        reconciliations=crm.reconciliation_book,
        workspace=crm.workspace,
        clock=clock,
        model=lambda: "pattern/1",
    )
    usual = HttpParts(
        intake=Intake(inbox=crm.inbox, clock=clock, keys=lambda: SigningKeys.parse(KEY)),
        ring=ring_nobody,
        conversations=crm.conversations,
        calls=crm.calls,
        contacts=crm.contacts,
        events=crm.events,
        files=crm.files,
        file_storage=MemoryFileStorage(),
        changes=crm.changes,
        change_feed=crm.change_feed,
        tokens=crm.tokens,
        token_desk=TokenDesk(
            tokens=crm.tokens, audit=crm.audit, clock=clock, new_secret=lambda: "made-up-secret"
        ),
        audit=crm.audit,
        signing_in=SigningIn(tokens=crm.tokens, sessions=crm.sessions, audit=crm.audit, clock=clock),
        replies=crm.replies,
        contact_desk=ContactDesk(unit_of_work=crm.unit_of_work, clock=clock),
        status_board=board,
        histories=Histories(rollups=crm.rollups, clock=clock),
        alert_book=crm.alert_book,
        text_desk=TextDesk(
            unit_of_work=crm.unit_of_work,
            conversations=crm.conversations,
            texts=crm.outgoing_texts,
            clock=clock,
        ),
        call_desk=CallDesk(
            contacts=crm.contacts, conversations=crm.conversations, audit=crm.audit, clock=clock
        ),
        approvals=crm.approvals,
        extractions=crm.extractions,
        notes=crm.notes,
        reading_matter=crm.reading_matter,
        approval_desk=ApprovalDesk(unit_of_work=crm.unit_of_work, clock=clock),
        review_desk=ReviewDesk(unit_of_work=crm.unit_of_work, clock=clock),
        retrying=Retrying(jobs=crm.retry_jobs, events=crm.events, job_queue=MemoryJobQueue(), clock=clock),
        erasing=Erasing(erasures=crm.erasures, clock=clock),
        failures=crm.failures,
        failure_desk=FailureDesk(failures=crm.failures, clock=clock),
        daily_reports=DailyReports(
            book=crm.report_book,
            notifier=MemoryNotifier({}),
            clock=clock,
            timezone=UTC,
            public_url=ORIGIN,
        ),
        unit_of_work=crm.unit_of_work,
        clock=clock,
        readiness=lambda: {"database": "ok", "redis": "off"},
        metrics=PrometheusMetrics(tallies=Tallies(), board=board, version="0"),
        cors_origins=frozenset({ORIGIN}),
    )
    parts = attrs.evolve(usual, **changes)
    return World(crm=crm, clock=clock, parts=parts, app=create_app(parts))


def token_of(role: Role, clock: MemoryClock) -> Token:
    """Make the token whose secret is `<role>-secret`."""
    return Token(
        id=TokenId(clock.new_id()),
        name=role.value,
        role=role,
        digest=digest_of(f"{role.value}-secret"),
        created_at=clock.now(),
    )
