"""Making the database ready."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from adapters.sqlalchemy_repository import Database
from entrypoints.settings import DATABASE_URL, Settings
from openphone_crm.errors import SettingsError, UnavailableError

_SQLITE = "sqlite:///"


def migrate(settings: Settings) -> None:
    """
    Bring the database to the newest form, and make the directory of a SQLite file where it is missing.

    Raises:
        SettingsError: When the directory cannot be made.
        UnavailableError: When the database is away.
    """
    if settings.database_url.startswith(_SQLITE):
        make_directory(Path(settings.database_url.removeprefix(_SQLITE)).parent, DATABASE_URL)
    with closing(Database.open(settings.database_url)) as database:
        database.migrate()


def refuse_old_tables(settings: Settings) -> None:
    """
    See that the tables are those that the code was written for; a database that is away is waited for later.

    Raises:
        UnavailableError: When they are older or newer, or there are none.
    """
    with closing(Database.open(settings.database_url)) as database:
        try:
            database.check()
        except UnavailableError as error:
            if error.what == "migrations":
                raise


def make_directory(path: Path, setting: str) -> None:
    """
    Make a directory where it is missing.

    Raises:
        SettingsError: Naming what asked for it, when it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(setting, f"cannot make the directory {path}: {error.strerror}") from error
