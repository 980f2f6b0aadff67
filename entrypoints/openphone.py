"""OpenPhone's API, where the settings have a key for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import Final

import attrs

from adapters.openphone_rest import Access, OpenPhoneRest, Retries
from adapters.sqlalchemy_repository import Database
from entrypoints.settings import NOT_SET, Settings
from openphone_crm.errors import SettingsError
from openphone_crm.memory.readings import MemoryPacer
from openphone_crm.ports.clock import Clock
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
    access = _access(settings)
    return None if access is None else OpenPhoneRest(access, pacer=database.pacer, clock=clock)


def asked_once(
    settings: Settings, clock: Clock, *, on_answer: Callable[[Mapping[str, str]], object]
) -> Sequence[WorkspaceLine] | None:
    """
    Ask OpenPhone for the least that needs the key: our phone numbers; None without a key.

    `on_answer` is told the headers of an answer, also of one that is a refusal. The one request is beside
    the pace: the database that keeps it may not be ready yet.

    Raises:
        CrmError: When there is no answer.
    """
    access = _access(settings)
    if access is None:
        return None
    access = attrs.evolve(access, on_answer=on_answer)
    with closing(
        OpenPhoneRest(access, pacer=MemoryPacer(), clock=clock, retries=Retries(attempts=1))
    ) as openphone:
        return openphone.lines()


def _access(settings: Settings) -> Access | None:
    key = settings.openphone_api_key
    if key is None:
        return None
    if key.casefold().startswith("bearer "):
        raise SettingsError(OPENPHONE_API_KEY, _WITH_BEARER)
    if not (key.isascii() and key.isprintable()):
        raise SettingsError(OPENPHONE_API_KEY, _MISTYPED)
    return Access(key=key, url=settings.openphone_api_url)
