"""OpenPhone's API, where the settings have a key for it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from typing import Final

from adapters.openphone_rest import Access, OpenPhoneRest, Retries
from adapters.sqlalchemy_repository import Database
from entrypoints.settings import NOT_SET, Settings
from openphone_crm.errors import SettingsError
from openphone_crm.memory.readings import MemoryPacer
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.pacer import Pacer
from openphone_crm.remote import Fetched, TextToSend, WorkspaceLine

OPENPHONE_API_KEY: Final = "OPENPHONE_API_KEY"

_WITH_BEARER: Final = "give the key alone, without the word Bearer"
_MISTYPED: Final = "has a character that no key has; copy it anew from Quo's settings"


class Keyless:
    """OpenPhone, for whoever had a key yesterday: it takes no text, and says why."""

    def send(self, _: TextToSend) -> Fetched:
        """
        Take nothing.

        Raises:
            SettingsError: Always.
        """
        raise SettingsError(OPENPHONE_API_KEY, NOT_SET)

    def sent(self, _: TextToSend, *, since: datetime) -> Sequence[Fetched]:  # noqa: ARG002 - the port's
        """
        Show nothing.

        Raises:
            SettingsError: Always.
        """
        raise SettingsError(OPENPHONE_API_KEY, NOT_SET)


def openphone_of(settings: Settings, database: Database, clock: Clock) -> OpenPhoneRest | None:
    """
    Ask OpenPhone with the key of the settings, at the pace of all processes; None without a key.

    Raises:
        SettingsError: When the key is none.
    """
    return _openphone(settings, database.pacer, clock, Retries())


def asked_once(settings: Settings, clock: Clock) -> Sequence[WorkspaceLine] | None:
    """
    Ask OpenPhone for the least that needs the key: our phone numbers; None without a key.

    The one request is beside the pace: the database that keeps it may not be ready yet.

    Raises:
        CrmError: When there is no answer.
    """
    openphone = _openphone(settings, MemoryPacer(), clock, Retries(attempts=1))
    if openphone is None:
        return None
    with closing(openphone):
        return openphone.lines()


def _openphone(settings: Settings, pacer: Pacer, clock: Clock, retries: Retries) -> OpenPhoneRest | None:
    key = settings.openphone_api_key
    if key is None:
        return None
    if key.casefold().startswith("bearer "):
        raise SettingsError(OPENPHONE_API_KEY, _WITH_BEARER)
    if not (key.isascii() and key.isprintable()):
        raise SettingsError(OPENPHONE_API_KEY, _MISTYPED)
    access = Access(key=key, url=settings.openphone_api_url)
    return OpenPhoneRest(access, pacer=pacer, clock=clock, retries=retries)
