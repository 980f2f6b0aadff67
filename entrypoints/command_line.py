"""What all commands have in common: settings read, faults said in one line, an example in the help."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from getpass import getuser
from importlib import import_module
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any

import click

from entrypoints.logs import configure_logs
from entrypoints.settings import Settings, environment, unknown_variables
from openphone_crm.errors import CrmError

if TYPE_CHECKING:
    from entrypoints.bootstrap import Application


_NOWHERE: Mapping[str, str] = MappingProxyType({})


class OneLineError(click.ClickException):
    """Ends a command with one line and exit status 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line."""
        click.echo(self.format_message(), err=True, file=file)


class Commands(click.Group):
    """Commands that are loaded when asked for, and end in one line when something foreseen is wrong."""

    def __init__(self, *arguments: Any, places: Mapping[str, str] = _NOWHERE, **options: Any) -> None:  # noqa: ANN401 - click's
        """Find a command at its place, written `module:name`."""
        super().__init__(*arguments, **options)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands."""
        return sorted({*super().list_commands(ctx), *self._places})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        module, _, name = self._places.get(cmd_name, "").partition(":")
        if not module:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """Run the command."""
        try:
            return super().invoke(ctx)
        except CrmError as error:
            raise OneLineError(" ".join(str(error).split())) from error


def example(command: str) -> str:
    """Give the end of a command's help; click leaves what follows a backspace as it is."""
    return f"\b\nExample:\n  {command}"


def load_settings(needs: Collection[str] = ()) -> Settings:
    """
    Read the settings, warn of what looks like one, and log lines to a terminal, and JSON to anything else.

    Raises:
        SettingsError: When one is wrong, or one that is needed is missing.
    """
    environ = environment()
    settings = Settings.load(environ, needs=needs)
    configure_logs(settings, readable=sys.stderr.isatty())
    warn_of_unknown(environ)
    return settings


def warn_of_unknown(environ: Mapping[str, str]) -> None:
    """Say which variables look like settings and are none."""
    for line in unknown_variables(environ):
        click.echo(line, err=True)


@contextmanager
def migrated_application() -> Iterator[Application]:
    """
    Plug the core into a database that is ready.

    Raises:
        UnavailableError: When it is not.
    """
    from entrypoints.bootstrap import bootstrap  # noqa: PLC0415 - it loads all adapters

    with bootstrap(load_settings()) as application:
        application.database.check()
        yield application


def name_of_user() -> str:
    """Name who types, for the log of who did what; in a container it may be nobody that the system knows."""
    try:
        return f"{getuser()} (command line)"
    except (OSError, KeyError, ImportError):
        return "command line"
