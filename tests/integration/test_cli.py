"""The commands, run inside the tests where they need no process of their own."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner, Result

from adapters.fake_gemini import GeminiServer
from entrypoints.cli import commands
from openphone_crm.testing.fake_gemini import FakeGemini, canned
from tests.integration.processes import FOREIGN_SETTINGS
from tests.integration.server_process import free_port

LEGACY_KEY = "bGVnYWN5LWtleQ=="
STANDARD_KEY = "whsec_c3RhbmRhcmQta2V5"
EVERY_COMMAND = [
    ["dev"],
    ["evaluate", "texts.jsonl"],
    ["serve"],
    ["worker"],
    ["scheduler"],
    ["migrate"],
    ["check"],
    ["costs"],
    ["replay"],
    ["status"],
    ["token", "list"],
]
SIMULATE = ["simulate", "--url", "http://127.0.0.1:1", "--key"]


@pytest.fixture(autouse=True)
def empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Run in an empty directory, with no settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(logging.getLogger(), "handlers", list(logging.getLogger().handlers))
    for name in [name for name in os.environ if name.startswith(FOREIGN_SETTINGS)]:
        monkeypatch.delenv(name)
    yield tmp_path
    # The commands log to what was standard error while they ran.
    structlog.reset_defaults()


def run(*arguments: str, **settings: str) -> Result:
    """Run a command to its end."""
    return CliRunner().invoke(commands, arguments, env=settings)


@pytest.mark.parametrize("command", EVERY_COMMAND)
@pytest.mark.parametrize(
    ("name", "text"),
    [("CRM_RETRY_BASE_S", "abc"), ("GEMINI_API_URL", "gemini"), ("CRM_WEBHOOK_KEYS", "hunter2!")],
)
def test_no_command_runs_with_a_wrong_setting(command: list[str], name: str, text: str) -> None:
    """One line names the variable, also where the command would not need it."""
    done = run(*command, **{name: text})

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"{name}: ")
    assert done.stderr.count("\n") == 1
    assert "hunter2" not in done.stderr


def test_settings_may_stand_in_a_file(empty_place: Path) -> None:
    """`.env` in the working directory is read."""
    (empty_place / ".env").write_text("CRM_RETRY_BASE_S=soon\n")

    done = run("migrate")

    assert done.stderr == "CRM_RETRY_BASE_S: must be a number of seconds above 0, not 'soon'\n"


def test_a_setting_that_is_none_is_warned_of() -> None:
    """A slip of the pen is said, and the command runs."""
    done = run("migrate", CRM_RETRY_BASE="5")

    assert done.exit_code == 0
    assert done.stderr.startswith(
        "CRM_RETRY_BASE: there is no such setting, it is ignored; is CRM_RETRY_BASE_S"
    )


def test_check_says_when_all_is_ready() -> None:
    """A migrated database is ready; secrets are masked."""
    assert run("migrate").exit_code == 0

    done = run("check", CRM_WEBHOOK_KEYS=LEGACY_KEY)

    assert done.exit_code == 0
    assert "migrations" in done.stdout
    assert LEGACY_KEY not in done.stdout


def test_check_counts_the_channels() -> None:
    """How many ways out to people there are is said, and nothing of their addresses."""
    run("migrate")
    urls = "json://localhost/hunter2, mailto://ann:hunter2@example.com?to=a@b.example,c@b.example"

    done = run("check", CRM_NOTIFY_URLS=urls)

    assert "channels: 2" in done.stdout
    assert "off: CRM_ALERT_URLS is not set" in done.stdout
    assert "hunter2" not in done.stdout


def test_check_says_who_reads() -> None:
    """Without a key patterns; with one Gemini is asked whether it knows it, and the model, at no cost."""
    run("migrate")
    fake = FakeGemini(read=canned({}))
    with GeminiServer(fake) as server:
        settings = {"CRM_WEBHOOK_KEYS": LEGACY_KEY, "GEMINI_API_URL": server.url}
        without = run("check", **settings)
        right = run("check", **settings, GEMINI_API_KEY=fake.key)
        wrong = run("check", **settings, GEMINI_API_KEY="hunter2")
        unknown = run("check", **settings, GEMINI_API_KEY=fake.key, GEMINI_MODEL="another")

    assert "pattern, which is weak: GEMINI_API_KEY is not set" in without.stdout
    assert (without.exit_code, right.exit_code) == (0, 0)
    assert "ok, google-genai with gemini-3.5-flash-lite" in right.stdout
    assert (wrong.exit_code, wrong.stderr.partition(":")[0]) == (1, "GEMINI_API_KEY")
    assert "hunter2" not in wrong.stderr + wrong.stdout
    assert (unknown.exit_code, unknown.stderr.partition(":")[0]) == (1, "GEMINI_MODEL")
    assert fake.calls == []


def test_check_says_what_is_missing(empty_place: Path) -> None:
    """A database that was not migrated and a Redis that does not answer are reasons, one line each."""
    (empty_place / "var").mkdir()

    done = run("check", CRM_REDIS_URL=f"redis://:hunter2@127.0.0.1:{free_port()}/0")

    assert done.exit_code == 1
    [migrations, redis] = done.stderr.splitlines()
    assert migrations.startswith("migrations is unavailable: run `python -m entrypoints migrate`")
    assert redis.startswith("Redis is unavailable")
    assert "hunter2" not in done.output


def test_a_token_is_printed_alone() -> None:
    """Standard output holds the secret and nothing else; the list holds it never."""
    run("migrate")

    made = run("token", "create", "frontend", "--role", "operator")
    listed = run("token", "list")

    secret = made.stdout.strip()
    assert made.stdout == f"{secret}\n"
    assert " " not in secret
    assert "frontend" in made.stderr
    assert "frontend" in listed.stdout
    assert "operator" in listed.stdout
    assert secret not in listed.stdout


def test_a_name_is_in_use_once() -> None:
    """A second token of one name is refused until the first is revoked."""
    run("migrate")
    run("token", "create", "frontend")

    again = run("token", "create", "frontend")
    revoked = run("token", "revoke", "frontend")
    after = run("token", "create", "frontend")

    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr == "a token named frontend is in use; revoke it, or choose another name\n"
    assert (revoked.exit_code, after.exit_code) == (0, 0)


def test_a_token_that_is_not_there_cannot_be_revoked() -> None:
    """A wrong name is said in one line."""
    run("migrate")

    done = run("token", "revoke", "nobody")

    assert (done.exit_code, done.stderr) == (1, "there is no token nobody\n")


def test_a_token_needs_a_migrated_database() -> None:
    """Without tables the command says what to do."""
    Path("var").mkdir()

    done = run("token", "create", "frontend")

    assert done.exit_code == 1
    assert done.stderr.startswith("migrations is unavailable: run `python -m entrypoints migrate`")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([*SIMULATE, "no key!"], "--key: must be one key in base64, or whsec_ and base64"),
        (
            [*SIMULATE, f"{LEGACY_KEY},{STANDARD_KEY}"],
            "--key: must be one key in base64, or whsec_ and base64",
        ),
        (["simulate", "--key", LEGACY_KEY, "--url", "crm"], "--url: must be http://HOST or https://HOST"),
        (
            [*SIMULATE, STANDARD_KEY, "--generation", "legacy-app"],
            "--generation: legacy-app is signed with a legacy key, and --key is none",
        ),
        (
            [*SIMULATE, LEGACY_KEY, "--generation", "2026-03-30"],
            "--generation: 2026-03-30 is signed with a whsec_ key, and --key is none",
        ),
        ([*SIMULATE, LEGACY_KEY, "--rate", "0"], "--rate: must be from 0.001 to 100000, not 0.0"),
        ([*SIMULATE, LEGACY_KEY, "--rate", "nan"], "--rate: must be from 0.001 to 100000, not nan"),
    ],
)
def test_simulate_says_what_is_wrong(arguments: list[str], line: str) -> None:
    """A wrong option is named in one line."""
    done = run(*arguments)

    assert (done.exit_code, done.stderr) == (1, f"{line}\n")


def test_simulate_says_when_nobody_answers() -> None:
    """A server that is not there is said in one line."""
    done = run("simulate", "--url", f"http://127.0.0.1:{free_port()}", "--key", LEGACY_KEY)

    assert done.exit_code == 1
    assert done.stderr.strip().startswith("--url: cannot reach http://127.0.0.1:")


@pytest.mark.parametrize("command", [*EVERY_COMMAND, ["token", "create"], ["token", "revoke"], ["simulate"]])
def test_every_command_shows_an_example(command: list[str]) -> None:
    """The help of a command ends with how it is used."""
    done = run(*command, "--help")

    assert done.exit_code == 0
    assert f"python -m entrypoints {command[0]}" in done.stdout.split("Example:")[1]
