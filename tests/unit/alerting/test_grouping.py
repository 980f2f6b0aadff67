"""A fault and what follows from it are one alert."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.alert_rules.grouping import AFTERMATH, EXPLAINS
from openphone_crm.alert_rules.rules import RULES
from openphone_crm.alerts import Alert, Rule
from openphone_crm.health.fault_texts import help_of
from openphone_crm.health.faults import Fault
from openphone_crm.paging import PageRequest
from tests.unit.health.clinic import Clinic

SYMPTOMS = [(cause, symptom) for cause, symptoms in EXPLAINS.items() for symptom in sorted(symptoms)]
NO_WORKER = f"The webhook was stored. {help_of(Fault.NO_WORKER)}"
OF_CHECKS = {
    Rule.API_KEY: f"OpenPhone refuses the API key. {help_of(Fault.API_KEY)}",
    Rule.SIGNATURES: f"Webhooks come. {help_of(Fault.SIGNATURE_REFUSED)}",
}


def ring(clinic: Clinic, rule: Rule, message: str = NO_WORKER) -> None:
    """Have a fault noticed."""
    clinic.alarms.ring(rule, title=rule.value, message=message)


def is_open(clinic: Clinic) -> set[Rule]:
    """The rules of which an alert is open."""
    found = clinic.crm.alert_book.find(PageRequest(), is_open=True).items
    return {alert.rule for alert in found}


@pytest.mark.parametrize(("cause", "symptom"), SYMPTOMS)
def test_a_symptom_is_not_told_beside_its_cause(cause: Rule, symptom: Rule) -> None:
    """It is no alert at all while that is open."""
    clinic = Clinic()
    ring(clinic, cause)

    ring(clinic, symptom, OF_CHECKS.get(cause, NO_WORKER))

    assert is_open(clinic) == {cause}
    assert clinic.told() == [("mail", cause.value)]


@pytest.mark.parametrize(("cause", "symptom"), SYMPTOMS)
def test_a_symptom_that_was_told_becomes_part_of_its_cause(cause: Rule, symptom: Rule) -> None:
    """It ends without a word, and the cause's message says that it explains it."""
    clinic = Clinic()
    ring(clinic, symptom, OF_CHECKS.get(cause, NO_WORKER))

    ring(clinic, cause, "This is the cause. Mend it.")

    assert is_open(clinic) == {cause}
    assert clinic.told() == sorted([("mail", symptom.value), ("mail", cause.value)])
    first = OF_CHECKS.get(cause, NO_WORKER).partition(". ")[0]
    assert f"This is also why: {first}." in "".join(clinic.bodies(cause.value))


@pytest.mark.parametrize(
    ("waits", "is_told"),
    [("low for 900 s", False), ("critical for 90 s", True), ("critical for 90 s, low for 900 s", True)],
)
def test_a_missing_worker_explains_its_own_queue_alone(waits: str, is_told: bool) -> None:  # noqa: FBT001
    """What waits in another queue has a worker, and is a fault of its own."""
    clinic = Clinic()
    ring(clinic, Rule.WORKER, "Nobody works on what is due: no low worker was seen.")

    ring(clinic, Rule.OLDEST_AGE, f"Events wait too long: {waits}. The limits are known.")

    assert (Rule.OLDEST_AGE in is_open(clinic)) is is_told


def test_what_a_fault_has_left_behind_is_no_news() -> None:
    """What has piled up is worked on for some minutes more; after that it is a fault of its own."""
    clinic = Clinic()
    ring(clinic, Rule.WORKER)
    clinic.alarms.stop(Rule.WORKER, title="there", message="They work.")
    clinic.clock.advance(AFTERMATH)
    ring(clinic, Rule.QUEUE_DEPTH)
    before = is_open(clinic)
    clinic.clock.advance(timedelta(seconds=1))

    ring(clinic, Rule.QUEUE_DEPTH)

    assert (before, is_open(clinic)) == (set(), {Rule.QUEUE_DEPTH})


def test_a_check_that_finds_something_else_is_told() -> None:
    """That OpenPhone does not send is not the fault of a worker."""
    clinic = Clinic()
    ring(clinic, Rule.WORKER)

    ring(clinic, Rule.HEALTH_CHECK, f"OpenPhone does not send. {help_of(Fault.NOT_SENT)}")

    assert is_open(clinic) == {Rule.WORKER, Rule.HEALTH_CHECK}


def test_a_symptom_does_not_explain_its_cause() -> None:
    """Both ways round one of two faults would hide the other."""
    circles = [(cause, symptom) for cause, symptom in SYMPTOMS if cause in EXPLAINS.get(symptom, ())]

    assert circles == []


def test_causes_are_judged_before_their_symptoms() -> None:
    """So that a symptom that is noticed in the same moment is not told first."""
    order = list(RULES)

    late = [
        (cause, symptom)
        for cause, symptom in SYMPTOMS
        if cause in RULES and symptom in RULES and order.index(cause) > order.index(symptom)
    ]

    assert late == []


def test_faults_of_their_own_are_told_side_by_side() -> None:
    """What explains nothing hides nothing."""
    clinic = Clinic()

    for rule in (Rule.DISK, Rule.BUDGET, Rule.FAILED_SHARE):
        ring(clinic, rule)

    assert len(clinic.told()) == 3
    assert all(isinstance(clinic.alert(rule), Alert) for rule in (Rule.DISK, Rule.BUDGET))
