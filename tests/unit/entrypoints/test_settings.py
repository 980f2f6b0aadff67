"""The settings refuse to be wrong, in one line that names the variable and shows no secret."""

from __future__ import annotations

import pytest

from entrypoints.settings import NOT_SET, REDIS_URL, WEBHOOK_KEYS, Settings, unknown_variables
from openphone_crm.errors import SettingsError
from openphone_crm.files.hosts import OPENPHONES_HOSTS

LEGACY_KEY = "bGVnYWN5LWtleQ=="
STANDARD_KEY = "whsec_c3RhbmRhcmQta2V5"
PASSWORD = "hunter2"

WRONG = {
    "CRM_DATABASE_URL": [
        "crm.db",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://localhost/crm",
        "postgresql+psycopg://crm@localhost:99999/crm",
        "postgresql+psycopg://[crm",
    ],
    "CRM_REDIS_URL": [
        "localhost:6379",
        "http://localhost:6379/0",
        "redis://",
        "redis://localhost:port/0",
        "redis://localhost/first",
        "unix://",
        "redis://[localhost",
    ],
    "CRM_WEBHOOK_KEYS": ["not base64!", f"{LEGACY_KEY} whsec_%%%", "whsec_", ","],
    "CRM_LEGACY_TOLERANCE_S": ["abc", "0", "-5", "1e3", "nan", "inf", "1_000", "\u0661\u0662", "9999999999"],
    "CRM_WEBHOOK_TOLERANCE_S": ["five minutes", "0.0"],
    "CRM_RETRY_BASE_S": ["abc", "0", "-60", "60s"],
    "CRM_LOW_BATCH_S": ["abc", "-1"],
    "CRM_KEEP_PAYLOADS_DAYS": ["0", "-1", "1.5", "90d", "36501", "\u0661"],
    "CRM_KEEP_EVENTS_DAYS": ["0", "119", "for ever"],
    "CRM_KEEP_REPORTS_DAYS": ["29", "400 days"],
    "CRM_LOG_LEVEL": ["verbose", "INFO", "10"],
    "OTEL_EXPORTER_OTLP_ENDPOINT": ["collector:4318", "grpc://collector:4317"],
    "OPENPHONE_API_KEY": ["key\nwith-a-second-line"],
    "OPENPHONE_API_URL": ["api.quo.com", "ftp://api.quo.com", "https://", "https://api.quo.com?x=1"],
    "GEMINI_API_KEY": ["key\x00", "schlüssel", "two keys"],
    "GEMINI_MODEL": ["a\tb", "a/b?c", "models/"],
    "GEMINI_API_URL": ["gemini"],
    "GEMINI_MONTHLY_BUDGET_USD": ["ten", "-1"],
    "GEMINI_INPUT_USD": ["-1", "free"],
    "GEMINI_OUTPUT_USD": ["1e3"],
    "GEMINI_PRICES_AS_OF": ["yesterday", "2026-02-30", "7.10.2026"],
    "GEMINI_REQUESTS_PER_MINUTE": ["0", "-60", "many"],
    "CRM_GEMINI_SDK": ["google"],
    "CRM_AUTO_ADD_PRECISION": ["90 %", "1.1", "-0.5", "90"],
    "CRM_MAIN_NUMBER": ["555", "(206) 555-0100"],
    "CRM_MONITOR_NUMBER": ["+1"],
    # More of them beside the real thing, in the integration tests.
    "CRM_ALERT_URLS": [","],
    "CRM_NOTIFY_URLS": [", ,"],
    "CRM_ALERT_PROCESSING_S": ["0", "5 s"],
    "CRM_ALERT_FAILED_RATIO": ["1 %", "2"],
    "CRM_ALERT_QUEUE_DEPTH": ["0", "-1", "1e3", "1.5"],
    "CRM_ALERT_OLDEST_S": ["60 180", "60 180 360 720", "0", "60 180 soon", ","],
    "CRM_ALERT_DISK_FREE": ["10 %", "10"],
    "CRM_ALERT_HEARTBEAT_S": ["2", "a minute"],
    "CRM_STORAGE_URL": ["var/media", "ftp://media", "s3://", "s3://key:secret@media", "s3://media?x=1"],
    "CRM_MEDIA_HOSTS": ["https://media.example.com", "*", "a.example.com:70000", "[1:2]", "::1"],
    "CRM_PUBLIC_URL": ["crm.example.com"],
    "CRM_TIMEZONE": ["Mars/Olympus", "../UTC", "/etc/localtime"],
    "CRM_DEFAULT_REGION": ["USA", "us", "XX"],
    "CRM_CORS_ORIGINS": ["*", "null", "https://shop.example.com/", "shop.example.com"],
    "CRM_METRICS_TOKEN": ["a\x07b"],
}
SECRET = {
    "CRM_DATABASE_URL": f"mysql://crm:{PASSWORD}@localhost/crm",
    "CRM_REDIS_URL": f"redis://:{PASSWORD}@localhost:port/0",
    "CRM_WEBHOOK_KEYS": f"{PASSWORD}!",
    "OPENPHONE_API_KEY": f"{PASSWORD}\x00",
    "CRM_PUBLIC_URL": f"http://ann:{PASSWORD}@[",
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in WRONG.items() for text in texts])
def test_a_wrong_value_is_named(name: str, text: str) -> None:
    """Whatever is wrong, the error names the variable, in one line."""
    with pytest.raises(SettingsError) as raised:
        Settings.load({name: text})

    assert str(raised.value).startswith(f"{name}: ")
    assert len(str(raised.value).splitlines()) == 1


