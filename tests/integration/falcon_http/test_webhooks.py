"""A delivery is acknowledged when its row is committed, and refused without a word too many."""

from __future__ import annotations

import attrs
import pytest
from structlog.testing import capture_logs

from adapters.falcon_http.bodies import LARGEST_BODY
from openphone_crm.errors import UnavailableError
from openphone_crm.testing import events
from openphone_crm.webhooks import sign_legacy
from tests.integration.falcon_http.inboxes import ObedientInbox
from tests.integration.falcon_http.world import KEY, WEBHOOK, World, make_world
from tests.integration.scrapes import samples_of


def test_a_delivery_is_queued_once(world: World) -> None:
    """The first answer is `queued`, the second `duplicate` with the id of the first."""
    first = world.deliver(events.message_received())

    second = world.deliver(events.message_received())

    assert (first.status_code, first.json()["status"]) == (200, "queued")
    assert (second.status_code, second.json()) == (200, {"status": "duplicate", "id": first.json()["id"]})
    assert outcomes(world) == {"queued": 1, "duplicate": 1}


def test_a_bad_signature_is_explained_to_the_log_alone(world: World) -> None:
    """The sender learns that the signature is invalid; the reason stands in the log, and no body."""
    headers = {"openphone-signature": "hmac;1;1639710054089;bm90IGl0"}

    with capture_logs() as logs:
        answer = world.send("POST", WEBHOOK, headers=headers, content=b'{"text": "private"}')

    assert (answer.status_code, answer.json()["title"]) == (400, "Invalid signature")
    assert answer.headers["content-type"] == "application/problem+json"
    entry = logs[0]
    assert entry["signature_headers"] == ("openphone-signature",)
    assert entry["reason"] not in answer.text
    assert "private" not in str(logs)
    assert outcomes(world) == {"invalid_signature": 1}


def test_signed_nonsense_is_identified_in_the_log(world: World) -> None:
    """A signed body that is no JSON object is refused, counted, and logged by size and digest."""
    headers = sign_legacy(b"[1]", key=KEY, at=world.clock.now())

    with capture_logs() as logs:
        answer = world.send("POST", WEBHOOK, headers=headers, content=b"[1]")

    assert (answer.status_code, answer.json()["title"]) == (400, "Bad Request")
    assert logs[0]["size"] == 3
    assert len(logs[0]["sha256"]) == 64
    assert outcomes(world) == {"invalid_body": 1}


@pytest.mark.parametrize(
    "error", [UnavailableError("database", "host db-7 refused"), RuntimeError("host db-7")]
)
def test_what_is_not_durable_is_not_acknowledged(error: Exception) -> None:
    """Whatever the store says, the sender is told when to come back and nothing about the store."""
    inbox = ObedientInbox(error)
    world = make_world()
    broken = make_world(intake=attrs.evolve(world.parts.intake, inbox=inbox))

    answer = broken.deliver(events.message_received())
    again = broken.deliver(events.message_received())

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "db-7" not in answer.text
    assert again.json()["status"] == "queued"


def test_every_copy_of_a_header_counts(world: World) -> None:
    """A signature that stands in the second of two headers of one name is seen."""
    body = b'{"type": "message.received"}'
    good = sign_legacy(body, key=KEY, at=world.clock.now())["openphone-signature"]
    headers = [("openphone-signature", "hmac;1;1639710054089;bm90IGl0"), ("openphone-signature", good)]

    answer = world.send("POST", WEBHOOK, headers=headers, content=body)

    assert answer.status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_the_address_is_fine(world: World, method: str) -> None:
    """GET and HEAD answer 200."""
    answer = world.send(method, WEBHOOK)

    assert answer.status_code == 200
    assert (answer.text == "") is (method == "HEAD")


def test_the_largest_body_is_read_whole(world: World) -> None:
    """A body of exactly 1 MiB is read, and fails for its signature only."""
    answer = world.send("POST", WEBHOOK, content=b" " * LARGEST_BODY)

    assert answer.status_code == 400


@pytest.mark.parametrize("size", [LARGEST_BODY + 1, 2 * LARGEST_BODY, 20 * LARGEST_BODY])
def test_a_larger_body_is_refused(world: World, size: int) -> None:
    """A body over 1 MiB is 413, however much larger it is."""
    answer = world.send("POST", WEBHOOK, content=b" " * size)

    assert (answer.status_code, answer.json()["status"]) == (413, 413)


def test_a_body_that_ends_early_is_refused(world: World) -> None:
    """A body shorter than its Content-Length came from somebody who left."""
    answer = world.send("POST", WEBHOOK, headers={"Content-Length": "10"}, content=b"abc")

    assert answer.status_code == 400
    assert "Content-Length" in answer.json()["detail"]


def outcomes(world: World) -> dict[str, float]:
    """Read from the figures what became of the deliveries."""
    begin, end = 'openphone_crm_webhook_deliveries_total{outcome="', '"}'
    counted = samples_of(world.send("GET", "/metrics").text)
    return {
        name.removeprefix(begin).removesuffix(end): count
        for name, count in counted.items()
        if name.startswith(begin) and count
    }
