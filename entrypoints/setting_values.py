"""What the text of a setting may be: each function reads one kind, or says what it must be."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

import attrs
import phonenumbers

from adapters.notifications import is_channel_url
from openphone_crm.files.addresses import address_in
from openphone_crm.phones import is_phone_number
from openphone_crm.webhooks import SigningKeys

_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_MODEL = re.compile(r"(models/)?[A-Za-z0-9][A-Za-z0-9._-]*")
_WHOLE = re.compile(r"[0-9]{1,5}")
_MOST_DAYS = 36_500
_SEPARATORS = re.compile(r"[\s,]+")
# A comma within a URL is part of it: mail to several people has some.
_BETWEEN_URLS = re.compile(r"[\s,]*\s[\s,]*|,+(?=[A-Za-z][A-Za-z0-9+.-]*://)")
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
_STORAGE = re.compile(r"file://\S+|s3://[a-z0-9][a-z0-9.-]+(/[^\s?#]*)?")
_SQLITE = "sqlite:///"
_POSTGRESQL = "postgresql+psycopg://"


@attrs.frozen
class UnusableError(ValueError):
    """A text that is not what a setting holds; the value is left out where it may be a secret."""

    value: str | None
    expected: str

    def __str__(self) -> str:
        """Say what it must be."""
        return f"must be {self.expected}" + ("" if self.value is None else f", not {self.value!r}")


def text(value: str) -> str:
    """Read anything that can be printed."""
    if not value.isprintable():
        raise UnusableError(None, "printable")
    return value


def api_key(value: str) -> str:
    """Read a key that is sent in a header, where there is nothing but plain characters."""
    if not value.isascii() or not value.isprintable() or " " in value:
        raise UnusableError(None, "plain ASCII without spaces")
    return value


def model_name(value: str) -> str:
    """Read the name of a model, which becomes a part of an address."""
    if not _MODEL.fullmatch(value):
        raise UnusableError(value, "the name of a model such as gemini-3.5-flash-lite")
    return value


def number(value: str) -> float:
    """Read a plain decimal number that is not negative."""
    if not _NUMBER.fullmatch(value):
        raise UnusableError(value, "a number that is not negative")
    return float(value)


def share(value: str) -> float:
    """Read a share of a whole, from 0 to 1."""
    if not _NUMBER.fullmatch(value) or float(value) > 1:
        raise UnusableError(value, "a number from 0 to 1, such as 0.9")
    return float(value)


def above_zero(value: str) -> float:
    """Read a plain decimal number above 0."""
    if not _NUMBER.fullmatch(value) or not float(value):
        raise UnusableError(value, "a number above 0")
    return float(value)


def day(value: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise UnusableError(value, "a day such as 2026-01-31") from error


def seconds(value: str) -> float:
    """Read a number of seconds above 0."""
    if not _NUMBER.fullmatch(value) or not float(value):
        raise UnusableError(value, "a number of seconds above 0")
    return float(value)


def days(fewest: int) -> Callable[[str], int]:
    """Give a reader of a whole number of days, so many at least."""

    def read(value: str) -> int:
        if not _WHOLE.fullmatch(value) or not fewest <= int(value) <= _MOST_DAYS:
            raise UnusableError(value, f"a whole number of days from {fewest} to {_MOST_DAYS}")
        return int(value)

    return read


def webhook_keys(value: str) -> str:
    """Read signing keys, separated by spaces or commas; what is wrong with one never shows it."""
    if not SigningKeys.parse(value):
        raise UnusableError(None, "one key at least")
    return value


def database_url(value: str) -> str:
    """Read where the database is; the ways to write PostgreSQL become the one for psycopg 3."""
    for other in ("postgresql://", "postgres://"):
        if value.startswith(other):
            value = _POSTGRESQL + value.removeprefix(other)
    if value.startswith(_POSTGRESQL):
        return _checked_port(value)
    path = value.removeprefix(_SQLITE) if value.startswith(_SQLITE) else ""
    if not path or ":memory:" in path:
        raise UnusableError(None, "sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/DATABASE")
    return value


def redis_url(value: str) -> str:
    """Read where Redis is."""
    parts = _split(value)
    is_complete = bool(parts.path if parts.scheme == "unix" else parts.hostname)
    database = parts.path.removeprefix("/")
    if parts.scheme not in {"redis", "rediss", "unix"} or not is_complete:
        raise UnusableError(None, "redis://HOST:PORT/0, rediss://HOST:PORT/0 or unix:///SOCKET")
    if parts.scheme != "unix" and database and not database.isdecimal():
        raise UnusableError(None, "a URL that ends with the number of a database, such as /0")
    return _checked_port(value)


def web_url(value: str) -> str:
    """Read the address of a web server; a slash at its end is taken off."""
    parts = _split(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise UnusableError(None, "http://HOST or https://HOST")
    return _checked_port(value).rstrip("/")


def origins(value: str) -> tuple[str, ...]:
    """Read origins of the web, as browsers name them."""
    found = words(value)
    for origin in found:
        parts = _split(_checked_port(origin))
        if parts.scheme not in {"http", "https"} or f"{parts.scheme}://{parts.netloc}" != origin:
            raise UnusableError(origin, "origins such as https://shop.example.com")
        if not HOST.fullmatch(parts.netloc):
            raise UnusableError(origin, "origins such as https://shop.example.com")
    return found


def hosts(value: str) -> tuple[str, ...]:
    """Read names of hosts."""
    found = words(value)
    for host in found:
        if not HOST.fullmatch(host) or not _is_spelled_out(host):
            raise UnusableError(host, "names of hosts, or addresses such as 127.0.0.1 or [::1]:9000")
        _checked_port(f"//{host}")
    return found


def service_urls(value: str) -> tuple[str, ...]:
    """Read addresses of services that tell people; they hold passwords, and are never shown."""
    found = tuple(url for url in _BETWEEN_URLS.split(value.strip(",")) if url)
    for place, url in enumerate(found, start=1):
        if not is_channel_url(url):
            example = "mailto://USER:PASSWORD@HOST?to=ADDRESS"
            raise UnusableError(
                None, f"apprise URLs such as {example}; number {place} is none that works here"
            )
    if not found:
        raise UnusableError(None, "one apprise URL at least")
    return found


def storage_url(value: str) -> str:
    """Read where files are kept."""
    if not _STORAGE.fullmatch(value):
        raise UnusableError(None, "file://DIRECTORY or s3://BUCKET/PREFIX; AWS's own variables hold the keys")
    return value


def phone_number(value: str) -> str:
    """Read a phone number."""
    if not is_phone_number(value):
        raise UnusableError(None, "a phone number such as +12065550123")
    return value


def region(value: str) -> str:
    """Read a region of the world whose local numbers can be read."""
    if value not in phonenumbers.SUPPORTED_REGIONS:
        raise UnusableError(value, "a region of two letters such as US")
    return value


def timezone(value: str) -> str:
    """Read the name of a time zone."""
    try:
        return value if value == "UTC" else ZoneInfo(value).key
    except (LookupError, ValueError, OSError) as error:
        raise UnusableError(value, "a time zone such as Europe/Berlin") from error


def one_of(*choices: str) -> Callable[[str], str]:
    """Give a reader of a few words."""

    def read(value: str) -> str:
        if value not in choices:
            raise UnusableError(value, f"{' or '.join(choices)}")
        return value

    return read


def words(value: str) -> tuple[str, ...]:
    """Read words separated by spaces or commas."""
    return tuple(word for word in _SEPARATORS.split(value) if word)


def _is_spelled_out(host: str) -> bool:
    address = host.partition("]")[0]
    return not address.startswith("[") or address_in(address[1:]) is not None


def _split(value: str) -> SplitResult:
    try:
        return urlsplit(value)
    except ValueError as error:
        raise UnusableError(None, "a URL") from error


def _checked_port(value: str) -> str:
    try:
        _ = _split(value).port
    except ValueError as error:
        raise UnusableError(None, "a URL with a port from 0 to 65535, or none") from error
    return value
