"""The evidence of a check names its fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from openphone_crm.health.fault_texts import help_of, what_of
from openphone_crm.health.faults import Evidence, Fault, Sending, Sighting, Verdict, verdict_of
from openphone_crm.testing import builders as make
from openphone_crm.work_records import Status

PENDING = Sighting(status=Status.PENDING, due_at=make.NOON)
TAKEN = Sighting(status=Status.PROCESSING, lease_until=make.later(30))
LOST = attrs.evolve(TAKEN, lease_until=make.later(-1))
DONE = Sighting(status=Status.PROCESSED)
AGAIN = attrs.evolve(PENDING, attempts_made=1, error_message="it broke")
DEAD = Sighting(status=Status.FAILED, attempts_made=4, error_message="it broke for good")
ALONE = attrs.evolve(PENDING, tries_alone=1)
REFUSALS = {"none of 1 keys matches": 3}

CASES: Mapping[str, tuple[dict[str, Any], Fault | None, str | None]] = {
    "it was worked on": ({"sightings": (DONE,)}, None, None),
    "its type is none of ours": ({"sightings": (Sighting(status=Status.IGNORED),)}, None, None),
    "one of its two events was": ({"sightings": (DEAD, PENDING, DONE)}, None, None),
    "it came though nobody knew it was sent": (
        {"sending": Sending.UNCERTAIN, "sightings": (DONE,)},
        None,
        None,
    ),
    "it came among refused ones": ({"sightings": (DONE,), "refusals": REFUSALS}, None, None),
    "the key is refused": ({"sending": Sending.KEY_REFUSED, "reason": "401"}, Fault.API_KEY, "401"),
    "the API is away": ({"sending": Sending.AWAY, "reason": "503"}, Fault.API_DOWN, "503"),
    "the text is refused": ({"sending": Sending.REFUSED, "reason": "credits"}, Fault.NOT_SENT, "credits"),
    "the answer got lost": ({"sending": Sending.UNCERTAIN, "reason": "cut"}, Fault.UNCERTAIN, "cut"),
    "the carrier gave up": (
        {"remote_status": "undelivered"},
        Fault.UNDELIVERED,
        "OpenPhone says undelivered",
    ),
    "the carrier gave up while others were refused": (
        {"remote_status": "failed", "refusals": REFUSALS},
        Fault.UNDELIVERED,
        "OpenPhone says failed",
    ),
    "its own webhook says that it did not arrive": (
        {"sightings": (attrs.evolve(DONE, openphone_type="message.undelivered"), PENDING)},
        Fault.UNDELIVERED,
        "OpenPhone says undelivered",
    ),
    "it failed at first, and then arrived": (
        {"sightings": (attrs.evolve(DONE, openphone_type="message.failed"), DONE)},
        None,
        None,
    ),
    "it never left": ({"remote_status": "queued"}, Fault.UNDELIVERED, "OpenPhone still says queued"),
    "no webhook came": (
        {"remote_status": "delivered"},
        Fault.NOT_DELIVERED,
        "OpenPhone says delivered",
    ),
    "no webhook came, and nothing is said": ({}, Fault.NOT_DELIVERED, None),
    "webhooks were refused": (
        {"remote_status": "delivered", "refusals": REFUSALS},
        Fault.SIGNATURE_REFUSED,
        "3 x none of 1 keys matches",
    ),
    "webhooks were refused, and its status is old": (
        {"remote_status": "queued", "refusals": REFUSALS | {"too old": 4}},
        Fault.SIGNATURE_REFUSED,
        "4 x too old, 3 x none of 1 keys matches",
    ),
    "Redis is away": ({"sightings": (PENDING,), "is_bell_up": False}, Fault.NOT_QUEUED, None),
    "nobody works": ({"sightings": (PENDING,)}, Fault.NO_WORKER, None),
    "an attempt failed": ({"sightings": (AGAIN,)}, Fault.WORKER_FAILING, "it broke"),
    "an attempt failed, and Redis is away": (
        {"sightings": (AGAIN,), "is_bell_up": False},
        Fault.WORKER_FAILING,
        "it broke",
    ),
    "it is a dead letter": ({"sightings": (DEAD,)}, Fault.WORKER_FAILING, "it broke for good"),
    "a worker died of it": ({"sightings": (ALONE,)}, Fault.WORKER_FAILING, None),
    "the worse of two events": ({"sightings": (PENDING, AGAIN)}, Fault.WORKER_FAILING, "it broke"),
    "a worker died with it": (
        {"sightings": (LOST,)},
        Fault.WORKER_FAILING,
        "the worker that took it up died or hangs",
    ),
    "a worker is at it": (
        {"sightings": (TAKEN, PENDING)},
        Fault.WORKER_FAILING,
        "a worker has not got it done yet",
    ),
    "the database is away": ({"is_store_up": False}, Fault.DATABASE, None),
}


@pytest.mark.parametrize("case", CASES)
def test_the_evidence_names_the_fault(case: str) -> None:
    """One piece of evidence, one fault, and what more there is to say."""
    evidence, fault, detail = CASES[case]

    verdict = verdict_of(Evidence(at=make.NOON, **evidence))

    assert verdict == Verdict(fault, detail)
    assert verdict.is_ok is (fault is None)


def test_every_fault_can_be_found() -> None:
    """No fault is only a word: for each there is evidence."""
    found = {fault for _, fault, _ in CASES.values()}

    assert found == {None, *Fault}


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_is_explained(fault: Fault) -> None:
    """In one line what is wrong, and in sentences what to do about it."""
    what, help_ = what_of(Verdict(fault, "one\ntwo")), help_of(fault)

    assert what.endswith("(one two)")
    assert what[0].islower() or what.startswith("OpenPhone")
    assert help_.endswith(".")
    assert "  " not in what + help_


def test_no_fault_is_said_too() -> None:
    """All is well is a line of its own."""
    what = what_of(Verdict())

    assert what == "all is well"
