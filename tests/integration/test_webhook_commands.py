"""`webhooks list` and `webhooks sync`, against a fake OpenPhone over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from openphone_crm.remote import Surface
from openphone_crm.testing.openphone_api import Fault
from openphone_crm.testing.openphone_api.webhooks import DATED_EVENTS
from openphone_crm.testing.payloads import Generation
from tests.integration.checkup import registered_key
from tests.integration.webhook_office import URL, Office, opened

ADDRESS = f"{URL}/webhooks/openphone"
NOT_ARRIVED = "the test event did not come through: not delivered"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Lend a workspace without webhooks."""
    with opened(tmp_path, monkeypatch) as office:
        yield office


def test_a_webhook_is_made_and_its_key_printed(office: Office) -> None:
    """For everything, of all numbers; the key stands alone on standard output, and nowhere else."""
    done = office.sync()

    (webhook,) = office.webhooks
    assert (webhook.generation, webhook.url, webhook.status) == (Generation.DATED, ADDRESS, "enabled")
    assert set(webhook.events) == DATED_EVENTS
    assert webhook.resource_ids == ("*",)
    assert done.stdout == f"{webhook.key}\n"
    assert webhook.key not in done.stderr
    assert [key.key for key in office.kept] == [webhook.key]


def test_a_test_event_that_does_not_arrive_is_a_failure(office: Office) -> None:
    """What is missing is named, and the webhook is there all the same."""
    done = office.sync()

    assert done.exit_code == 1
    assert NOT_ARRIVED in done.stderr
    assert len(office.webhooks) == 1


def test_the_second_time_nothing_changes(office: Office) -> None:
    """It says so, prints nothing for a program, and proves once more what no server here can prove."""
    office.sync()
    before = office.webhooks

    done = office.sync()

    assert (done.exit_code, done.stdout) == (1, "")
    assert "Nothing to do" in done.stderr
    assert "did not come through" in done.stderr
    assert office.webhooks == before


@pytest.mark.parametrize(
    "spoiled", [{"status": "disabled"}, {"events": ("message.received",)}, {"resource_ids": ("PNx1",)}]
)
def test_a_webhook_that_is_less_than_it_should_be_is_changed(
    office: Office, spoiled: dict[str, object]
) -> None:
    """It keeps its key, and none is printed."""
    office.sync()
    (webhook,) = office.webhooks
    office.fake.post.webhooks[webhook.id] = attrs.evolve(webhook, **spoiled)  # type: ignore[arg-type] # any of them

    done = office.sync()

    (changed,) = office.webhooks
    assert (changed.status, changed.resource_ids) == ("enabled", ("*",))
    assert set(changed.events) == DATED_EVENTS
    assert (changed.key, done.stdout) == (webhook.key, "")


def test_a_webhook_without_a_key_here_is_given_another(office: Office) -> None:
    """So it is after a crash between making it and keeping its key; whoever has the old one is asked for."""
    registered_key(office.fake)
    (before,) = office.webhooks

    refused = office.sync(answer="n\n")
    unchanged = office.webhooks
    done = office.sync("--yes")

    (after,) = office.webhooks
    assert (refused.exit_code, refused.stdout, unchanged) == (1, "", [before])
    assert "Go on?" in refused.stderr
    assert after.key != before.key
    assert done.stdout == f"{after.key}\n"
    assert [key.key for key in office.kept] == [after.key]


def test_without_the_newer_api_there_are_four_webhooks(office: Office) -> None:
    """Each with a key; there is no test event, and it is said what to do instead."""
    office.fake.has_dated_surface = False

    done, again = office.sync(), office.sync()

    assert done.exit_code == 0
    assert {webhook.generation for webhook in office.webhooks} == {Generation.API_V4}
    assert done.stdout.split() == [webhook.key for webhook in office.webhooks]
    assert "no test events" in done.stderr
    assert (again.exit_code, again.stdout, len(office.webhooks)) == (0, "", 4)


