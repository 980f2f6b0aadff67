"""The ASGI application: which address is answered by what."""

from __future__ import annotations

import re
from typing import TypeAlias

import attrs
from falcon.asgi import App, Request, Response
from falcon.routing import BaseConverter

from .acts import Acts
from .api.approvals import Approval, Approvals, ApprovalsOfContact, Approving, ApprovingAll, Rejecting
from .api.calls import Calls
from .api.changes import Changes
from .api.contacts import Contact, Contacts, History
from .api.conversations import Conversation, Conversations, ReadMark, Timeline
from .api.extractions import Extractions, Review, Sample
from .api.failures import FailureDecision, FailureRetry, Failures
from .api.files import Attachment, Files, Sound
from .api.jobs import Job
from .api.notes import NoteDone, Notes
from .api.probes import Alive, Ready
from .api.reports import DailyReport
from .api.retries import Retries, Retry
from .api.schema import OpenApi
from .api.status import Acknowledging, Alerts, StatusResource
from .api.status_history import StatusHistory
from .api.texts import ContactCall, Texts
from .api.undoing import Undo
from .api.webhook_events import WebhookEvent, WebhookEvents
from .api.webhooks import Webhooks
from .bell import Bell
from .committer import Committer
from .console import build_console
from .erasers import Erasers
from .exchanges import Exchanges
from .freshness import Freshness
from .headers import ApiHeaders, CrossOrigin
from .heads import Router
from .metrics import Counting, MetricsResource
from .metrics.resource import scraping_threads
from .parts import HttpParts
from .polls import Polls
from .problems import add_problems
from .refusals import Refusals
from .repeats import Repeats
from .request_ids import RequestIds
from .sign_in import API, OPEN, SignIn
from .threads import Threads

Web: TypeAlias = App[Request, Response]

_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


class IdConverter(BaseConverter):
    """An id in an address; what cannot be one is an address that does not exist."""

    def convert(self, value: str) -> str | None:
        """Give the id, or None where the text is none."""
        return value if _ID.fullmatch(value) else None


@attrs.frozen
class Shutdown:
    """Middleware that lets nobody wait in vain when the server stops."""

    committer: Committer
    threads: Threads
    scrapes: Threads
    erasers: Erasers
    refusals: Refusals
    files: Files

    async def process_shutdown(self, _scope: object, _event: object) -> None:
        """Answer whoever waits, then let go of the threads."""
        await self.committer.close()
        self.threads.close()
        self.scrapes.close()
        self.erasers.close()
        self.refusals.close()
        self.files.close()


def create_app(parts: HttpParts) -> Web:
    """Build the application; nothing is started before the first request."""
    threads, scrapes = Threads(), scraping_threads()
    counts = parts.metrics.counts
    committer = Committer(parts.intake, Bell(parts.ring), on_commit=counts.committed)
    erasers = Erasers(parts.erasing)
    refusals = Refusals(parts.count_refusals, parts.clock)
    files = Files(parts.files, parts.file_storage)
    console = build_console(parts, threads)
    app: Web = App(
        router=Router(),
        middleware=[
            Counting(counts),
            RequestIds(),
            Exchanges(parts.clock, parts.record),
            Shutdown(committer, threads, scrapes, erasers, refusals, files),
            ApiHeaders(),
            CrossOrigin(parts.cors_origins),
            SignIn(parts.tokens, console.visits, threads),
            console.headers,
            console.door,
        ],
    )
    app.router_options.converters["id"] = IdConverter
    add_problems(app, console.error_pages)
    app.add_route("/webhooks/openphone", Webhooks(parts.intake, committer, counts, refusals))
    app.add_route("/healthz", Alive())
    app.add_route("/readyz", Ready(parts.readiness, threads))
    app.add_route("/metrics", MetricsResource(parts.metrics, scrapes, parts.metrics_token))
    app.add_route(OPEN, OpenApi())
    freshness = Freshness(parts.changes, threads)
    _add_api(app, parts, Polls(threads, freshness), erasers)
    console.add_to(app, parts, freshness, erasers)
    app.add_route(f"{API}/recordings/{{item_id:id}}/audio", Sound(files))
    app.add_route(f"{API}/media/{{file_id:id}}", Attachment(files))
    return app


