"""A world in which everything that the API can show is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from openphone_crm.access import Role
from openphone_crm.alerts import Alert, Rule, Severity
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.records import Extraction, ExtractionStatus
from openphone_crm.health.faults import Fault, Verdict
from openphone_crm.ids import AlertId
from openphone_crm.testing import builders as make
from openphone_crm.testing import events
from openphone_crm.testing import extraction_builders as read
from openphone_crm.testing.contracts.dead_letters import cause, fail
from openphone_crm.testing.contracts.scenes import write as scene
from openphone_crm.testing.file_builders import CALL, MESSAGE, RECORDING, VOICEMAIL
from openphone_crm.testing.happenings import Media, Voicemail
from openphone_crm.testing.health_builders import health_check
from openphone_crm.timeline import call_entry, message_entry
from openphone_crm.work_records import Status
from tests.integration.falcon_http.reading import ANN, NAME, post, suggest, write
from tests.integration.falcon_http.shelf import make_shelf
from tests.integration.falcon_http.world import World

PICTURE = Media(url="https://storage.example/picture.jpg")
LEFT_WORDS = events.unanswered(external="+14255550187", voicemail=Voicemail())
ALERTS = tuple(
    Alert(
        id=AlertId(f"alert-{rule.value}"),
        rule=rule,
        severity=Severity.CRITICAL,
        message="Something is wrong.",
        since=make.later(number),
        ended_at=make.later(number + 60) if number % 2 else None,
    )
    for number, rule in enumerate(Rule)
)


def make_busy_world() -> World:
    """Make one, with something of every kind in every state that is quickly made."""
    shelf = make_shelf()
    world = shelf.world
    shelf.keep(RECORDING)
    shelf.keep(VOICEMAIL)
    shelf.keep(MESSAGE, content_type="image/jpeg")
    scene(world.crm, entries=tuple(filter(None, (message_entry(MESSAGE), call_entry(CALL)))))
    _talk(world)
    _read(world)
    _fail(world)
    _check(world)
    return world


def ids_in(world: World) -> Mapping[str, list[str]]:
    """The ids that an address may hold, by the names that the document has for them."""
    histories = [world.get(f"contacts/{contact}/history").json() for contact in _ids(world, "contacts")]
    talks = [
        item
        for talk in _ids(world, "conversations")
        for item in world.get(f"conversations/{talk}/timeline").json()
    ]
    items = [each["id"] for item in talks for each in (item, *item.get("recordings", ()))]
    urls = [medium["url"] for item in talks for medium in item.get("media", ()) if medium["url"]]
    return {
        "alert_id": _ids(world, "alerts"),
        "approval_id": _ids(world, "approvals"),
        "change_id": [entry["id"] for history in histories for entry in history],
        "contact_id": _ids(world, "contacts"),
        "conversation_id": _ids(world, "conversations"),
        "event_id": _ids(world, "webhook-events"),
        "extraction_id": _ids(world, "extractions"),
        "failure_id": _ids(world, "failures"),
        "file_id": [url.rpartition("/")[2] for url in urls],
        "item_id": [*items, VOICEMAIL.id],
        "job_id": [post(world, "webhook-events/retry", {"type": "call.missed"}).json()["id"]],
        "note_id": _ids(world, "notes"),
    }


def _ids(world: World, path: str) -> list[str]:
    return [str(each["id"]) for each in world.get(f"{path}?limit=200").json()]


def _talk(world: World) -> None:
    world.happens(
        events.message_received("Hi", media=(PICTURE,)),
        events.message_received("Your code", sender="72975"),
        events.call_recording_completed(),
        events.call_transcript_completed(),
        events.call_summary_completed(),
        events.call_completed(),
        events.call_completed(LEFT_WORDS),
    )
    (talk, *_) = [one["id"] for one in world.get("conversations?phone_number=%2B14255550123").json()]
    post(world, f"conversations/{talk}/messages", {"text": "At nine."}, headers={"Idempotency-Key": "k"})


def _read(world: World) -> None:
    book = world.crm.unit_of_work
    suggest(book)
    post(world, f"approvals/{NAME.id}/approve")
    entries = _log()
    notes = (read.note("call", contact_id=ANN.id), read.note("fact", topic=Topic.FACT))
    write(book, extractions=tuple(entries), notes=notes)
    post(world, f"notes/{notes[0].id}/done")


def _log() -> Iterable[Extraction]:
    for status in ExtractionStatus:
        is_read = status is not ExtractionStatus.UNREAD
        entry = read.extraction(status.value, status=status, contact_id=ANN.id, is_correct=None)
        yield attrs.evolve(entry, start=8, end=23, second=1.5, topic=entry.topic if is_read else None)
    yield read.extraction("judged", is_correct=True, reviewed_by="operator", reviewed_at=make.later(9))


def _fail(world: World) -> None:
    for number in range(6):
        fail(world.crm, f"failed-{number}", at=number, why=cause(place=f"place-{number % 3}"))
    world.crm.inbox.add([make.arrival(f"dead-{number}", status=Status.FAILED) for number in range(20)])
    (group, *_) = _ids(world, "failures")
    world.ask("POST", f"/api/v1/failures/{group}/acknowledge", role=Role.ADMIN.value)


def _check(world: World) -> None:
    for alert in ALERTS:
        world.crm.alert_book.add(attrs.evolve(alert, ended_at=None), telling=())
    check = health_check(started_at=make.NOON)
    world.crm.health_checks.begin(check)
    world.crm.health_checks.update(check.concluded(Verdict(Fault.API_KEY, ""), make.later(120)))