def test_every_setting_has_a_wrong_value_here() -> None:
    """No variable is left out of the table above."""
    names = [name for name, _ in Settings().shown()]

    assert sorted(names) == sorted(WRONG)


def test_a_wrong_number_is_quoted() -> None:
    """A value that is no secret is shown."""
    with pytest.raises(SettingsError) as raised:
        Settings.load({"CRM_RETRY_BASE_S": "abc"})

    assert str(raised.value) == "CRM_RETRY_BASE_S: must be a number of seconds above 0, not 'abc'"


@pytest.mark.parametrize(("name", "text"), SECRET.items())
def test_a_wrong_secret_is_not_shown(name: str, text: str) -> None:
    """The error of a secret, or of an address that may hold one, does not quote it."""
    with pytest.raises(SettingsError) as raised:
        Settings.load({name: text})

    assert PASSWORD not in str(raised.value)


@pytest.mark.parametrize("name", [WEBHOOK_KEYS, REDIS_URL])
@pytest.mark.parametrize("environ", [{}, {WEBHOOK_KEYS: " ", REDIS_URL: ""}])
def test_a_missing_one_is_named(name: str, environ: dict[str, str]) -> None:
    """What is required and unset, or empty, is an error that names it."""
    with pytest.raises(SettingsError) as raised:
        Settings.load(environ, needs=[name])

    assert str(raised.value) == f"{name}: {NOT_SET}"


def test_nothing_is_required_by_all() -> None:
    """With an empty environment the defaults of the documentation hold."""
    settings = Settings.load({})

    assert settings.database_url == "sqlite:///var/crm.db"
    assert settings.redis_url is None
    assert (settings.legacy_tolerance_s, settings.webhook_tolerance_s) == (259_200, 300)
    assert (settings.retry_base_s, settings.low_batch_s) == (60, 60)
    assert (settings.timezone, settings.default_region) == ("UTC", "US")


def test_the_environment_outweighs_defaults() -> None:
    """A default of a command yields to what is set, and not to what is empty."""
    defaults = {"CRM_LOW_BATCH_S": "2", "CRM_DEFAULT_REGION": "DE"}

    settings = Settings.load({"CRM_LOW_BATCH_S": "7", "CRM_DEFAULT_REGION": ""}, defaults=defaults)

    assert (settings.low_batch_s, settings.default_region) == (7, "DE")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_may_be_written_in_three_ways(scheme: str) -> None:
    """Hosting providers write postgres://; what is used is psycopg 3."""
    settings = Settings.load({"CRM_DATABASE_URL": f"{scheme}://crm:pw@db:5432/crm"})

    assert settings.database_url == "postgresql+psycopg://crm:pw@db:5432/crm"


