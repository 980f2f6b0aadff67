"""What has to be done at OpenPhone so that everything is reported to one url, and can be verified."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, TypeAlias

import attrs

from openphone_crm.remote import V1_FAMILIES, Registration, Surface

_TASKS: Final = (
    "assigned",
    "completed",
    "created",
    "deleted",
    "duedate.removed",
    "duedate.updated",
    "linked",
    "overdue",
    "reopened",
    "unassigned",
    "unlinked",
    "updated",
)
_CALLS: Final = (
    "answered",
    "completed",
    "forwarded",
    "menu.selected",
    "missed",
    "recording.completed",
    "ringing",
    "summary.completed",
    "transcript.completed",
    "voicemail.completed",
)
EVERYTHING: Final = frozenset(
    (
        *(f"message.{each}" for each in ("received", "delivered", "failed", "undelivered")),
        *(f"call.{each}" for each in _CALLS),
        *(f"contact.{each}" for each in ("updated", "deleted")),
        *(f"task.{each}" for each in _TASKS),
        *(f"integration.{each}" for each in ("created", "updated", "deleted")),
    )
)
"""All that the newer API reports; the older one reports what `V1_FAMILIES` says."""


@attrs.frozen(kw_only=True)
class Present:
    """
    What is registered by each API, and of which we hold the key.

    `dated` is None where the workspace has the older API only.
    """

    v1: tuple[Registration, ...] = ()
    dated: tuple[Registration, ...] | None = None
    held: frozenset[str] = frozenset()


@attrs.frozen
class Create:
    """There is none: one is made, with its key."""

    surface: Surface
    events: frozenset[str]


@attrs.frozen
class Update:
    """It is disabled, or does not report everything."""

    registration: Registration
    events: frozenset[str]


@attrs.frozen
class Rotate:
    """Nobody here has its key, and it is not shown: it gets another, and the old one is good for nothing."""

    registration: Registration


@attrs.frozen
class KeepKey:
    """Its key is shown, and not kept here yet."""

    registration: Registration


Step: TypeAlias = Create | Update | Rotate | KeepKey


@attrs.frozen(kw_only=True)
class Plan:
    """
    The steps to one url that everything is reported to.

    `spare` are webhooks that lead there too; they do no harm, and are needed no longer.
    """

    surface: Surface
    steps: tuple[Step, ...] = ()
    spare: tuple[Registration, ...] = ()


def planned(present: Present, *, url: str) -> Plan:
    """What is missing at this url; nothing, where all is as it should be."""
    v1 = [each for each in present.v1 if leads_to(each, url)]
    keys = tuple(KeepKey(each) for each in v1 if each.key is not None and each.id not in present.held)
    if present.dated is None:
        plan = _planned_v1(v1)
    else:
        dated = [each for each in present.dated if leads_to(each, url)]
        plan = _planned_dated(dated, v1, present.held)
    return attrs.evolve(plan, steps=(*keys, *plan.steps))


def leads_to(registration: Registration, url: str) -> bool:
    """Whether a webhook is delivered to this url."""
    return registration.url.rstrip("/") == url.rstrip("/")


def _planned_v1(there: Collection[Registration]) -> Plan:
    good = {
        events: next((each for each in there if each.events >= events and _is_good(each)), None)
        for events in V1_FAMILIES.values()
    }
    missing = tuple(Create(Surface.V1, events) for events, one in good.items() if one is None)
    spare = tuple(each for each in there if each not in good.values())
    return Plan(surface=Surface.V1, steps=missing, spare=spare)


def _planned_dated(
    there: Collection[Registration], older: Collection[Registration], held: Collection[str]
) -> Plan:
    best = max(there, key=lambda each: _worth(each, held), default=None)
    steps = tuple(_steps_to_perfection(best, held))
    return Plan(surface=Surface.DATED, steps=steps, spare=(*(each for each in there if each != best), *older))


def _steps_to_perfection(best: Registration | None, held: Collection[str]) -> Iterator[Step]:
    if best is None:
        yield Create(Surface.DATED, EVERYTHING)
        return
    if not (_is_good(best) and best.events >= EVERYTHING):
        # What it reports beyond that somebody may have wanted.
        yield Update(best, best.events | EVERYTHING)
    if best.id not in held:
        yield Rotate(best)


def _worth(registration: Registration, held: Collection[str]) -> tuple[bool, bool, int]:
    """How little has to be done to a webhook; of equals the first is taken, every time."""
    return (
        registration.id in held,
        _is_good(registration),
        len(registration.events & EVERYTHING),
    )


def _is_good(registration: Registration) -> bool:
    """Whether what it reports arrives, of whichever number; the older API could not change that."""
    return registration.is_enabled and registration.is_of_all_lines
