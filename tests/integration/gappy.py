"""A shop of which OpenPhone has told us only a part: what was lost stands in its API, and may come late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs

from adapters.fake_openphone import OpenPhoneServer
from adapters.falcon_http.api.documents import contact_document, conversation_document
from adapters.falcon_http.api.item_documents import call_document, item_document
from adapters.openphone_rest import OpenPhoneRest
from entrypoints.bootstrap import Application, bootstrap
from entrypoints.preparing import migrate
from entrypoints.reconciling import reconciling_of
from entrypoints.settings import Settings
from openphone_crm.crm import Message
from openphone_crm.phones import is_phone_number
from openphone_crm.priority import Priority
from openphone_crm.reconciliation.runs import Reconciliation
from openphone_crm.reconciling.runs import Reconciling
from openphone_crm.remote import V1_FAMILIES, Surface, Window
from openphone_crm.testing.contracts.asserting import all_pages, joined
from openphone_crm.testing.happenings import MEDIA_BASE, Happening
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi, Outgoing, Workspace
from openphone_crm.testing.openphone_api.webhooks import DATED_EVENTS
from openphone_crm.testing.payloads import Generation
from openphone_crm.testing.shop.programme import Programme
from openphone_crm.views import CallFilter, CallView, ContactFilter, ConversationFilter, TimelineItem
from tests.integration.openphone_client import client
from tests.integration.processes import NO_STRANGERS

URL = "https://crm.shop.example/webhooks/openphone"
DAYS = 5
PAGE = 200
A_KEY = "bGVnYWN5LWtleQ=="

Document = dict[str, Any]
Looks = dict[str, list[Document]]


class Unpaced:
    """A pacer that keeps nobody waiting."""

    def next_free(
        self,
        service: str,  # noqa: ARG002 - as the port has it
        *,
        now: datetime,
        interval: timedelta,  # noqa: ARG002 - as the port has it
        patience: timedelta | None = None,  # noqa: ARG002 - as the port has it
    ) -> datetime:
        """Now is as good as ever."""
        return now


@attrs.frozen
class Gappy:
    """The product, and the OpenPhone that it hears from."""

    application: Application
    fake: FakeOpenPhoneApi
    openphone: OpenPhoneRest
    surface: Surface
    began_at: datetime = attrs.field(factory=lambda: datetime.now(UTC) - timedelta(days=DAYS))

    def subscribe(self) -> None:
        """Have ourselves told of everything, by webhooks of the best API there is."""
        families = [DATED_EVENTS] if self._is_dated else V1_FAMILIES.values()
        for events in families:
            self.openphone.create(self.surface, url=URL, events=sorted(events), label="test")

    def hear(self, count: int, *, lost: float) -> None:
        """Have so many things happen in the last days, and hear of them, but for a share."""
        self.fake.drop(lost, seed="gappy")
        for happening, at in self._happenings(count):
            self.fake.tell(happening, at)
        self.receive(self.fake.deliveries(datetime.now(UTC)))

    def receive(self, deliveries: Collection[Outgoing]) -> None:
        """Take in deliveries, and work on them."""
        intake = attrs.evolve(self.application.intake, low_batch=timedelta())
        signed = [outgoing.delivery for outgoing in deliveries]
        intake.store([intake.trusted(each.body, delivery_key=each.delivery_id) for each in signed])
        self.work()

    def work(self) -> None:
        """Work on everything that is due."""
        for priority in Priority:
            self.application.processing.drain(priority, worker="w1", should_stop=lambda: False)

    def reconciling(self, label: str = "reconcile") -> Reconciling:
        """Make what finds the gaps."""
        return reconciling_of(self.application, self.openphone, label=label)

    @property
    def texts_of_numbers(self) -> frozenset[str]:
        """The ids of the messages of which everybody is a phone number."""
        texts = (known.text for known in self.fake.workspace.messages.values())
        return frozenset(
            text.id for text in texts if all(map(is_phone_number, (text.sender, *text.recipients)))
        )

    def reconcile(self) -> Reconciliation:
        """Go through the last days, and work on what was found."""
        reconciling = self.reconciling()
        run = reconciling.go_on(reconciling.begin(self.window()))
        self.work()
        return run

    def window(self) -> Window:
        """The days in which all of it happened."""
        return Window(self.began_at - timedelta(days=1), datetime.now(UTC))

    def missing(self) -> Counter[str]:
        """Count what OpenPhone knows and we do not, or not as whole."""
        views = {view.call.openphone_id: view for view in self._calls()}
        # The older API shows no conversation with a short code or a named sender.
        texts = self.fake.workspace.messages.keys() if self._is_dated else self.texts_of_numbers
        found = Counter({"message": len(texts - self._texts().keys())})
        for call_id, known in self.fake.workspace.calls.items():
            view = views.get(call_id)
            if view is None:
                found["call"] += 1
                continue
            found["end"] += known.call.completed_at is not None and view.call.completed_at is None
            found["recording"] += len(known.call.recordings) - len(view.recordings)
        kinds = Counter(item.kind.value for item in self._items())
        for kind in ("voicemail", "transcript", "summary"):
            found[kind] = self._known(kind) - kinds[kind]
        return +found

    def doubled(self) -> list[str]:
        """Name the messages and calls that stand there more than once."""
        ids = Counter((item.kind, getattr(item.body, "openphone_id", item.id)) for item in self._items())
        return [f"{kind} {each}" for (kind, each), count in ids.items() if count > 1]

    def looks(self) -> Looks:
        """Everything that the API shows, but for what only webhooks know: links, and who called out."""
        database = self.application.database
        contacts = joined(all_pages(lambda page: database.contacts.find(ContactFilter(), page), limit=PAGE))
        shown: Mapping[str, list[Any]] = {
            "conversations": [conversation_document(each) for each in self._conversations()],
            "items": [item_document(each) for each in self._items()],
            "calls": [call_document(each) for each in self._calls()],
            "contacts": [contact_document(each) for each in contacts],
        }
        return {name: [_comparable(each) for each in documents] for name, documents in shown.items()}

    def _happenings(self, count: int) -> Iterator[tuple[Happening, datetime]]:
        generation = Generation.DATED if self._is_dated else Generation.API_V4
        programme = Programme((generation,), seed=("gappy",), media_base=MEDIA_BASE)
        step = timedelta(days=DAYS) / count
        for number in range(count):
            now = self.began_at + number * step
            yield programme.next(now).happening, now

    @property
    def _is_dated(self) -> bool:
        return self.surface is Surface.DATED

    def _known(self, kind: str) -> int:
        calls = self.fake.workspace.calls.values()
        if kind == "voicemail":
            return sum(each.call.voicemail is not None for each in calls)
        return sum(getattr(each, kind) is not None for each in calls)

    def _conversations(self) -> list[Any]:
        find = self.application.database.conversations.find
        return joined(all_pages(lambda page: find(ConversationFilter(), page), limit=PAGE))

    def _items(self) -> list[TimelineItem]:
        timeline = self.application.database.conversations.timeline
        return [
            item
            for conversation in self._conversations()
            for item in joined(
                all_pages(lambda page, id_=conversation.id: timeline(id_, page), limit=PAGE)  # type: ignore[misc] # a default binds it
            )
        ]

    def _calls(self) -> list[CallView]:
        find = self.application.database.calls.find
        return joined(all_pages(lambda page: find(CallFilter(), page), limit=PAGE))

    def _texts(self) -> dict[str, Message]:
        bodies = (item.body for item in self._items())
        return {body.openphone_id: body for body in bodies if isinstance(body, Message)}


def _comparable(document: Mapping[str, Any]) -> Document:
    by_us = {"answered_by"} if document.get("direction") == "outgoing" else set()
    return {name: value for name, value in document.items() if name not in {"deep_link", *by_us}}


@contextmanager
def gappy_shop(
    database_url: str, *, surface: Surface = Surface.DATED, fake: FakeOpenPhoneApi | None = None
) -> Iterator[Gappy]:
    """Open one, on an empty database."""
    fake = fake or FakeOpenPhoneApi(workspace=Workspace(), requests_a_second=None)
    fake.has_dated_surface = surface is Surface.DATED
    with OpenPhoneServer(fake) as server, client(server.url, pacer=Unpaced()) as openphone:
        settings = Settings.load(
            {
                "CRM_DATABASE_URL": database_url,
                "CRM_WEBHOOK_KEYS": A_KEY,
                "OPENPHONE_API_KEY": fake.key,
                "OPENPHONE_API_URL": server.url,
                **NO_STRANGERS,
            }
        )
        migrate(settings)
        with bootstrap(settings) as application:
            shop = Gappy(application, fake, openphone, surface)
            shop.subscribe()
            yield shop
