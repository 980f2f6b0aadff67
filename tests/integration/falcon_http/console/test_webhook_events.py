"""The pages about what was received, and trying it again."""

from __future__ import annotations

import re

import pytest

from openphone_crm.testing import builders as make
from openphone_crm.testing import events
from openphone_crm.work_records import Status
from tests.integration.falcon_http.console.test_conversations import HOSTILE
from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.world import World

EVENTS = "/webhook-events"
A = f"{EVENTS}/{make.event_id('a')}"


def dead(world: World, *names: str, **fields: object) -> None:
    """Have these dead letters."""
    world.crm.inbox.add([make.arrival(name, status=Status.FAILED, **fields) for name in names])


def test_an_empty_list_says_what_to_do(visitor: Visitor) -> None:
    """Where nothing has arrived yet, the page says where a webhook has to point."""
    assert "Point OpenPhone&#39;s webhook at /webhooks/openphone" in visitor.get(EVENTS).text


def test_events_are_listed_and_found(world: World, visitor: Visitor) -> None:
    """What an empty form sends asks for nothing; what it names narrows the list."""
    dead(world, "a", event_type="call.missed")
    dead(world, "b")

    everything = visitor.get(f"{EVENTS}?status=&type=&priority=&since=").text
    missed = visitor.get(f"{EVENTS}?status=failed&type=call.missed&since=2026-01-31").text

    assert everything.count('id="event-') == 2
    assert missed.count('id="event-') == 1
    assert 'value="2026-01-31"' in missed


def test_an_event_shows_its_attempts_and_its_payload(world: World, visitor: Visitor) -> None:
    """Everything that is known of an event stands on its page; hostile texts in it are texts."""
    world.happens(events.message_received(HOSTILE, id="ACx1"))
    [event] = world.get("webhook-events").json()

    page = visitor.get(f"{EVENTS}/{event['id']}").text

    assert "1. processed" in page
    assert '<span class="json-name">&#34;body&#34;</span>' in page
    assert "<script>alert" not in page


def test_a_viewer_sees_no_payload(world: World) -> None:
    """What OpenPhone sent is not for viewers, nor is retrying offered to them."""
    dead(world, "a")
    visitor = Visitor.signed_in(world, "viewer")

    page = visitor.get(A).text

    assert "shown to operators and admins" in page
    assert "json-name" not in page
    assert "/retry" not in page
    assert visitor.post(f"{A}/retry").status_code == 403


def test_one_is_retried(world: World, visitor: Visitor) -> None:
    """A dead letter is due again, and the page says so."""
    dead(world, "a")

    answer = visitor.post(f"{A}/retry")

    assert (answer.status_code, answer.headers["location"]) == (303, A)
    assert "It is being tried again." in visitor.get(A).text


def test_what_is_not_failed_is_not_retried(world: World, visitor: Visitor) -> None:
    """Whoever comes too late is told why, and sees how it is by now."""
    world.crm.inbox.add([make.arrival("a", status=Status.PROCESSED)])

    assert visitor.post(f"{A}/retry").status_code == 303
    assert "Nothing was retried: what is processed is done" in visitor.get(A).text


@pytest.mark.parametrize("path", [A, f"{EVENTS}/jobs/none"])
def test_what_is_not_there_is_404(visitor: Visitor, path: str) -> None:
    """An unknown event or job is a page that says so."""
    assert visitor.get(path).status_code == 404


def test_many_are_counted_first(world: World, visitor: Visitor) -> None:
    """Nothing is retried before it was counted by type and confirmed."""
    dead(world, "a", "b", event_type="call.missed")
    dead(world, "c")

    page = visitor.get(f"{EVENTS}/retry?type=call.missed&since=").text

    assert "Retry 2 events" in page
    assert world.get("webhook-events?status=failed").json()[2:]


def test_many_are_retried_and_cancelled(world: World, visitor: Visitor) -> None:
    """A confirmed retry is a job, whose page shows how far it is until it is cancelled."""
    dead(world, "a", "b")

    answer = visitor.post(f"{EVENTS}/retry", type="", since="")
    job = answer.headers["location"]

    assert re.search(r"Tried</dt><dd>0 of 2", visitor.get(job).text)
    assert visitor.get(f"{EVENTS}/retry").text.count('id="job-') == 1
    assert visitor.post(f"{job}/cancel").headers["location"] == job
    assert "Cancelled: what was not tried yet stays as it is." in visitor.get(job).text
    visitor.post(f"{job}/cancel")
    assert "Nothing was cancelled: the job is cancelled" in visitor.get(job).text


def test_nothing_to_retry(visitor: Visitor) -> None:
    """Where nothing has failed, nothing is offered."""
    page = visitor.get(f"{EVENTS}/retry").text

    assert "Nothing to retry" in page
    assert "Retry 0" not in page