@pytest.mark.parametrize("url", ["redis://localhost", "rediss://:pw@r:6380/1", "unix:///run/redis.sock"])
def test_redis_may_be_reached_in_three_ways(url: str) -> None:
    """Plain, encrypted, or through a socket of this machine."""
    assert Settings.load({"CRM_REDIS_URL": url}).needed_redis_url == url


def test_lists_are_separated_by_spaces_or_commas() -> None:
    """Both are usual, and so are both at once."""
    settings = Settings.load(
        {
            "CRM_CORS_ORIGINS": "https://a.example.com, http://localhost:5173",
            "CRM_WEBHOOK_KEYS": f"{LEGACY_KEY},{STANDARD_KEY}",
        }
    )

    assert settings.cors_origins == ("https://a.example.com", "http://localhost:5173")
    assert (len(settings.signing_keys.legacy), len(settings.signing_keys.standard)) == (1, 1)


def test_no_secret_is_shown() -> None:
    """Neither the text of the settings nor what `check` prints holds a secret."""
    settings = Settings.load(
        {
            "CRM_DATABASE_URL": f"postgresql://crm:{PASSWORD}@db/crm?password={PASSWORD}",
            "CRM_REDIS_URL": f"redis://:{PASSWORD}@localhost/0",
            "CRM_WEBHOOK_KEYS": LEGACY_KEY,
            "OPENPHONE_API_KEY": PASSWORD,
            "GEMINI_API_KEY": PASSWORD,
            "CRM_METRICS_TOKEN": PASSWORD,
        }
    )

    shown = f"{settings!r} {settings.shown()}"

    assert PASSWORD not in shown
    assert LEGACY_KEY not in shown
    assert ("CRM_DATABASE_URL", "postgresql+psycopg://***@db/crm?***") in settings.shown()


def test_a_slip_of_the_pen_is_noticed() -> None:
    """A variable that looks like a setting and is none is named, with what may be meant."""
    environ = {"CRM_WEBHOK_KEYS": "", "CRM_RETRY_BASE_S": "1", "CRM_TEST_REDIS_URL": "", "PATH": ""}

    assert unknown_variables(environ) == [
        "CRM_WEBHOK_KEYS: there is no such setting, it is ignored; is CRM_WEBHOOK_KEYS meant?"
    ]


def test_events_are_kept_longer_than_what_they_say() -> None:
    """A late repeat is known by its key, which must be there for a month longer than payloads are."""
    with pytest.raises(SettingsError, match="CRM_KEEP_EVENTS_DAYS: must be at least 430, 30 days more than"):
        Settings.load({"CRM_KEEP_PAYLOADS_DAYS": "400"})

    kept = Settings.load({"CRM_KEEP_PAYLOADS_DAYS": "400", "CRM_KEEP_EVENTS_DAYS": "430"})

    assert (kept.keep_payloads_days, kept.keep_events_days) == (400, 430)


def test_the_list_of_hosts_is_openphones_until_another_is_given() -> None:
    """Files come from where OpenPhone keeps them; a list that is given takes the place of that one."""
    given = Settings.load({"CRM_MEDIA_HOSTS": "media.example.com, 127.0.0.1:9000 [::1]"})

    assert Settings().media_hosts == OPENPHONES_HOSTS
    assert given.media_hosts == ("media.example.com", "127.0.0.1:9000", "[::1]")


def test_no_number_checks_itself() -> None:
    """A text from a number to itself says nothing about what others send."""
    with pytest.raises(SettingsError, match="CRM_MONITOR_NUMBER: must be another number than"):
        Settings.load({"CRM_MAIN_NUMBER": "+12065550100", "CRM_MONITOR_NUMBER": "+12065550100"})
