"""What each setting is for, in the words of the console's settings page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from adapters.falcon_http import ShownSetting
from entrypoints.settings import Settings

_STORES: Final = "Where things are"
_WEBHOOKS: Final = "Webhooks"
_OPENPHONE: Final = "OpenPhone"
_READING: Final = "Reading"
_TELLING: Final = "Telling people"
_ALERTS: Final = "Alerts"
_KEEPING: Final = "How long things are kept"
_SERVING: Final = "Serving"

TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    "CRM_DATABASE_URL": (_STORES, "The database: the queue of record and the CRM."),
    "CRM_REDIS_URL": (_STORES, "Redis, which rings for workers; unset, they are threads of the server."),
    "CRM_STORAGE_URL": (_STORES, "Where recordings, voicemails and pictures are kept."),
    "CRM_MEDIA_HOSTS": (_STORES, "Hosts that such files may be fetched from, and no others."),
    "CRM_WEBHOOK_KEYS": (_WEBHOOKS, "Signing keys; those of `webhooks sync` are in the database."),
    "CRM_LEGACY_TOLERANCE_S": (_WEBHOOKS, "How far off a legacy signature's time may be, in seconds."),
    "CRM_WEBHOOK_TOLERANCE_S": (_WEBHOOKS, "How far off a Standard Webhooks time may be, in seconds."),
    "CRM_RETRY_BASE_S": (_WEBHOOKS, "Seconds before the first retry; each further one waits twice as long."),
    "CRM_LOW_BATCH_S": (_WEBHOOKS, "For so many seconds events of low priority are gathered."),
    "OPENPHONE_API_KEY": (_OPENPHONE, "Opens OpenPhone's API: reconciliation, texts, recordings, health."),
    "OPENPHONE_API_URL": (_OPENPHONE, "Where that API is."),
    "CRM_MAIN_NUMBER": (_OPENPHONE, "The number that the health check texts."),
    "CRM_MONITOR_NUMBER": (_OPENPHONE, "The number that the health check texts from."),
    "CRM_DEFAULT_REGION": (_OPENPHONE, "The country whose local numbers are understood."),
    "GEMINI_API_KEY": (_READING, "Lets Gemini read; unset, patterns do, which find less."),
    "GEMINI_MODEL": (_READING, "The model that reads."),
    "GEMINI_API_URL": (_READING, "Where Gemini is, if not at Google."),
    "GEMINI_MONTHLY_BUDGET_USD": (_READING, "What reading may cost in a month; the rest waits for the next."),
    "GEMINI_INPUT_USD": (_READING, "What a million tokens cost that are read."),
    "GEMINI_OUTPUT_USD": (_READING, "What a million tokens cost that are written."),
    "GEMINI_PRICES_AS_OF": (_READING, "The day of these prices."),
    "GEMINI_REQUESTS_PER_MINUTE": (_READING, "How often Gemini is asked at most."),
    "CRM_GEMINI_SDK": (_READING, "The package that asks it."),
    "CRM_AUTO_ADD_PRECISION": (_READING, "How often readings must be right to be added without asking."),
    "CRM_NOTIFY_URLS": (_TELLING, "Where the shop's people hear of missed calls and voicemails."),
    "CRM_ALERT_URLS": (_TELLING, "Where those who run this hear of faults, and get the daily report."),
    "CRM_PUBLIC_URL": (_TELLING, "Where this console is found, for links in messages."),
    "CRM_TIMEZONE": (_TELLING, "Whose day a report is about."),
    "CRM_ALERT_PROCESSING_S": (_ALERTS, "Events should be worked on within so many seconds."),
    "CRM_ALERT_FAILED_RATIO": (_ALERTS, "This share of a day's events may fail."),
    "CRM_ALERT_QUEUE_DEPTH": (_ALERTS, "So many events may wait."),
    "CRM_ALERT_OLDEST_S": (_ALERTS, "For so many seconds the oldest may wait: critical, standard, low."),
    "CRM_ALERT_DISK_FREE": (_ALERTS, "This share of the disk should be free."),
    "CRM_ALERT_HEARTBEAT_S": (_ALERTS, "After so many seconds without a sign of life a part counts as dead."),
    "CRM_KEEP_PAYLOADS_DAYS": (_KEEPING, "Days for which what OpenPhone sent is kept."),
    "CRM_KEEP_EVENTS_DAYS": (_KEEPING, "Days for which it is known that it was sent."),
    "CRM_KEEP_REPORTS_DAYS": (_KEEPING, "Days for which daily reports are kept."),
    "CRM_CORS_ORIGINS": (_SERVING, "Other origins whose pages may call the API."),
    "CRM_METRICS_TOKEN": (_SERVING, "Opens /metrics to others than this machine."),
    "CRM_LOG_LEVEL": (_SERVING, "How much is logged: debug, info or warning."),
    "OTEL_EXPORTER_OTLP_ENDPOINT": (_SERVING, "Where traces are sent; unset, none are made."),
}


def shown_settings(settings: Settings) -> tuple[ShownSetting, ...]:
    """Show every setting with what it is for, secrets masked, in the order of the groups above."""
    return tuple(sorted(_shown(settings), key=lambda setting: list(TEXTS).index(setting.name)))


def _shown(settings: Settings) -> Iterator[ShownSetting]:
    usual = {field.metadata["name"]: field.default for field in attrs.fields(type(settings))}
    given = {field.metadata["name"]: getattr(settings, field.name) for field in attrs.fields(type(settings))}
    for name, value in settings.shown():
        group, sentence = TEXTS[name]
        is_usual = given[name] == usual[name]
        yield ShownSetting(group=group, name=name, value=value, sentence=sentence, is_usual=is_usual)
