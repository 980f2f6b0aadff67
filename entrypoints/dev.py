"""Everything in one process group, for a developer."""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote

import attrs
import click

from adapters.metrics import Tallies
from entrypoints import asgi
from entrypoints.alerting import watching_scheduler
from entrypoints.belongings import give_token, kept, new_secret, new_webhook_keys
from entrypoints.bootstrap import bootstrap
from entrypoints.embedded import draining
from entrypoints.extractors import preload_extractor
from entrypoints.gunicorn_conf import gunicorn_options
from entrypoints.made_up_openphone import made_up_settings, port_like
from entrypoints.preparing import make_directory, migrate
from entrypoints.scheduler import scheduling
from entrypoints.server import Server, listen, listening_on
from entrypoints.settings import DATABASE_URL, LOW_BATCH_S, STORAGE_URL, WEBHOOK_KEYS, Settings
from entrypoints.shop import Shop
from entrypoints.side_process import SideProcess
from entrypoints.worker import run_workers
from openphone_crm.access import digest_of
from openphone_crm.priority import Priority

HOST = "127.0.0.1"
LOW_BATCH_IN_DEV_S = "2"


@attrs.frozen(kw_only=True)
class Dev:
    """What a developer asked for."""

    port: int
    data_directory: Path
    has_simulator: bool

    def run(self, settings: Settings) -> None:
        """
        Run until Ctrl-C; started again it goes on with the same data, keys and token.

        Raises:
            SettingsError: When the port is taken.
        """
        listener = listen(f"{HOST}:{self.port}", option="--port")
        url = f"http://{HOST}:{listener.getsockname()[1]}"
        token = self._prepared(settings)
        key = new_secret()
        preload_extractor(settings)
        beside = _beside(settings, listener)
        options: dict[str, object] = {
            "workers": 1,
            "loglevel": "warning",
            "when_ready": lambda _: self._greet(url, token, key),
            "on_exit": lambda _: _stop(beside),
        }
        companions: list[asgi.Companion] = [watching_scheduler, draining, scheduling]
        if self.has_simulator:
            companions.append(Shop(url, settings).beside)
        Server(
            partial(
                asgi.create,
                settings,
                companions,
                {digest_of(key): digest_of(token)},
                tallies=Tallies.shared(),
            ),
            gunicorn_options(settings) | listening_on(listener) | options,
        ).run()

    def settings(self, environ: Mapping[str, str]) -> Settings:
        """
        Read the settings, and make up what is needed and not set.

        Raises:
            SettingsError: When one is wrong, or what was made cannot be kept.
        """
        given = Settings.load(environ)
        make_directory(self.data_directory, "--data-dir")
        keys = given.webhook_keys or kept(self.data_directory / "webhook-keys", new_webhook_keys)
        return Settings.load(
            environ,
            defaults={
                DATABASE_URL: f"sqlite:///{self.data_directory}/crm.db",
                LOW_BATCH_S: LOW_BATCH_IN_DEV_S,
                WEBHOOK_KEYS: keys,
                STORAGE_URL: f"file://{quote(str(self.data_directory))}/media",
                **(made_up_settings(given, port=self._port_of_openphone()) if self.has_simulator else {}),
            },
        )

    def _port_of_openphone(self) -> int:
        """Give the port that the simulated OpenPhone had, whose files may be waited for yet."""
        return port_like(kept(self.data_directory / "openphone-port", lambda: str(port_like(""))))

    def _prepared(self, settings: Settings) -> str:
        """Migrate, and give the token that opens the API."""
        migrate(settings)
        secret = kept(self.data_directory / "token", new_secret)
        with bootstrap(settings) as application:
            give_token(application.database.tokens, application.clock, secret)
        return secret

    def _greet(self, url: str, token: str, key: str) -> None:
        api = f"{url}/api/v1/conversations"
        click.echo(f"Console: {url}/sign-in?key={key}")
        click.echo(f"API: {api}")
        click.echo(f"API token: {token}")
        click.echo(f'Try: curl -s -H "Authorization: Bearer {token}" {api}')
        click.echo(f"Ctrl-C stops it; the data stays in {self.data_directory}.")


def _beside(settings: Settings, listener: socket.socket) -> list[SideProcess]:
    """Start RQ's workers where a Redis is named; nothing is open yet that they could inherit but the port."""

    def work() -> None:
        listener.close()
        run_workers(settings, list(Priority))

    return [SideProcess.started(work)] if settings.redis_url else []


def _stop(beside: Sequence[SideProcess]) -> None:
    for process in beside:
        process.stop()
