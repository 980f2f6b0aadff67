"""The product as processes, beside a fake OpenPhone whose webhooks are really posted to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import attrs
import httpx2
import orjson
import psycopg

from adapters.fake_openphone import OpenPhoneServer
from entrypoints.bootstrap import Application, bootstrap
from entrypoints.health import health_of
from entrypoints.rounds import Duty, going_round
from entrypoints.settings import Settings
from openphone_crm.errors import UnavailableError
from openphone_crm.health.checks import CheckKind, HealthCheck
from openphone_crm.health.refusals import minute_of
from openphone_crm.health_checking import HealthChecking
from openphone_crm.testing.happenings import SHOP_LINE, Line
from openphone_crm.testing.openphone_api import ApiRequest, FakeOpenPhoneApi, Workspace
from openphone_crm.testing.openphone_api.webhooks import Outgoing, Webhook
from openphone_crm.testing.subscriptions import subscriptions
from tests.integration.processes import answers, entry_point, output_of, running
from tests.integration.server_process import free_port
from tests.integration.waiting import wait_until

KEYS: Final = "bGVnYWN5LWtleQ== whsec_c3RhbmRhcmQta2V5"
OTHER_KEY: Final = "whsec_YW5vdGhlci1rZXk="
MAIN, MONITOR = SHOP_LINE.number, "+12065550190"
PUBLIC_URL: Final = "https://crm.example.com"
PATH: Final = "/webhooks/openphone"

_MONITOR_LINE = Line(number=MONITOR, id="PNxMonitor")
_DELIVERIES = 2
"""Of one text to one webhook: it is delivered, and received."""
_LIMIT_S = 90.0
_POST_LIMIT_S = 15


def fake_openphone() -> FakeOpenPhoneApi:
    """Make a workspace of two lines, with webhooks of all three generations."""
    workspace = Workspace(lines=(SHOP_LINE, _MONITOR_LINE))
    fake = FakeOpenPhoneApi(workspace=workspace, webhook_keys=KEYS)
    fake.delivery_delay = timedelta(milliseconds=200)
    return fake


def registered_key(fake: FakeOpenPhoneApi) -> str:
    """Register a webhook of ours by the newer API, and give its key."""
    document = {"url": f"{PUBLIC_URL}{PATH}", "events": ["message.received", "task.created"]}
    headers = {"Authorization": fake.key, "Quo-Api-Version": "2026-03-30"}
    request = ApiRequest(method="POST", target="/webhooks", headers=headers, body=orjson.dumps(document))
    key: str = orjson.loads(fake.handle(request, datetime.now(UTC)).body)["data"]["key"]
    return key


def never(_: HealthCheck) -> bool:
    """Wait for a check's outcome however long it takes."""
    return False


def at_once(_: HealthCheck) -> bool:
    """Wait for nothing."""
    return True