def test_older_webhooks_are_named(office: Office) -> None:
    """They are left as they are, and their keys, which the API shows, are kept."""
    office.fake.has_dated_surface = False
    office.sync()
    older = office.webhooks
    office.fake.has_dated_surface = True

    done = office.sync()

    assert office.webhooks[:-1] == older
    assert all(f"Webhook {webhook.id} (v1) leads to the same url" in done.stderr for webhook in older)
    assert {key.surface for key in office.kept} == set(Surface)


def test_a_warning_when_it_is_not_safe(office: Office) -> None:
    """The full address may be given too."""
    done = office.run("sync", "--url", "http://crm.example.com/hooks/")

    assert "http://crm.example.com/hooks is not https" in done.stderr
    assert [webhook.url for webhook in office.webhooks] == ["http://crm.example.com/hooks"]


@pytest.mark.parametrize(
    "url",
    [
        "crm.example.com",
        "ftp://crm.example.com",
        "https://",
        "https://a?b=c",
        "http://a b",
        "https://ann:secret@crm.example.com",
    ],
)
def test_what_is_no_address_is_said_in_one_line(office: Office, url: str) -> None:
    """Before OpenPhone is asked for anything."""
    done = office.run("sync", "--url", url)

    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("--url")
    assert office.fake.requests == []


@pytest.mark.parametrize("command", [("list",), ("sync", "--url", URL)])
def test_without_a_key_it_is_said_which_is_missing(office: Office, command: tuple[str, ...]) -> None:
    """One line names the variable."""
    done = office.run(*command, OPENPHONE_API_KEY="")

    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("OPENPHONE_API_KEY")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault.REFUSING_THE_KEY, "OPENPHONE_API_KEY: OpenPhone refuses the key"),
        (Fault.RATE_LIMITED, "Run it again in a minute"),
        (Fault.OVERLOADED, "(OPENPHONE_API_URL)"),
    ],
)
@pytest.mark.parametrize("command", [("list",), ("sync", "--url", URL)])
def test_what_openphone_answers_amiss_is_said_in_one_line(
    office: Office, command: tuple[str, ...], fault: Fault, said: str
) -> None:
    """With what to do about it."""
    office.fake.keep_failing(fault)

    done = office.run(*command)

    assert done.exit_code == 1
    line = done.stderr.splitlines()[-1]
    assert said in line
    assert "Traceback" not in done.output


def test_an_answer_that_gets_lost_is_mended_by_running_it_again(office: Office) -> None:
    """The webhook may have been made or not: what is there then is gone on with."""
    office.fake.fail(Fault.HANGING_UP, on="POST /webhooks")

    lost = office.sync()
    done = office.sync("--yes")

    assert (lost.exit_code, lost.stdout) == (1, "")
    assert "Run it again" in lost.stderr
    (webhook,) = office.webhooks
    assert done.stdout == f"{webhook.key}\n"


def test_the_list_shows_what_there_is_and_what_is_missing(office: Office) -> None:
    """Several versions side by side, and no key of any."""
    settings = {"CRM_PUBLIC_URL": URL, "COLUMNS": "250"}
    empty = office.run("list", **settings)
    registered_key(office.fake)
    partial = office.run("list", **settings)
    office.sync("--yes")
    whole = office.run("list", **settings)

    assert "Missing: a webhook of 2026-03-30." in empty.stdout
    assert "task.created" in partial.stdout
    assert "Missing: the key of webhook" in partial.stdout
    assert f"Nothing is missing: {ADDRESS} is told of everything." in whole.stdout
    assert not any(webhook.key in whole.output for webhook in office.webhooks)


def test_the_list_of_an_empty_workspace(office: Office) -> None:
    """It says how to make the first."""
    done = office.run("list")

    assert done.exit_code == 0
    assert "`webhooks sync --url URL` makes one" in done.stdout
