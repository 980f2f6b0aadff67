"""The settings: read from the environment once, at the start, and the only place that does."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self
from urllib.parse import urlsplit

import attrs

from entrypoints import setting_values as values
from entrypoints import threshold_values as thresholds
from entrypoints.dotenv import read_dotenv
from openphone_crm.errors import SettingsError
from openphone_crm.files.hosts import OPENPHONES_HOSTS
from openphone_crm.retention import EVENTS_OUTLIVE_PAYLOADS
from openphone_crm.webhooks import SigningKeys

WEBHOOK_KEYS = "CRM_WEBHOOK_KEYS"
DATABASE_URL = "CRM_DATABASE_URL"
REDIS_URL = "CRM_REDIS_URL"
ALERT_URLS = "CRM_ALERT_URLS"
NOTIFY_URLS = "CRM_NOTIFY_URLS"
LOW_BATCH_S = "CRM_LOW_BATCH_S"
MAIN_NUMBER = "CRM_MAIN_NUMBER"
MONITOR_NUMBER = "CRM_MONITOR_NUMBER"
OPENPHONE_API_URL = "OPENPHONE_API_URL"
STORAGE_URL = "CRM_STORAGE_URL"
MEDIA_HOSTS = "CRM_MEDIA_HOSTS"
KEEP_PAYLOADS_DAYS = "CRM_KEEP_PAYLOADS_DAYS"
KEEP_EVENTS_DAYS = "CRM_KEEP_EVENTS_DAYS"
OTLP_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"

NOT_SET = "is required here, and is not set"

_PREFIX = "CRM_"
_OF_THE_TESTS = ("CRM_TEST_", "CRM_CHROMIUM")
_NOTHING: Mapping[str, str] = MappingProxyType({})


def _masked(value: object) -> str:
    return "***" if value else "-"


def _plain(value: object) -> str:
    match value:
        case tuple():
            return " ".join(map(_plain, value)) or "-"
        case _:
            return "-" if value in (None, "") else str(value)


def _without_password(value: str | None) -> str:
    url, question, _ = (value or "-").partition("?")
    place = urlsplit(url).netloc
    _, at, host = place.rpartition("@")
    return (url.replace(place, f"***@{host}", 1) if at else url) + ("?***" if question else "")


def _variable(
    name: str, read: Callable[[str], object], default: object, *, show: Callable[[Any], str] = _plain
) -> Any:  # noqa: ANN401 - the type stands before the =, as it does with attrs.field
    return attrs.field(default=default, repr=show, metadata={"name": name, "read": read, "show": show})


@attrs.frozen(kw_only=True)
class Settings:
    """
    Every setting, checked; its text shows no secret.

    Those of parts that are not there yet are checked all the same: a fault shows at the start.
    """

    database_url: str = _variable(
        DATABASE_URL, values.database_url, "sqlite:///var/crm.db", show=_without_password
    )
    redis_url: str | None = _variable(REDIS_URL, values.redis_url, None, show=_without_password)
    webhook_keys: str = _variable(WEBHOOK_KEYS, values.webhook_keys, "", show=_masked)
    legacy_tolerance_s: float = _variable("CRM_LEGACY_TOLERANCE_S", values.seconds, 259_200)
    webhook_tolerance_s: float = _variable("CRM_WEBHOOK_TOLERANCE_S", values.seconds, 300)
    retry_base_s: float = _variable("CRM_RETRY_BASE_S", values.seconds, 60)
    low_batch_s: float = _variable(LOW_BATCH_S, values.seconds, 60)
    keep_payloads_days: int = _variable(KEEP_PAYLOADS_DAYS, values.days(1), 90)
    keep_events_days: int = _variable(KEEP_EVENTS_DAYS, values.days(1), 400)
    # The reports of the last days are made anew when they are missing, and sent again.
    keep_reports_days: int = _variable("CRM_KEEP_REPORTS_DAYS", values.days(30), 400)
    openphone_api_key: str | None = _variable("OPENPHONE_API_KEY", values.text, None, show=_masked)
    openphone_api_url: str = _variable(OPENPHONE_API_URL, values.web_url, "https://api.quo.com")
    gemini_api_key: str | None = _variable("GEMINI_API_KEY", values.api_key, None, show=_masked)
    gemini_model: str | None = _variable("GEMINI_MODEL", values.model_name, None)
    gemini_api_url: str | None = _variable("GEMINI_API_URL", values.web_url, None)
    gemini_monthly_budget_usd: float | None = _variable("GEMINI_MONTHLY_BUDGET_USD", values.number, None)
    # Those of gemini-3.5-flash-lite, as ai.google.dev/gemini-api/docs/pricing had them on that day.
    gemini_input_usd: float = _variable("GEMINI_INPUT_USD", values.number, 0.3)
    gemini_output_usd: float = _variable("GEMINI_OUTPUT_USD", values.number, 2.5)
    gemini_prices_as_of: date = _variable(  # noqa: RUF009 - it describes a field, as everywhere here
        "GEMINI_PRICES_AS_OF", values.day, date(2026, 10, 7)
    )
    gemini_requests_per_minute: float = _variable("GEMINI_REQUESTS_PER_MINUTE", values.above_zero, 60)
    gemini_sdk: str = _variable(
        "CRM_GEMINI_SDK", values.one_of("google-genai", "google-generativeai"), "google-genai"
    )
    auto_add_precision: float = _variable("CRM_AUTO_ADD_PRECISION", values.share, 0.9)
    main_number: str | None = _variable(MAIN_NUMBER, values.phone_number, None)
    monitor_number: str | None = _variable(MONITOR_NUMBER, values.phone_number, None)
    alert_urls: tuple[str, ...] = _variable(ALERT_URLS, values.service_urls, (), show=_masked)
    alert_processing_s: float = _variable("CRM_ALERT_PROCESSING_S", values.seconds, 5)
    alert_failed_ratio: float = _variable("CRM_ALERT_FAILED_RATIO", values.share, 0.01)
    alert_queue_depth: int = _variable("CRM_ALERT_QUEUE_DEPTH", thresholds.whole, 1000)
    alert_oldest_s: tuple[float, ...] = _variable(
        "CRM_ALERT_OLDEST_S", thresholds.seconds_by_queue, (60, 180, 360)
    )
    alert_disk_free: float = _variable("CRM_ALERT_DISK_FREE", values.share, 0.1)
    alert_heartbeat_s: float = _variable("CRM_ALERT_HEARTBEAT_S", thresholds.at_least_seconds(3), 60)
    notify_urls: tuple[str, ...] = _variable(NOTIFY_URLS, values.service_urls, (), show=_masked)
    storage_url: str = _variable(STORAGE_URL, values.storage_url, "file://var/media", show=_without_password)
    media_hosts: tuple[str, ...] = _variable(MEDIA_HOSTS, values.hosts, OPENPHONES_HOSTS)
    public_url: str | None = _variable("CRM_PUBLIC_URL", values.web_url, None, show=_without_password)
    timezone: str = _variable("CRM_TIMEZONE", values.timezone, "UTC")
    default_region: str = _variable("CRM_DEFAULT_REGION", values.region, "US")
    cors_origins: tuple[str, ...] = _variable("CRM_CORS_ORIGINS", values.origins, ())
    metrics_token: str | None = _variable("CRM_METRICS_TOKEN", values.text, None, show=_masked)
    log_level: str = _variable("CRM_LOG_LEVEL", values.one_of("debug", "info", "warning"), "info")
    otlp_endpoint: str | None = _variable(OTLP_ENDPOINT, values.web_url, None, show=_without_password)

    @classmethod
    def load(
        cls,
        environ: Mapping[str, str],
        *,
        needs: Collection[str] = (),
        defaults: Mapping[str, str] = _NOTHING,
    ) -> Self:
        """
        Read the settings; a variable that is empty is as good as unset.

        Raises:
            SettingsError: When a value is wrong, needed here or not, or one of `needs` is missing.
        """
        given = {name: text.strip() for name, text in {**defaults, **_present(environ)}.items()}
        fields = [(field.name, field.metadata) for field in attrs.fields(cls)]
        found: dict[str, Any] = {
            field: _read(variable, given[variable["name"]])
            for field, variable in fields
            if given.get(variable["name"])
        }
        for name in needs:
            if not given.get(name):
                raise SettingsError(name, NOT_SET)
        settings = cls(**found)
        settings.see_that_events_outlive_payloads()
        settings.see_that_another_number_checks()
        return settings

    def see_that_another_number_checks(self) -> None:
        """
        See that no number checks itself.

        Raises:
            SettingsError: When one would.
        """
        if self.monitor_number is not None and self.monitor_number == self.main_number:
            raise SettingsError(MONITOR_NUMBER, f"must be another number than {MAIN_NUMBER}")

    def see_that_events_outlive_payloads(self) -> None:
        """
        See that a late repeat is known for one when what it repeats says nothing any more.

        Raises:
            SettingsError: When it would not be.
        """
        fewest = self.keep_payloads_days + EVENTS_OUTLIVE_PAYLOADS.days
        if self.keep_events_days < fewest:
            days = EVENTS_OUTLIVE_PAYLOADS.days
            reason = f"must be at least {fewest}, {days} days more than {KEEP_PAYLOADS_DAYS}"
            raise SettingsError(KEEP_EVENTS_DAYS, reason)

    @property
    def signing_keys(self) -> SigningKeys:
        """The keys that deliveries are signed with."""
        return SigningKeys.parse(self.webhook_keys)

    @property
    def needed_redis_url(self) -> str:
        """
        Where Redis is, for what cannot do without.

        Raises:
            SettingsError: When it is not set.
        """
        if self.redis_url is None:
            raise SettingsError(REDIS_URL, NOT_SET)
        return self.redis_url

    def shown(self) -> list[tuple[str, str]]:
        """Name each variable and its value, secrets masked."""
        fields = [(field.metadata, getattr(self, field.name)) for field in attrs.fields(type(self))]
        return [(variable["name"], variable["show"](value)) for variable, value in fields]


def environment(directory: Path | None = None) -> dict[str, str]:
    """
    Read the environment, and `.env` in the working directory for what the environment does not name.

    A variable that the environment sets to nothing is unset, whatever the file says.
    """
    return read_dotenv((directory or Path()) / ".env") | dict(os.environ)


def unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """Say in one line each which variables look like settings and are none: mostly slips of the pen."""
    known = [field.metadata["name"] for field in attrs.fields(Settings)]
    unknown = sorted(
        name
        for name in environ
        if name.startswith(_PREFIX) and name not in known and not name.startswith(_OF_THE_TESTS)
    )
    return [f"{name}: there is no such setting, it is ignored{_guess(name, known)}" for name in unknown]


def _guess(name: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"; is {close[0]} meant?" if close else ""


def _present(environ: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in environ.items() if text.strip()}


def _read(variable: Mapping[Any, Any], text: str) -> object:
    try:
        return variable["read"](text)
    except ValueError as error:
        raise SettingsError(variable["name"], str(error)) from error