def _add_api(app: Web, parts: HttpParts, polls: Polls, erasers: Erasers) -> None:
    threads, freshness = polls.threads, polls.freshness
    repeats = Repeats(parts.replies, threads, parts.clock)
    conversation, contact = "conversations/{conversation_id:id}", "contacts/{contact_id:id}"
    failure = "failures/{failure_id:id}"
    resources = {
        "conversations": Conversations(parts.conversations, polls, parts.region),
        conversation: Conversation(parts.conversations, polls),
        f"{conversation}/timeline": Timeline(parts.conversations, polls),
        f"{conversation}/messages": Texts(parts.text_desk, polls, repeats),
        f"{conversation}/read": ReadMark(parts.unit_of_work, threads, freshness, repeats),
        "contacts": Contacts(parts.contacts, parts.contact_desk, polls, repeats, parts.region),
        contact: Contact(parts.contacts, parts.contact_desk, erasers, threads, freshness),
        f"{contact}/call": ContactCall(parts.call_desk, Acts(polls, repeats)),
        f"{contact}/history": History(parts.contacts, polls),
        "calls": Calls(parts.calls, polls),
        "changes": Changes(parts.change_feed, threads),
        "webhook-events": WebhookEvents(parts.events, polls),
        "webhook-events/{event_id:id}": WebhookEvent(parts.events, polls),
        "webhook-events/{event_id:id}/retry": Retry(parts.retrying, polls, repeats),
        "webhook-events/retry": Retries(parts.retrying, polls, repeats),
        "jobs/{job_id:id}": Job(parts.retrying, polls),
        "failures": Failures(parts.failures, polls),
        f"{failure}/acknowledge": FailureDecision(parts.failure_desk.acknowledge, polls, repeats),
        f"{failure}/resolve": FailureDecision(parts.failure_desk.resolve, polls, repeats),
        f"{failure}/ignore": FailureDecision(parts.failure_desk.ignore, polls, repeats),
        f"{failure}/retry": FailureRetry(parts.failure_desk, parts.retrying, polls, repeats),
        "status": StatusResource(parts.status_board, threads),
        "status/history": StatusHistory(parts.histories, threads),
        "alerts": Alerts(parts.alert_book, polls),
        "alerts/{alert_id:id}/acknowledge": Acknowledging(
            parts.alert_book, parts.clock, Acts(polls, repeats)
        ),
        "reports/daily": DailyReport(parts.daily_reports, polls),
        **_what_was_read(parts, Acts(polls, repeats)),
    }
    for path, resource in resources.items():
        app.add_route(f"{API}/{path}", resource)


def _what_was_read(parts: HttpParts, acts: Acts) -> dict[str, object]:
    polls, desk = acts.polls, parts.approval_desk
    contact, approval = "contacts/{contact_id:id}", "approvals/{approval_id:id}"
    return {
        "approvals": Approvals(parts.approvals, polls),
        approval: Approval(parts.approvals, polls.threads),
        f"{approval}/approve": Approving(desk, acts),
        f"{approval}/reject": Rejecting(desk, acts),
        f"{contact}/approvals": ApprovalsOfContact(parts.approvals, parts.contacts, polls.threads),
        f"{contact}/approvals/approve": ApprovingAll(desk, acts),
        f"{contact}/history/{{change_id:id}}/undo": Undo(desk, acts),
        "extractions": Extractions(parts.extractions, polls),
        "extractions/sample": Sample(parts.extractions, polls),
        "extractions/{extraction_id:id}/review": Review(parts.review_desk, acts),
        "notes": Notes(parts.notes, polls),
        "notes/{note_id:id}/done": NoteDone(parts.review_desk, acts),
    }
