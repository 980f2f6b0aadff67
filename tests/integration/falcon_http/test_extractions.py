"""The log of what was read, the sample and the verdicts, by HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.records import ExtractionStatus
from openphone_crm.testing import builders as make
from openphone_crm.testing import extraction_builders as read
from tests.integration.falcon_http.reading import post, write
from tests.integration.falcon_http.world import World, make_world

ADDED = read.extraction(
    "added", start=8, end=23, second=1.5, speaker=make.ANN, contact_id=make.contact_id("ann")
)
DROPPED = read.extraction("dropped", status=ExtractionStatus.DROPPED, created_at=make.later(1))
REVIEW = f"extractions/{ADDED.id}/review"


@pytest.fixture
def world() -> World:
    """Lend a world in which something was read and believed, and something not."""
    world = make_world()
    write(world.crm.unit_of_work, extractions=(ADDED, DROPPED))
    return world


def test_an_entry_has_every_field(world: World) -> None:
    """The log, the newest entry first, for a viewer too."""
    log = world.get("extractions", role="viewer").json()

    assert [entry["status"] for entry in log] == ["dropped", "auto_added"]
    assert log[1] == {
        "id": ADDED.id,
        "status": "auto_added",
        "field": "email",
        "value": "ann@example.com",
        "quote": "ann@example.com",
        "source_kind": "voicemail",
        "source_id": make.item_id("voicemail"),
        "contact_id": make.contact_id("ann"),
        "message": "Auto-added email: ann@example.com",
        "extractor": "pattern",
        "model": "pattern/1",
        "created_at": "2026-04-13T12:00:00.123456Z",
        "correct": None,
        "reviewed_by": None,
        "reviewed_at": None,
        "start": 8,
        "end": 23,
        "second": 1.5,
        "speaker": make.ANN,
    }


def test_entries_are_found_by_status_and_page(world: World) -> None:
    """Each status has its own; the link leads to the older ones."""
    sizes = {
        status.value: len(world.get(f"extractions?status={status.value}").json())
        for status in ExtractionStatus
    }
    first = world.get("extractions?limit=1")

    assert sizes == {"auto_added": 1, "asked": 0, "noted": 0, "left_alone": 0, "dropped": 1, "unread": 0}
    assert "next" in first.links


def test_the_sample_is_what_nobody_has_looked_at(world: World) -> None:
    """What was believed, until it has a verdict; at most as much as was asked for."""
    more = tuple(read.extraction(f"{number}") for number in range(30))
    write(world.crm.unit_of_work, extractions=more)

    sizes = [len(world.get(f"extractions/sample{query}").json()) for query in ("", "?size=5", "?size=200")]
    post(world, REVIEW, {"correct": True})
    left = [entry["id"] for entry in world.get("extractions/sample?size=200").json()]

    assert sizes == [20, 5, 31]
    assert sorted(left) == sorted(entry.id for entry in more)


@pytest.mark.parametrize("verdict", [True, False])
def test_a_verdict_is_kept(world: World, *, verdict: bool) -> None:
    """The answer is the entry as the log shows it, with who looked; a later verdict replaces it."""
    post(world, REVIEW, {"correct": not verdict})
    world.clock.advance(seconds=1)

    answer = post(world, REVIEW, {"correct": verdict})

    entry = answer.json()
    assert (answer.status_code, entry["correct"], entry["reviewed_by"]) == (200, verdict, "operator")
    assert world.get("extractions?status=auto_added").json() == [entry]
    assert world.crm.extractions.verdicts() == {Topic.EMAIL: Share(int(verdict), 1)}
    assert [act.details["correct"] for act in world.crm.audit.of(ADDED.id)] == [
        str(not verdict).lower(),
        str(verdict).lower(),
    ]


@pytest.mark.parametrize(
    "body", [{}, [], {"correct": None}, {"correct": 1}, {"correct": "true"}, {"correct": True, "why": "x"}]
)
def test_a_verdict_is_true_or_false(world: World, body: Any) -> None:  # noqa: ANN401 - any JSON
    """Anything else is bad input, and none is kept."""
    answer = post(world, REVIEW, body)

    assert answer.status_code == 400
    assert world.crm.extractions.verdicts() == {}


@pytest.mark.parametrize(
    "path",
    [
        "extractions?status=read",
        "extractions?size=5",
        "extractions/sample?size=0",
        "extractions/sample?size=201",
        "extractions/sample?size=ten",
        "extractions/sample?limit=5",
    ],
)
def test_bad_queries_are_refused(world: World, path: str) -> None:
    """What is no status, size or parameter is bad input."""
    assert world.get(path).status_code == 400


def test_what_cannot_be_asked(world: World) -> None:
    """Unknown entries, viewers, no body and no JSON."""
    text = {"content": b"true", "headers": {"Content-Type": "text/plain"}}

    statuses = [
        post(world, "extractions/x/review", {"correct": True}).status_code,
        post(world, REVIEW, {"correct": True}, role="viewer").status_code,
        post(world, REVIEW).status_code,
        post(world, REVIEW, **text).status_code,
    ]

    assert statuses == [404, 403, 415, 415]


def test_a_poll_sees_a_verdict(world: World) -> None:
    """The log and the sample are unchanged until somebody says something."""
    paths = ("extractions", "extractions/sample")
    tags = {path: world.get(path).headers["ETag"] for path in paths}
    before = [world.get(path, headers={"If-None-Match": tags[path]}).status_code for path in paths]

    post(world, REVIEW, {"correct": True})

    after = [world.get(path, headers={"If-None-Match": tags[path]}).status_code for path in paths]
    assert (before, after) == ([304, 304], [200, 200])
