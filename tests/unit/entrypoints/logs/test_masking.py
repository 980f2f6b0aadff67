"""No secret, number or address of a person is left in what was masked."""

from __future__ import annotations

import pytest

from entrypoints.logs.masking import Masking
from entrypoints.logs.secrets import secrets_of
from entrypoints.settings import Settings

NUMBERS = [
    "+12065550123",
    "12065550123",
    "2065550123",
    "(206) 555-0123",
    "206-555-0123",
    "(206)555-0123",
    "+1 206 555 0123",
    "%2B12065550123",
    "+44 20 7946 0958",
    "442079460958",
    "tel:+12065550123",
]
SECRETS = {
    "whsec_c3RhbmRhcmQta2V5LW9mLW91cnM=": "c3RhbmRhcmQta2V5",
    "Authorization: Bearer abcdef123456": "abcdef123456",
    "{'Authorization': 'Basic dXNlcjpwYXNz', 'x': 1}": "dXNlcjpwYXNz",
    "authorization=opensesame9": "opensesame9",
    "sent bearer abcdef123456 in vain": "abcdef123456",
    "redis://:hunter22@cache:6379/0": "hunter22",
    "redis://:hunt@er22@cache:6379/0": "er22",
    "connect: host=db password=hunter22 user=crm": "hunter22",
    "{'password': 'hunter22', 'x': 1}": "hunter22",
    "AWS_SECRET_ACCESS_KEY=abcd/EFGH": "abcd/EFGH",
    "csrf=0f1e2d3c4b5a&text=hello": "0f1e2d3c",
    "crm_session=FrvdTJhz-DGkoG8EWQWy_zeSpYAz": "FrvdTJhz",
    "[(b'cookie', b'crm_zone=UTC; crm_session=FrvdTJhz')]": "FrvdTJhz",
    "('x-csrf-token', '0f1e2d3c')": "0f1e2d3c",
    "Error handling request /sign-in?key=opensesame": "opensesame",
    "postgresql+psycopg://crm:hunter22@db/crm": "hunter22",
    "https://host.example/file.mp3?X-Amz-Signature=abcdef": "abcdef",
    "crm_0123456789abcdefghijABCDEFGHIJ0123456789_-x": "abcdefghij",
    "key AIzaSyMadeUpMadeUpMadeUp": "SyMadeUp",
    "the key is bGVnYWN5LWtleS1vZi1vdXJzLTEyMzQ1Njc4OQ==": "bGVnYWN5",
    "write to ann.o'neill+shop@mail.example.com": "ann.o",
    "?q=ann%40mail.example.com": "ann",
    "x1http://host.example/a?X-Amz-Signature=abcdef": "abcdef",
}
HARMLESS = [
    "2026-11-26T01:02:05.123456Z",
    "0a1b2c3d-4e5f-4a6b-8c7d-8e9fa0b1c2d3",
    "01234567-0123-4123-8123-012345678901",
    "host:4242:critical",
    "it answers 503 after 10.25 s",
    "/api/v1/conversations/{conversation_id:id}/timeline",
    "https://api.quo.com/v1/messages",
    "3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b",
    'File "/app/entrypoints/jobs.py", line 62, in drain',
    "the password of CRM_REDIS_URL is wrong: is it the right one? then try again",
    "OPENPHONE_API_KEY: it was refused",
    "is it /this one? or that one",
    "CRM_METRICS_TOKEN: set it, or ask from this machine",
]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("sentence", ["{}", "cannot ring {} now", "{{'to': '{}'}}", "q={}&x=1", "<{}>"])
def test_numbers_are_masked(number: str, sentence: str) -> None:
    """However a number is written, only its last two digits are left."""
    text = Masking().of_text(sentence.format(number))

    assert "5550" not in text.replace("-", "").replace(" ", "")
    assert "0123" not in text
    assert "0958" not in text


@pytest.mark.parametrize(("text", "secret"), SECRETS.items())
def test_what_looks_like_a_secret_is_masked(text: str, secret: str) -> None:
    """Keys, tokens, passwords, signatures and people's addresses are known by how they look."""
    shown = Masking().of_text(text)

    assert secret not in shown
    assert "***" in shown


@pytest.mark.parametrize("text", ["a.+-" * 50_000 + "?", "a." * 50_000 + "@", "a%" * 50_000 + "@"])
def test_a_long_text_is_looked_through_once(text: str) -> None:
    """Whoever sends a text that is almost an address, and endless, keeps no log busy for minutes."""
    assert Masking().of_text(text) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_stays(text: str) -> None:
    """Moments, ids, workers, routes and digests are what a log is for."""
    shown = Masking().of_text(text)

    assert shown == text


def test_secrets_of_the_settings_are_masked_in_every_spelling() -> None:
    """A password or token is masked plain, quoted for an address, and as a traceback shows it."""
    settings = Settings.load(
        {
            "CRM_DATABASE_URL": "postgresql+psycopg://crm:p%40ss'word@db/crm",
            "CRM_REDIS_URL": "redis://:cached@cache:6379/0",
            "CRM_WEBHOOK_KEYS": "whsec_c3RhbmRhcmQta2V5",
            "OPENPHONE_API_KEY": "a plain key",
            "CRM_METRICS_TOKEN": "seen",
        }
    )
    said = """p%40ss'word p@ss'word "p@ss'word" c3RhbmRhcmQta2V5 a%20plain%20key a+plain+key seen cached"""

    shown = Masking(secrets_of(settings)).of_text(said)

    assert shown == '*** *** "***" *** *** *** *** ***'


def test_a_short_secret_is_no_part_of_a_word() -> None:
    """A password that is also a part of a usual word is masked where it stands alone."""
    text = Masking({"work"}).of_text("a worker's password is work")

    assert text == "a worker's password is ***"


def test_an_entry_is_masked_however_deep() -> None:
    """Names, texts in lists and dictionaries, bytes, and whatever describes itself are masked."""
    entry = {
        "event": "to +12065550123",
        "2065550123": 1,
        "deep": [{"a": ("+12065550123", None, True, 2.5)}],
        "error": ValueError("+12065550123"),
        "raw": b"+12065550123",
        "plain": [12065550123, 1234],
        "timestamp": "2026-11-26T01:02:05Z",
    }

    shown = Masking().of_entry(None, "", entry)

    assert "2065550123" not in str(shown)
    assert shown["deep"] == [{"a": ["+*********23", None, True, 2.5]}]
    assert shown["plain"] == ["1********23", 1234]
    assert shown["timestamp"] == "2026-11-26T01:02:05Z"


def test_what_cannot_describe_itself_is_logged_all_the_same() -> None:
    """A log never fails for what it is told."""

    class Broken:
        def __str__(self) -> str:
            raise KeyError("+12065550123")

    shown = Masking().of_value(Broken())

    assert shown == "<Broken: KeyError>"
