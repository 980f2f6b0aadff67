"""The form of the tables, and the steps that lead to it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from .failures import MIGRATE

# Any number will do, so long as everybody who migrates takes the same.
_MIGRATION_LOCK = 7_402_117


def migrate(connection: Connection) -> None:
    """Apply the missing steps; of several processes that try at once, one works and the others wait."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def present_revision(connection: Connection) -> str | None:
    """The step that the tables are at; None where there are none."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def head_revision() -> str:
    """The newest step."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def what_is_needed(revision: str | None) -> str:
    """Say what brings tables at that step to the newest, or the code to the tables."""
    if revision is None or revision in _known_revisions():
        return f"{MIGRATE}: at {revision or 'none'}, needed {head_revision()}"
    return (
        f"the tables are newer than this code: at {revision}, known up to {head_revision()}; "
        "run the code that made them, or a newer one"
    )


@cache
def _known_revisions() -> frozenset[str]:
    return frozenset(step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
