"""Running `check` in an empty place, for the tests of what it says."""

from __future__ import annotations

import attrs
from click.testing import CliRunner

from entrypoints.cli import commands

PASSWORD = "hunter2"


@attrs.frozen
class Checked:
    """How it ended, the reasons one by one, and all that was printed."""

    status: int
    faults: list[str]
    shown: str

    @property
    def fault(self) -> str:
        """The one reason there is."""
        [fault] = self.faults
        return fault

    @property
    def words(self) -> str:
        """All that was printed, as if lines were endless."""
        return " ".join(self.shown.split())


def checked(**settings: str) -> Checked:
    """Run it with these settings and no others; it never shows what is secret, nor a traceback."""
    done = CliRunner().invoke(commands, ["check"], env=settings)
    assert PASSWORD not in done.output
    assert "Traceback" not in done.output
    return Checked(done.exit_code, done.stderr.splitlines(), done.stdout)


def migrated() -> None:
    """Make the database that is used without a setting."""
    assert CliRunner().invoke(commands, ["migrate"]).exit_code == 0
