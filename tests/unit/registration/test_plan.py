"""What is missing is done, what is there is left as it is."""

from __future__ import annotations

import attrs
import pytest

from openphone_crm.registration.plan import (
    EVERYTHING,
    Create,
    KeepKey,
    Plan,
    Present,
    Rotate,
    Step,
    Update,
    planned,
)
from openphone_crm.remote import V1_FAMILIES, Registration, Surface
from openphone_crm.testing.openphone_api.webhooks import DATED_EVENTS
from tests.unit.registration.making import MESSAGES, OLD, PERFECT, URL, old_ones

HELD = frozenset({"1", "2", *(each.id for each in old_ones()), OLD.id})
ELSEWHERE = attrs.evolve(PERFECT, id="9", url="https://other.example/webhooks/openphone")
DISABLED = attrs.evolve(PERFECT, is_enabled=False)
OF_ONE_LINE = attrs.evolve(PERFECT, is_of_all_lines=False)
PARTIAL = attrs.evolve(PERFECT, events=MESSAGES | {"something.new"})


def plan_for(*dated: Registration, v1: tuple[Registration, ...] = (), held: frozenset[str] = HELD) -> Plan:
    """Plan for a workspace that has the newer API."""
    return planned(Present(v1=v1, dated=dated, held=held), url=URL)


def test_everything_is_what_openphone_reports() -> None:
    """Every kind of event that a webhook of the newer API takes."""
    assert EVERYTHING == DATED_EVENTS


@pytest.mark.parametrize(
    ("dated", "held", "steps"),
    [
        ((), HELD, (Create(Surface.DATED, EVERYTHING),)),
        ((ELSEWHERE,), HELD, (Create(Surface.DATED, EVERYTHING),)),
        ((PERFECT,), HELD, ()),
        ((attrs.evolve(PERFECT, url=f"{URL}/"),), HELD, ()),
        ((DISABLED,), HELD, (Update(DISABLED, EVERYTHING),)),
        ((OF_ONE_LINE,), HELD, (Update(OF_ONE_LINE, EVERYTHING),)),
        ((PARTIAL,), HELD, (Update(PARTIAL, EVERYTHING | {"something.new"}),)),
        ((PERFECT,), frozenset(), (Rotate(PERFECT),)),
        ((DISABLED,), frozenset(), (Update(DISABLED, EVERYTHING), Rotate(DISABLED))),
    ],
)
def test_what_is_missing_is_done(
    dated: tuple[Registration, ...], held: frozenset[str], steps: tuple[Step, ...]
) -> None:
    """Made, changed, given a key, or nothing at all."""
    plan = plan_for(*dated, held=held)

    assert plan == Plan(surface=Surface.DATED, steps=steps)


@pytest.mark.parametrize(
    ("worse", "held"),
    [(attrs.evolve(PERFECT, id="2"), frozenset({"1"})), (attrs.evolve(DISABLED, id="2"), HELD)],
)
def test_of_several_the_one_with_least_to_do_is_taken(worse: Registration, held: frozenset[str]) -> None:
    """Whatever their order; the others are named, and left alone."""
    plans = [plan_for(PERFECT, worse, held=held), plan_for(worse, PERFECT, held=held)]

    assert plans == [Plan(surface=Surface.DATED, spare=(worse,))] * 2


def test_older_webhooks_are_left_alone() -> None:
    """They are named as needed no longer; until they are deleted their deliveries are verified too."""
    plan = plan_for(PERFECT, v1=(OLD,), held=frozenset({"1"}))

    assert plan == Plan(surface=Surface.DATED, steps=(KeepKey(OLD),), spare=(OLD,))


def test_without_the_newer_api_there_are_four() -> None:
    """Messages, calls, summaries and transcripts have a webhook each."""
    plan = planned(Present(), url=URL)

    assert plan.surface is Surface.V1
    assert plan.steps == tuple(Create(Surface.V1, events) for events in V1_FAMILIES.values())


def test_of_the_four_those_that_are_missing_are_made() -> None:
    """One that is disabled, or of some numbers only, cannot be changed: another takes its place."""
    messages, calls, *others = old_ones()
    disabled, limited = attrs.evolve(messages, is_enabled=False), attrs.evolve(calls, is_of_all_lines=False)

    plan = planned(Present(v1=(disabled, limited, *others), held=HELD), url=URL)

    assert plan.steps == (Create(Surface.V1, messages.events), Create(Surface.V1, calls.events))
    assert plan.spare == (disabled, limited)


def test_the_key_of_an_older_webhook_is_kept() -> None:
    """The older API shows it, so that nothing need be made anew."""
    messages, *others = old_ones()

    plan = planned(Present(v1=(messages, *others), held=HELD - {messages.id}), url=URL)

    assert plan == Plan(surface=Surface.V1, steps=(KeepKey(messages),))
