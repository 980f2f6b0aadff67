"""Faults are injected one by one into a running system, and the health check names each of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from openphone_crm.alerts import Rule
from openphone_crm.health.checks import CheckKind, CheckState
from openphone_crm.health.faults import Fault as Found
from openphone_crm.paging import PageRequest
from openphone_crm.testing.openphone_api import Fault
from openphone_crm.views import ContactFilter, ConversationFilter
from tests.integration.checkup import Patient, admitted, at_once
from tests.integration.processes import finished
from tests.integration.servers import PostgresqlServer, RedisServer

EVERYTHING = PageRequest(200)
REFUSING_TO_SETTLE = """
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no room left'; END $$;
    CREATE TRIGGER refusing BEFORE UPDATE ON webhook_events
        FOR EACH ROW WHEN (NEW.status = 'processed') EXECUTE FUNCTION refuse();
"""
SETTLING_AGAIN = "DROP TRIGGER refusing ON webhook_events; DROP FUNCTION refuse"


@pytest.fixture(scope="module")
def installation(postgresql_server: PostgresqlServer, redis_server: RedisServer) -> Iterator[Patient]:
    """Run one server for all tests of this module."""
    postgresql_server.start()
    redis_server.start()
    url = postgresql_server.fresh_database()
    with admitted(url, redis_server.url) as patient:
        yield patient
    postgresql_server.drop_database(url)


@pytest.fixture
def patient(installation: Patient) -> Iterator[Patient]:
    """Lend the installation, free of any fault."""
    installation.get_well()
    yield installation
    installation.get_well()


def test_a_healthy_system_is_found_healthy(patient: Patient) -> None:
    """Texts and test events come through, and nothing of them is in the CRM."""
    with patient.working():
        checks = [patient.checked(kind) for kind in CheckKind]

        assert [(check.state, check.detail) for check in checks] == [(CheckState.OK, None)] * 2
    database = patient.application.database
    assert database.conversations.find(ConversationFilter(), EVERYTHING).items == ()
    assert database.contacts.find(ContactFilter(), EVERYTHING).items == ()


@pytest.mark.parametrize(
    ("fault", "found", "said"),
    [
        (Fault.REFUSING_THE_KEY, Found.API_KEY, "OPENPHONE_API_KEY"),
        (Fault.FORBIDDEN, Found.API_KEY, "OPENPHONE_API_KEY"),
        (Fault.OVERLOADED, Found.API_DOWN, "503"),
        (Fault.RATE_LIMITED, Found.API_DOWN, "alone"),
        (Fault.A2P_NOT_APPROVED, Found.NOT_SENT, "A2P Registration Not Approved"),
        (Fault.NO_CREDITS, Found.NOT_SENT, "Not Enough Credits"),
        (Fault.DAILY_CAP, Found.NOT_SENT, "Daily Message Cap"),
    ],
)
def test_what_is_wrong_at_openphone_is_named(patient: Patient, fault: Fault, found: Found, said: str) -> None:
    """The key, the API, or the text, with OpenPhone's own words."""
    patient.fake.keep_failing(fault)

    check = patient.checked(enough=at_once)

    assert (check.state, check.fault) == (CheckState.FAILING, found)
    assert said in (check.detail or "")


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        (Fault.UNDELIVERED, "undelivered", "OpenPhone says undelivered"),
        (Fault.LOST, "queued", "OpenPhone still says queued"),
    ],
)
def test_a_text_that_does_not_arrive_is_named(patient: Patient, fault: Fault, status: str, said: str) -> None:
    """The carrier gave up, or never began; that webhooks tell so changes nothing."""
    patient.fake.keep_failing(fault)

    check = patient.checked(enough=patient.stands_as(status))

    assert (check.fault, check.detail) == (Found.UNDELIVERED, said)


def test_an_answer_that_is_lost_is_not_asked_for_again(patient: Patient) -> None:
    """The text was sent though its answer was none: it is found by its nonce, and sent once."""
    before = len(patient.fake.workspace.messages)
    patient.fake.fail(Fault.SENT_THEN_HANGING_UP, on="POST /v1/messages")

    with patient.working():
        check = patient.checked()

    assert check.state is CheckState.OK
    assert len(patient.fake.workspace.messages) == before + 2  # as it was sent, and as it was received


def test_a_webhook_that_does_not_come_is_named(patient: Patient) -> None:
    """OpenPhone has delivered the text, and tells nobody."""
    patient.fake.drop(1)

    check = patient.checked(enough=patient.stands_as("delivered"))

    assert (check.fault, check.detail) == (Found.NOT_DELIVERED, "OpenPhone says delivered")


def test_a_signature_that_is_refused_is_named(patient: Patient) -> None:
    """The server refuses what another key signed, and counts it."""
    patient.forge_signatures()

    check = patient.checked(enough=patient.refused)

    assert check.fault is Found.SIGNATURE_REFUSED
    assert "keys match" in (check.detail or "")


def test_an_absent_redis_is_named(patient: Patient, redis_server: RedisServer) -> None:
    """The webhook is stored, and nobody can be told."""
    redis_server.stop()

    check = patient.checked(enough=patient.arrived)

    redis_server.start()
    assert check.fault is Found.NOT_QUEUED


def test_an_absent_worker_is_named(patient: Patient) -> None:
    """The webhook is stored, the bell rings, and nobody hears it."""
    check = patient.checked(enough=patient.arrived)

    assert check.fault is Found.NO_WORKER


def test_a_worker_that_fails_is_named(patient: Patient) -> None:
    """It takes the webhook up, and cannot save what it did."""
    patient.execute(REFUSING_TO_SETTLE)

    with patient.working():
        check = patient.checked(enough=patient.went_wrong)

    patient.execute(SETTLING_AGAIN)
    assert check.fault is Found.WORKER_FAILING
    assert "no room left" in (check.detail or "")


def test_a_fault_is_told_until_it_is_over(patient: Patient) -> None:
    """There is an alert while the last check failed, and none when one has come through."""
    book = patient.application.database.alert_book
    patient.fake.keep_failing(Fault.NO_CREDITS)
    patient.checked()
    alert = book.open(Rule.HEALTH_CHECK)
    patient.fake.recover()

    with patient.working():
        for kind in CheckKind:
            patient.checked(kind)

    assert alert is not None
    assert book.open(Rule.HEALTH_CHECK) is None


def test_the_command_names_an_absent_database(patient: Patient, postgresql_server: PostgresqlServer) -> None:
    """It ends at once, with what to do and status 1."""
    postgresql_server.stop()

    done = finished("health-check", settings=patient.settings)

    postgresql_server.start()
    assert done.returncode == 1
    assert done.stdout.startswith("Fault database: the database is away")
    assert "CRM_DATABASE_URL" in done.stdout
    assert "Traceback" not in done.stderr


def test_the_command_says_that_all_is_well(patient: Patient) -> None:
    """As soon as the webhook was worked on, with status 0."""
    with patient.working():
        done = finished("health-check", settings=patient.settings)

    assert (done.returncode, done.stdout[:8]) == (0, "Healthy:")


def test_the_command_explains_a_fault(patient: Patient) -> None:
    """In two lines, with status 1."""
    patient.fake.keep_failing(Fault.NO_CREDITS)

    done = finished("health-check", settings=patient.settings)

    assert done.returncode == 1
    first, second = done.stdout.splitlines()
    assert first.startswith("Fault not_sent: OpenPhone does not send the text (OpenPhone refused: status 402")
    assert "credits" in second
