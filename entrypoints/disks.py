"""How much room is left where this machine keeps files and the database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from adapters.file_storage import directory_of
from entrypoints.settings import DATABASE_URL, STORAGE_URL, Settings
from openphone_crm.alert_rules.vital_signs import DiskSpace

_SQLITE = "sqlite:///"


def disks_of(settings: Settings) -> list[DiskSpace]:
    """Look at the disk of each thing that is kept on this machine; what is kept elsewhere has none."""
    found = []
    for setting, place in _places(settings):
        with suppress(OSError):
            usage = shutil.disk_usage(_nearest(place))
            # Not what is reserved for root: nobody else can write there.
            found.append(
                DiskSpace(setting=setting, free_bytes=usage.free, total_bytes=usage.used + usage.free)
            )
    return found


def _places(settings: Settings) -> Iterator[tuple[str, Path]]:
    if settings.database_url.startswith(_SQLITE):
        yield DATABASE_URL, Path(settings.database_url.removeprefix(_SQLITE)).parent
    directory = directory_of(settings.storage_url)
    if directory is not None:
        yield STORAGE_URL, directory


def _nearest(place: Path) -> Path:
    """The directory that is there: that of the files is made with the first of them."""
    absolute = place.absolute()
    return next(each for each in (absolute, *absolute.parents) if each.is_dir())
