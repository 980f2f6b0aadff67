"""The ASGI application: which address is answered by what."""

from __future__ import annotations

import re
from typing import TypeAlias

import attrs
from falcon.asgi import App, Request, Response
from falcon.routing import BaseConverter

from .api.calls import Calls
from .api.contacts import Contact, Contacts, History
from .api.conversations import Conversation, Conversations, ReadMark, Timeline
from .api.probes import Alive, Ready
from .api.webhook_events import WebhookEvent, WebhookEvents
from .api.webhooks import Webhooks
from .bell import Bell
from .committer import Committer
from .freshness import Freshness
from .headers import ApiHeaders, CrossOrigin
from .parts import HttpParts
from .polls import Polls
from .problems import add_problems
from .repeats import Repeats
from .sign_in import API, SignIn
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

    async def process_shutdown(self, _scope: object, _event: object) -> None:
        """Answer whoever waits, then let go of the threads."""
        await self.committer.close()
        self.threads.close()


def create_app(parts: HttpParts) -> Web:
    """Build the application; nothing is started before the first request."""
    threads = Threads()
    committer = Committer(parts.intake, Bell(parts.ring))
    app: Web = App(
        middleware=[
            Shutdown(committer, threads),
            ApiHeaders(),
            CrossOrigin(parts.cors_origins),
            SignIn(parts.tokens, threads),
        ]
    )
    app.router_options.converters["id"] = IdConverter
    add_problems(app)
    app.add_route("/webhooks/openphone", Webhooks(parts.intake, committer, parts.tally))
    app.add_route("/healthz", Alive())
    app.add_route("/readyz", Ready(parts.readiness, threads))
    _add_api(app, parts, Polls(threads, Freshness(parts.changes, threads)))
    return app


def _add_api(app: Web, parts: HttpParts, polls: Polls) -> None:
    threads, freshness = polls.threads, polls.freshness
    repeats = Repeats(parts.replies, threads, parts.clock)
    conversation, contact = "conversations/{conversation_id:id}", "contacts/{contact_id:id}"
    resources = {
        "conversations": Conversations(parts.conversations, polls, parts.region),
        conversation: Conversation(parts.conversations, polls),
        f"{conversation}/timeline": Timeline(parts.conversations, polls),
        f"{conversation}/read": ReadMark(parts.unit_of_work, threads, freshness, repeats),
        "contacts": Contacts(parts.contacts, parts.contact_desk, polls, repeats, parts.region),
        contact: Contact(parts.contacts, parts.contact_desk, threads, freshness),
        f"{contact}/history": History(parts.contacts, polls),
        "calls": Calls(parts.calls, polls),
        "webhook-events": WebhookEvents(parts.events, polls),
        "webhook-events/{event_id:id}": WebhookEvent(parts.events, polls),
    }
    for path, resource in resources.items():
        app.add_route(f"{API}/{path}", resource)
