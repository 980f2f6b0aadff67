"""The status board, plugged in; what an absent setting turns off, it says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from entrypoints.bootstrap import Application
from entrypoints.extractors import PATTERN, chosen_extractor, extractor_for
from entrypoints.openphone import OPENPHONE_API_KEY
from entrypoints.reading import LateExtractor
from entrypoints.settings import MAIN_NUMBER, MONITOR_NUMBER, Settings
from openphone_crm.status_board import StatusBoard

ON: Final = "on"


def status_board_of(application: Application) -> StatusBoard:
    """Gather the figures of this application."""
    settings, database = application.settings, application.database
    extractor = LateExtractor(lambda: extractor_for(settings))
    return StatusBoard(
        alert_book=database.alert_book,
        figures=database.figures,
        rollups=database.rollups,
        traffic=database.traffic,
        health_checks=database.health_checks,
        extractions=database.extractions,
        readings=database.readings,
        reconciliations=database.reconciliation_book,
        workspace=database.workspace,
        clock=application.clock,
        heartbeats=database.heartbeats,
        model=lambda: extractor.model,
        precision=settings.auto_add_precision,
        budget_usd=settings.gemini_monthly_budget_usd,
        checks_health=_checks_health(settings),
        features=features_of(settings),
    )


def features_of(settings: Settings) -> Mapping[str, str]:
    """Say of each part that needs a setting whether it is on, and if not, which setting turns it on."""
    has_key = bool(settings.openphone_api_key)
    return {
        "openphone_api": _on(has_key, "OPENPHONE_API_KEY"),
        "gemini": _on(chosen_extractor(settings) != PATTERN, "GEMINI_API_KEY"),
        "health_check": _on(_checks_health(settings), _missing_for_health(settings)),
        "telling_people": _on(bool(settings.notify_urls), "CRM_NOTIFY_URLS"),
        "telling_operators": _on(bool(settings.alert_urls), "CRM_ALERT_URLS"),
        "redis": _on(bool(settings.redis_url), "CRM_REDIS_URL"),
        "links_in_mails": _on(bool(settings.public_url), "CRM_PUBLIC_URL"),
    }


def _checks_health(settings: Settings) -> bool:
    return bool(settings.openphone_api_key and settings.main_number and settings.monitor_number)


def _missing_for_health(settings: Settings) -> str:
    needed = {
        OPENPHONE_API_KEY: settings.openphone_api_key,
        MAIN_NUMBER: settings.main_number,
        MONITOR_NUMBER: settings.monitor_number,
    }
    return " and ".join(name for name, value in needed.items() if not value)


def _on(is_on: bool, setting: str) -> str:  # noqa: FBT001 - it is what is said
    return ON if is_on else f"off: set {setting}"
