"""Looks at what is of this machine, or is kept by it: files, disk, time zones, and its address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes, token_hex
from tempfile import TemporaryFile
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from adapters.file_storage import directory_of, file_storage_at
from adapters.file_storage.troubles import STORAGE
from entrypoints.checking.parts import Part
from entrypoints.disks import disks_of
from entrypoints.settings import ALERT_URLS, NOTIFY_URLS, Settings
from openphone_crm.errors import CrmError, UnavailableError
from openphone_crm.ports.file_storage import FileStorage

LEAST_FREE_BYTES: Final = 200_000_000

_PROBE_BYTES: Final = 64
_OTHER_BYTES: Final = "what was written is read back as something else"
_OF_S3: Final = (
    "see that the bucket of CRM_STORAGE_URL is there, and that the AWS variables (AWS_ACCESS_KEY_ID, "
    "AWS_SECRET_ACCESS_KEY, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL) lead to it and may write"
)


def storage_parts(settings: Settings) -> Iterator[Part]:
    """Write a small file where files are kept, read it back and remove it."""
    root = directory_of(settings.storage_url)
    advice = _OF_S3 if root is None else f"see that {root} (CRM_STORAGE_URL) is a directory we may write to"
    try:
        # Looking makes no directory: that of the files is made with the first of them.
        state = _tried(file_storage_at(settings.storage_url)) if root is None else _tried_directory(root)
    except (CrmError, OSError) as error:
        reason = getattr(error, "cause", None) or getattr(error, "strerror", None) or error
        said = " ".join(str(reason).split())
        yield Part("files", f"not ready: {said}", f"{STORAGE} is unavailable: {said}; {advice}")
        return
    yield Part("files", state)


def disk_parts(settings: Settings, *, least_bytes: int = LEAST_FREE_BYTES) -> Iterator[Part]:
    """See whether there is room on every disk that we write to."""
    disks = disks_of(settings)
    said = ", ".join(f"{_in_gigabytes(disk.free_bytes)} free for {disk.setting}" for disk in disks)
    if any(disk.free_bytes < least_bytes for disk in disks):
        needed = f"needed are {_in_gigabytes(least_bytes)}"
        yield Part("disk", f"full: {said}", f"the disk is almost full ({said}; {needed}); make room")
    elif disks:
        yield Part("disk", f"ok, {said}")


def time_zone_parts(settings: Settings) -> Iterator[Part]:
    """See whether the time zone of the reports is known to Python."""
    name = settings.timezone
    try:
        now = datetime.now(UTC).astimezone(ZoneInfo(name))
    except (LookupError, ValueError, OSError):
        state = f"no data for {name}"
        fault = f"CRM_TIMEZONE: there is no time zone {name} here; correct it, or `pip install tzdata`"
        yield Part("time zone", state, fault)
        return
    yield Part("time zone", f"ok, {name}, where it is {now:%H:%M}")


def address_parts(settings: Settings) -> Iterator[Part]:
    """Tell whether our address is known and safe, and which ways out to people there are."""
    yield _address(settings)
    yield _channels("people are told", settings.notify_urls, NOTIFY_URLS)
    yield _channels("operators are told", settings.alert_urls, ALERT_URLS)


def _address(settings: Settings) -> Part:
    if settings.public_url is None:
        return Part("public address", "off: CRM_PUBLIC_URL is not set, so that mails have no links")
    if urlsplit(settings.public_url).scheme == "https":
        return Part("public address", "ok, https")
    state = "CRM_PUBLIC_URL is not https: whoever is on the way can read what is delivered"
    return Part("public address", state, warns=True)


def _channels(name: str, urls: tuple[str, ...], variable: str) -> Part:
    return Part(name, f"channels: {len(urls)}" if urls else f"off: {variable} is not set")


def _tried_directory(root: Path) -> str:
    if root.exists():
        return _tried(file_storage_at(f"file://{root}"))
    with TemporaryFile(dir=_nearest(root)):
        return f"ok, {root} is made with the first file"


def _tried(storage: FileStorage) -> str:
    key, probe = f"check-{token_hex(8)}", token_bytes(_PROBE_BYTES)
    storage.write(key, [probe], content_type="application/octet-stream", limit_bytes=_PROBE_BYTES)
    try:
        is_same = b"".join(storage.open(key)) == probe
    finally:
        with suppress(CrmError):
            storage.remove(key)
    if not is_same:
        raise UnavailableError(STORAGE, _OTHER_BYTES)
    return "ok, written, read back and removed"


def _nearest(place: Path) -> Path:
    """The directory, or the one that it would be made in."""
    place = place.absolute()
    return next(each for each in (place, *place.parents) if each.exists())


def _in_gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB"
