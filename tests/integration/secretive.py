"""A system with a secret in every setting, and traffic in which everything is private."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import httpx2

from entrypoints.belongings import give_token
from entrypoints.bootstrap import bootstrap
from entrypoints.posting import new_client
from entrypoints.preparing import migrate
from entrypoints.settings import Settings
from openphone_crm.testing import SignedDelivery, events, render, sign
from openphone_crm.testing.deliveries import resigned
from openphone_crm.testing.happenings import Happening, Voicemail
from openphone_crm.webhooks import sign_legacy
from tests.integration.json_server import JsonServer
from tests.integration.processes import answers, entry_point, running
from tests.integration.server_process import free_port
from tests.integration.waiting import wait_until

LEGACY_KEY = "c2VjcmV0LWxlZ2FjeS1rZXktb2Ytb3Vycw=="
STANDARD_KEY = "whsec_c2VjcmV0LXN0YW5kYXJkLWtleS1vZi1vdXJz"
STRANGE_KEY = "c29tZWJvZHkgZWxzZSdzIGtleSwgYW5kIHByaXZhdGU="
TOKEN = "crm_ours-and-nobody-elses-0123456789abcdef"
BAD_TOKEN = "token-that-was-guessed"
CUSTOMER = "+12065550177"
OTHER = "+442079460958"
MAIN, MONITOR = "+12065550100", "+12065550190"
WORDS = "quokka-stew"
MAIL = "ann.private@mail.example"
TEXT = f"I am Ann, my recipe is {WORDS}, write to {MAIL} or ring (206) 555-0178 or {OTHER}"
MINE = "sent-by-the-test"
LIMIT_S = 60.0

PRIVATE = {
    "legacy key": LEGACY_KEY,
    "standard key": STANDARD_KEY.removeprefix("whsec_"),
    "strange key": STRANGE_KEY,
    "token": TOKEN,
    "bad token": BAD_TOKEN,
    "OpenPhone's key": "secret-openphone-key",
    "Gemini's key": "AIzaSecretGeminiKey",
    "metrics token": "secret-metrics-token",
    "alert password": "alert-pass-word",
    "alert path": "secret-alert-path",
    "notify password": "notify-pass-word",
    "notify path": "secret-notify-path",
    "collector password": "collector-pass-word",
    "signature of a file": "secret-file-signature",
    "words": WORDS,
    "mail": MAIL,
    "mail, quoted": MAIL.replace("@", "%40"),
    **{f"number {number}": number[2:] for number in (CUSTOMER, OTHER, MAIN, MONITOR)},
    "local number": "555-0178",
}
"""Everything that no log may hold, and what it is."""


def settings_of(where: Mapping[str, str], refusing: JsonServer) -> dict[str, str]:
    """Give settings with a secret wherever one can be; whoever is asked with one refuses."""
    nobody = f"127.0.0.1:{free_port()}"
    return {
        **where,
        "CRM_LOG_LEVEL": "debug",
        "CRM_WEBHOOK_KEYS": f"{LEGACY_KEY} {STANDARD_KEY}",
        "CRM_RETRY_BASE_S": "0.1",
        "CRM_LOW_BATCH_S": "0.1",
        "OPENPHONE_API_KEY": PRIVATE["OpenPhone's key"],
        "OPENPHONE_API_URL": f"http://127.0.0.1:{refusing.port}",
        "GEMINI_API_KEY": PRIVATE["Gemini's key"],
        "GEMINI_API_URL": f"http://127.0.0.1:{refusing.port}",
        "CRM_MAIN_NUMBER": MAIN,
        "CRM_MONITOR_NUMBER": MONITOR,
        "CRM_METRICS_TOKEN": PRIVATE["metrics token"],
        "CRM_ALERT_URLS": f"json://boss:{PRIVATE['alert password']}@{nobody}/{PRIVATE['alert path']}",
        "CRM_NOTIFY_URLS": f"json://shop:{PRIVATE['notify password']}@{nobody}/{PRIVATE['notify path']}",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://otel:{PRIVATE['collector password']}@{nobody}",
    }


@attrs.frozen(kw_only=True)
class Visitor:
    """Whoever sends requests, good and bad."""

    client: httpx2.Client
    url: str

    def ask(self, method: str, path: str, *, token: str = TOKEN, **options: Any) -> httpx2.Response:  # noqa: ANN401 - whatever the client takes
        """Ask the API for something."""
        headers = {"Authorization": f"Bearer {token}", "X-Request-ID": MINE}
        return self.client.request(method, f"{self.url}/api/v1/{path}", headers=headers, **options)

    def post(self, delivery: SignedDelivery) -> httpx2.Response:
        """Deliver what is signed, well or not."""
        url = f"{self.url}/webhooks/openphone?number={CUSTOMER}"
        return self.client.post(url, content=delivery.body, headers=delivery.headers)

    def make_trouble(self) -> list[str]:
        """Send whatever there is, good, bad and poisonous; gives the ids of the events that were stored."""
        stored = [self.post(each) for each in _good()]
        stored += [self.post(_good()[0]), self.post(_poison())]
        refused = [self.post(each) for each in _bad()]
        assert {answer.status_code for answer in stored} == {200}
        assert {answer.status_code for answer in refused} == {400}
        self._ask_for_trouble()
        return sorted({answer.json()["id"] for answer in stored})

    def _ask_for_trouble(self) -> None:
        self.ask("GET", "conversations", token=BAD_TOKEN)
        self.ask("GET", f"contacts?phone_number={CUSTOMER.replace('+', '%2B')}")
        self.ask("GET", f"contacts?q={MAIL.replace('@', '%40')}")
        self.ask("GET", f"contacts/{CUSTOMER}")
        self.ask("GET", f"{CUSTOMER}/{MAIL}?token={TOKEN}")
        self.ask("POST", "contacts", json={"name": WORDS, "phone_numbers": [CUSTOMER, OTHER], MAIL: 1})
        self.ask("POST", "contacts", content=f'{{"name": "{WORDS}')
        self.ask("PATCH", f"contacts/{WORDS}", json={"email": MAIL})
        wait_until(lambda: bool(self.ask("GET", "conversations").json()), limit_s=LIMIT_S)
        for conversation in self.ask("GET", "conversations").json():
            path = f"conversations/{conversation['id']}/messages"
            key = {"Idempotency-Key": WORDS, "Authorization": f"Bearer {TOKEN}"}
            self.client.post(f"{self.url}/api/v1/{path}", headers=key, json={"text": TEXT})


def _good() -> list[SignedDelivery]:
    at = datetime.now(UTC)
    url = f"https://files.example.com/a.mp3?X-Signature={PRIVATE['signature of a file']}"
    voicemail = Voicemail(transcript=TEXT, url=url)
    missed = events.unanswered(voicemail=voicemail, external=CUSTOMER, created_at=at)
    happenings = [
        events.message_received(TEXT, sender=CUSTOMER, created_at=at),
        events.call_voicemail_completed(missed),
        events.call_completed(missed),
        events.unknown_event(f"call {CUSTOMER}", at=at),
    ]
    return [_signed(happening, at) for happening in happenings]


def _signed(happening: Happening, at: datetime) -> SignedDelivery:
    generation = "2026-03-30"
    return sign(
        render(happening, generation), generation=generation, key=STANDARD_KEY, at=at, sequence=happening.type
    )


def _poison() -> SignedDelivery:
    """A known type that cannot be read, and says private things."""
    at = datetime.now(UTC)
    payload = {"type": "message.received", "apiVersion": "v4", "data": {"object": {"id": 7, "body": [TEXT]}}}
    return sign(payload, generation="legacy-api", key=LEGACY_KEY, at=at)


def _bad() -> Sequence[SignedDelivery]:
    """Not signed, signed by a stranger, too old, and signed nonsense."""
    at = datetime.now(UTC)
    good = _good()[0]
    nonsense = f'["{TEXT}", NaN'.encode()
    return [
        attrs.evolve(good, headers={}),
        resigned(good, key=STRANGE_KEY, at=at),
        resigned(good, key=STANDARD_KEY, at=datetime(2020, 1, 1, tzinfo=UTC)),
        attrs.evolve(good, body=nonsense, headers=sign_legacy(nonsense, key=LEGACY_KEY, at=at)),
    ]


@contextmanager
def whole_system(settings: Mapping[str, str], logs: Path) -> Iterator[Visitor]:
    """Run all processes, and leave what they have written in that directory."""
    parsed = Settings.load(settings)
    migrate(parsed)
    untraced = attrs.evolve(parsed, otlp_endpoint=None)
    with bootstrap(untraced) as application:
        give_token(application.database.tokens, application.clock, TOKEN)
    address = f"127.0.0.1:{free_port()}"
    serve = entry_point("serve", "--bind", address)
    with ExitStack() as stack:
        for name in ("worker", "scheduler") if parsed.redis_url else ():
            stack.enter_context(running(entry_point(name), settings, log=logs / name))
        stack.enter_context(
            running(serve, settings, ready=lambda: answers(address, "/readyz"), log=logs / "serve")
        )
        yield Visitor(client=stack.enter_context(new_client()), url=f"http://{address}")


def entries_in(logs: Path) -> list[dict[str, Any]]:
    """Read the entries that were written; whatever is no JSON is none."""
    lines = [line for log in sorted(logs.iterdir()) for line in log.read_text().split("\n")]
    return [json.loads(line) for line in lines if line.startswith("{")]
