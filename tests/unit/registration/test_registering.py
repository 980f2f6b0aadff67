"""Registering what is missing, however often, and whatever becomes of it on the way."""

from __future__ import annotations

from itertools import product

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.errors import StoreAwayError, UncertainError
from openphone_crm.memory import MemoryClock, MemoryCrm, MemoryOpenPhone
from openphone_crm.registering import LABEL, Registering
from openphone_crm.registration.keys import RegisteredKey
from openphone_crm.registration.plan import EVERYTHING, Create, Plan, Rotate, Step, planned
from openphone_crm.remote import V1_FAMILIES, Registration, Surface
from openphone_crm.webhooks import SigningKeys
from tests.unit.registration.making import LEGACY_KEY, MESSAGES, OLD, PERFECT, URL


@attrs.define
class FullDisk:
    """A store of keys that keeps nothing."""

    def add(self, _key: RegisteredKey) -> None:
        """Fail."""
        raise StoreAwayError("database", "no room left")

    def all(self) -> list[RegisteredKey]:
        """Have none."""
        return []


def registering_at(openphone: MemoryOpenPhone, crm: MemoryCrm | None = None) -> Registering:
    """Make what registers there."""
    return Registering(api=openphone, keys=(crm or MemoryCrm()).webhook_keys, clock=MemoryClock())


def plan_of(registering: Registering) -> Plan:
    """Look, and plan."""
    return planned(registering.look(), url=URL)


def carried_out(registering: Registering) -> tuple[Step, ...]:
    """Do what is missing, and tell what that was."""
    steps = plan_of(registering).steps
    for step in steps:
        registering.take(step, url=URL)
    return steps


@pytest.mark.parametrize(("surface", "count"), [(Surface.DATED, 1), (Surface.V1, 4)])
def test_an_empty_workspace_is_told_of_everything(surface: Surface, count: int) -> None:
    """By one webhook or four, under our name, and each key is kept."""
    openphone, crm = MemoryOpenPhone(surface=surface), MemoryCrm()

    carried_out(registering_at(openphone, crm))

    made = list(openphone.webhooks.values())
    assert len(made) == count
    assert {(each.surface, each.url, each.label) for each in made} == {(surface, URL, LABEL)}
    reported = frozenset[str]().union(*(each.events for each in made))
    everything = {Surface.DATED: EVERYTHING, Surface.V1: frozenset[str]().union(*V1_FAMILIES.values())}
    assert reported == everything[surface]
    assert {each.key for each in made} == {each.key for each in crm.webhook_keys.all()}


_WEBHOOKS = st.builds(
    lambda events, is_enabled, is_of_all_lines, url: attrs.evolve(
        PERFECT, events=events, is_enabled=is_enabled, is_of_all_lines=is_of_all_lines, url=url
    ),
    st.sampled_from([EVERYTHING, MESSAGES, frozenset({"call.completed"})]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([URL, f"{URL}/", "https://other.example"]),
)


@given(surface=st.sampled_from(Surface), webhooks=st.lists(st.tuples(_WEBHOOKS, st.booleans()), max_size=5))
def test_the_second_time_nothing_is_to_be_done(
    surface: Surface, webhooks: list[tuple[Registration, bool]]
) -> None:
    """Whatever there was before."""
    openphone = MemoryOpenPhone(surface=surface)
    for number, (webhook, is_old) in enumerate(webhooks):
        made = attrs.evolve(
            webhook,
            id=f"there{number}",
            surface=Surface.V1 if is_old or surface is Surface.V1 else Surface.DATED,
            key=LEGACY_KEY if is_old or surface is Surface.V1 else None,
        )
        openphone.webhooks[made.id] = made
    registering = registering_at(openphone)
    carried_out(registering)
    before = dict(openphone.webhooks)

    again = carried_out(registering)

    assert (again, openphone.webhooks) == ((), before)


def test_a_crash_between_making_and_keeping_is_mended() -> None:
    """The next time there is a webhook without a key, which gets another."""
    openphone, crm = MemoryOpenPhone(), MemoryCrm()
    broken = attrs.evolve(registering_at(openphone), keys=FullDisk())
    with pytest.raises(StoreAwayError):
        broken.take(Create(Surface.DATED, EVERYTHING), url=URL)

    steps = carried_out(registering_at(openphone, crm))

    (webhook,) = openphone.webhooks.values()
    assert [type(step) for step in steps] == [Rotate]
    assert [each.key for each in crm.webhook_keys.all()] == [webhook.key]


def test_an_answer_that_got_lost_is_an_error() -> None:
    """Nobody knows whether it was made; the next look tells."""
    openphone = MemoryOpenPhone()
    registering = registering_at(openphone)
    (create,) = plan_of(registering).steps
    openphone.fail(UncertainError("OpenPhone", "it hung up"))

    with pytest.raises(UncertainError):
        registering.take(create, url=URL)

    assert plan_of(registering).steps == (create,)


def test_keys_of_the_settings_are_held() -> None:
    """Where the API shows which they are of."""
    openphone = MemoryOpenPhone(surface=Surface.V1)
    openphone.webhooks[OLD.id] = OLD
    registering = registering_at(openphone)

    looks = [
        attrs.evolve(registering, given=SigningKeys.parse(keys)).look().held for keys in (LEGACY_KEY, "")
    ]

    assert looks == [{OLD.id}, frozenset()]


def test_every_step_leaves_the_rest_to_be_done() -> None:
    """A run that ends after any of its steps is gone on with by the next."""
    for number, surface in product(range(4), Surface):
        openphone, crm = MemoryOpenPhone(surface=surface), MemoryCrm()
        registering = registering_at(openphone, crm)
        for step in plan_of(registering).steps[:number]:
            registering.take(step, url=URL)

        carried_out(registering)

        assert plan_of(registering).steps == ()
        assert len(openphone.webhooks) == (1 if surface is Surface.DATED else 4)
