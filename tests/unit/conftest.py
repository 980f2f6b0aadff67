"""Unit tests open no socket."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import NoReturn

import pytest


class SocketInUnitTestError(AssertionError):
    """A unit test reached for the network."""

    def __str__(self) -> str:
        """Say where such a test belongs."""
        return "A unit test opened a socket; a test that needs one belongs into tests/integration."


def _refuse(*_arguments: object, **_options: object) -> NoReturn:
    raise SocketInUnitTestError


@pytest.fixture(autouse=True, scope="module")
def no_sockets() -> Iterator[None]:
    """Refuse every new socket, and every connection of an old one, while unit tests run."""
    with pytest.MonkeyPatch.context() as patch:
        for method in ("__init__", "connect", "connect_ex"):
            patch.setattr(socket.socket, method, _refuse)
        yield
