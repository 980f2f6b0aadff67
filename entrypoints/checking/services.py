"""Looks at OpenPhone, at this machine's clock by OpenPhone's, and at Gemini."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import attrs

from adapters.gemini_extractor import known_model
from entrypoints.checking.parts import Part
from entrypoints.extractors import GEMINI_API_KEY, PATTERN, chosen_extractor
from entrypoints.openphone import OPENPHONE_API_KEY, asked_once
from entrypoints.settings import Settings
from openphone_crm.errors import CrmError, RateLimitedError, SettingsError
from openphone_crm.ports.clock import Clock

MOST_OFF: Final = timedelta(minutes=2)
"""Signatures are refused when they seem to be five minutes old, or to be from the future."""

_SET_IT: Final = "set it (`timedatectl set-ntp true`), or signatures are refused"


@attrs.define
class HeardClock:
    """Notes how far our clock is from that of whoever answers, when an answer says what time it is."""

    clock: Clock
    ahead: timedelta | None = None

    def hear(self, headers: Mapping[str, str]) -> None:
        """Look at the date of an answer."""
        try:
            theirs = parsedate_to_datetime(headers["date"])
        except (KeyError, ValueError):
            return
        self.ahead = self.clock.now() - (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC))


def openphone_parts(settings: Settings, clock: Clock) -> Iterator[Part]:
    """See whether OpenPhone takes the key, and what time it has."""
    heard = HeardClock(clock)
    yield _openphone(settings, heard)
    yield _clock(heard.ahead, clock.now())


def gemini_parts(settings: Settings) -> Iterator[Part]:
    """Tell who reads; Gemini is asked whether it knows the key and the model, which costs nothing."""
    if settings.gemini_api_key is None:
        yield Part("reading", f"{PATTERN}, which is weak: {GEMINI_API_KEY} is not set", warns=True)
        return
    try:
        model = known_model(settings.gemini_api_key, model=settings.gemini_model, url=settings.gemini_api_url)
    except CrmError as error:
        yield _refused("reading", error, where="it (GEMINI_API_URL)")
        return
    yield Part("reading", f"ok, {chosen_extractor(settings)} with {model}")


def _openphone(settings: Settings, heard: HeardClock) -> Part:
    try:
        lines = asked_once(settings, heard.clock, on_answer=heard.hear)
    except CrmError as error:
        return _refused("OpenPhone", error, where=f"{settings.openphone_api_url} (OPENPHONE_API_URL)")
    if lines is None:
        return Part("OpenPhone", f"off: {OPENPHONE_API_KEY} is not set")
    return Part("OpenPhone", f"ok, phone numbers: {len(lines)}")


def _refused(name: str, error: CrmError, *, where: str) -> Part:
    match error:
        case RateLimitedError():
            return Part(name, f"not asked: {error}; try again in a minute", warns=True)
        case SettingsError(reason=reason):
            return Part(name, f"refused: {reason}", str(error))
        case _:
            return Part(name, "not reachable", f"{error}; see that this machine reaches {where}")


def _clock(ahead: timedelta | None, now: datetime) -> Part:
    if ahead is None:
        return Part("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC, compared with nobody's")
    seconds = round(abs(ahead.total_seconds()))
    off = f"{seconds} s {'ahead of' if ahead > timedelta() else 'behind'} OpenPhone's"
    if abs(ahead) > MOST_OFF:
        return Part("clock", f"wrong: {off}", f"the clock of this machine is {off}: {_SET_IT}")
    return Part("clock", f"ok, {off}" if seconds else "ok, as OpenPhone's")
