"""gunicorn, started from Python: on a socket that is ours before any process is forked."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from adapters.falcon_http import Web
from adapters.metrics import Tallies
from entrypoints import asgi
from entrypoints.extractors import preload_extractor
from entrypoints.gunicorn_conf import gunicorn_options
from entrypoints.settings import Settings
from openphone_crm.errors import SettingsError

BACKLOG = 2048
_HIGHEST_PORT = 65_535


class Log(Logger):
    """Lets what gunicorn says go where everything else goes."""

    def setup(self, cfg: Config) -> None:
        """Set up as gunicorn does, and then take its handlers away."""
        super().setup(cfg)
        self.error_log.handlers = []
        self.error_log.propagate = True


class Server(BaseApplication):
    """gunicorn, with settings instead of a command line, and a function instead of a module's name."""

    def __init__(self, make: Callable[[], Web], options: Mapping[str, object]) -> None:
        self._make = make
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand gunicorn its settings."""
        for name, setting in self._options.items():
            self.cfg.set(name, setting)

    def load(self) -> Any:  # noqa: ANN401 - what gunicorn's stubs call a web application fits none
        """Build the application, in the process that serves it."""
        return self._make()


def serve(settings: Settings, bind: str) -> None:
    """
    Serve until SIGTERM or Ctrl-C.

    Raises:
        SettingsError: When nobody can listen at that address.
    """
    listener = listen(bind)
    if settings.redis_url is None:
        preload_extractor(settings)
    tallies = Tallies.shared()
    Server(
        lambda: asgi.create(settings, tallies=tallies), gunicorn_options(settings) | listening_on(listener)
    ).run()


def listening_on(listener: socket.socket) -> dict[str, object]:
    """Give gunicorn's settings that hand the socket over to it."""
    return {"bind": f"fd://{listener.detach()}", "logger_class": Log}


def listen(bind: str, *, option: str = "--bind") -> socket.socket:
    """
    Listen at HOST:PORT; gunicorn itself would try for seconds and say a dozen lines.

    Raises:
        SettingsError: Naming the option, when the address is wrong or taken.
    """
    host, port = _address(bind, option)
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind)
    except (OSError, UnicodeError) as error:
        raise SettingsError(option, f"{bind} is no address of this machine: {error}") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        with suppress(OSError):
            listener.close()
        reason = (error.strerror or str(error)).lower()
        raise SettingsError(
            option, f"cannot listen at {bind}: {reason}; choose another with {option}"
        ) from error
    return listener


def _address(bind: str, option: str) -> tuple[str, int]:
    host, colon, port = bind.rpartition(":")
    if not colon or not (port.isascii() and port.isdecimal()) or int(port) > _HIGHEST_PORT:
        raise SettingsError(option, f"must be HOST:PORT, not {bind!r}")
    return host.removeprefix("[").removesuffix("]") or "0.0.0.0", int(port)  # noqa: S104 - `:8000` asks for it