@attrs.frozen(kw_only=True)
class Patient:
    """The product, its OpenPhone, and whoever checks its health."""

    fake: FakeOpenPhoneApi
    settings: Mapping[str, str]
    application: Application
    health: HealthChecking
    webhooks: Sequence[Webhook]

    def checked(
        self, kind: CheckKind = CheckKind.TEXT, *, enough: Callable[[HealthCheck], object] = never
    ) -> HealthCheck:
        """Make a check, and wait for its outcome; once we have seen enough, patience is at its end."""
        check = self.health.begin(kind)
        impatient = attrs.evolve(self.health, patience=timedelta())

        def is_over() -> bool:
            nonlocal check
            if not check.is_over:
                health = impatient if enough(check) else self.health
                check = health.follow(check)
            return check.is_over

        assert wait_until(is_over, limit_s=_LIMIT_S)
        return check

    def arrived(self, check: HealthCheck) -> bool:
        """Tell whether an event of a check is here."""
        return bool(self.application.database.sightings.of(check))

    def went_wrong(self, check: HealthCheck) -> bool:
        """Tell whether an attempt at an event of a check failed."""
        return any(seen.has_gone_wrong for seen in self.application.database.sightings.of(check))

    def refused(self, check: HealthCheck) -> bool:
        """Tell whether it is known that both deliveries of a text were refused."""
        refusals = self.application.database.traffic.refusals(since=minute_of(check.started_at))
        return sum(refusals.values()) == _DELIVERIES

    def stands_as(self, status: str) -> Callable[[HealthCheck], bool]:
        """Look whether OpenPhone has the text of a check as that."""
        messages = self.fake.workspace.messages
        return lambda check: any(
            each.status == status and each.text.id == check.openphone_id for each in list(messages.values())
        )

    def forge_signatures(self) -> None:
        """Have one webhook alone, signed with a key that nobody told us of."""
        self.fake.post.keys = subscriptions(OTHER_KEY)
        self.fake.post.webhooks.clear()

    def get_well(self) -> None:
        """Take every fault away from the fake, and see that the database is there."""
        # The connections of before a restart are found dead one by one.
        assert wait_until(self._has_database)
        self.execute("DELETE FROM refusals")
        self.fake.recover()
        self.fake.drop(0)
        self.fake.post.keys = subscriptions(KEYS)
        self.fake.post.webhooks.update((webhook.id, webhook) for webhook in self.webhooks)

    def execute(self, statement: str) -> None:
        """Do something to the database behind everybody's back."""
        with psycopg.connect(self.settings["CRM_DATABASE_URL"].replace("+psycopg", "")) as connection:
            connection.execute(statement.encode())

    def _has_database(self) -> bool:
        try:
            self.application.database.check()
        except UnavailableError:
            return False
        return True

    @contextmanager
    def working(self) -> Iterator[None]:
        """Have workers while the block lasts."""
        with running(entry_point("worker"), self.settings):
            yield


@contextmanager
def admitted(database_url: str, redis_url: str) -> Iterator[Patient]:
    """Run a server of the product, with no worker yet, and a fake OpenPhone that posts to it."""
    fake = fake_openphone()
    keys = f"{KEYS} {registered_key(fake)}"
    address = f"127.0.0.1:{free_port()}"
    with ExitStack() as stack:
        server = stack.enter_context(OpenPhoneServer(fake))
        settings = {
            "CRM_DATABASE_URL": database_url,
            "CRM_REDIS_URL": redis_url,
            "CRM_WEBHOOK_KEYS": keys,
            "CRM_RETRY_BASE_S": "600",
            "CRM_PUBLIC_URL": PUBLIC_URL,
            **openphone_settings(server),
        }
        output_of("migrate", settings=settings)
        is_ready = partial(answers, address, "/readyz")
        stack.enter_context(running(entry_point("serve", "--bind", address), settings, ready=is_ready))
        stack.enter_context(posting(fake, f"http://{address}{PATH}"))
        application = stack.enter_context(bootstrap(Settings.load(settings)))
        health = health_of(application)
        assert health is not None
        health = attrs.evolve(health, patience=timedelta(seconds=_LIMIT_S))
        webhooks = tuple(fake.post.webhooks.values())
        yield Patient(fake=fake, settings=settings, application=application, health=health, webhooks=webhooks)


def openphone_settings(server: OpenPhoneServer) -> dict[str, str]:
    """Name the fake and the two numbers."""
    return {
        "OPENPHONE_API_KEY": server.fake.key,
        "OPENPHONE_API_URL": server.url,
        "CRM_MAIN_NUMBER": MAIN,
        "CRM_MONITOR_NUMBER": MONITOR,
    }


@contextmanager
def posting(fake: FakeOpenPhoneApi, url: str) -> Iterator[None]:
    """Post what the fake has to deliver, once a second, while the block lasts."""
    with httpx2.Client(timeout=_POST_LIMIT_S) as client:
        post = Duty("post", 0, partial(_post_all, fake, client, url))
        with going_round("postman", [post], patience_s=_POST_LIMIT_S):
            yield


def _post_all(fake: FakeOpenPhoneApi, client: httpx2.Client, url: str) -> None:
    for outgoing in fake.deliveries(datetime.now(UTC)):
        _post(fake, outgoing, client, url)


def _post(fake: FakeOpenPhoneApi, outgoing: Outgoing, client: httpx2.Client, url: str) -> None:
    try:
        answer = client.post(url, content=outgoing.delivery.body, headers=outgoing.delivery.headers)
    except httpx2.HTTPError:
        fake.answered(outgoing, 0, datetime.now(UTC))
    else:
        fake.answered(outgoing, answer.status_code, datetime.now(UTC))
