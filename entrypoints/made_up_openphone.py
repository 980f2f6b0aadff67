"""The fake OpenPhone that `dev` asks and fetches files from, where no key of the real one is set."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import closing, suppress
from typing import Final
from urllib.parse import urlsplit

from adapters.fake_openphone import OpenPhoneServer
from entrypoints.openphone import OPENPHONE_API_KEY
from entrypoints.settings import MEDIA_HOSTS, OPENPHONE_API_URL, Settings
from openphone_crm.errors import SettingsError
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi, Workspace

HOST: Final = "127.0.0.1"
MADE_UP_KEY: Final = "made-up-by-dev"


def made_up_settings(given: Settings, *, port: int) -> Mapping[str, str]:
    """Name a key, an address and a host of files that are not there yet; nothing where a key is set."""
    if given.openphone_api_key is not None:
        return {}
    place = f"{HOST}:{port}"
    return {
        OPENPHONE_API_KEY: MADE_UP_KEY,
        OPENPHONE_API_URL: f"http://{place}",
        MEDIA_HOSTS: place,
    }


def server_for(settings: Settings) -> OpenPhoneServer | None:
    """Make the server that these settings lead to, if they were made up; it begins with its block."""
    place = urlsplit(settings.openphone_api_url)
    if settings.openphone_api_key != MADE_UP_KEY or place.hostname != HOST:
        return None
    fake = FakeOpenPhoneApi(workspace=Workspace(), key=MADE_UP_KEY, webhook_keys=settings.webhook_keys)
    return OpenPhoneServer(fake, port=place.port or 0)


def port_like(known: str) -> int:
    """
    Choose a port: the one that is known, where it is free, so that files whose url was told are found again.

    It is free again until the server begins, in a process that is forked meanwhile.
    """
    for wanted in (int(known) if known.isdecimal() else 0, 0):
        with suppress(OSError, OverflowError), closing(socket.create_server((HOST, wanted))) as listener:
            return int(listener.getsockname()[1])
    raise SettingsError("--no-simulator", "no port is free for the simulated OpenPhone; leave it out")
