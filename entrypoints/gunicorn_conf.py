"""How gunicorn is run here."""

from __future__ import annotations

from pathlib import Path

from entrypoints.prompt_worker import PromptWorker
from entrypoints.settings import Settings

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn makes its own file there, and safely
_WORKERS = 2


def gunicorn_options(settings: Settings) -> dict[str, object]:
    """Give gunicorn's settings, but for where it listens."""
    options: dict[str, object] = {
        "worker_class": PromptWorker,
        # Without Redis the workers and the scheduler are threads of the one process that serves.
        "workers": _WORKERS if settings.redis_url else 1,
        # A second gunicorn of the same user would take the socket of the first over without a word.
        "control_socket_disable": True,
        "accesslog": None,
        # Never its `debug`, which names each path.
        "loglevel": "warning" if settings.log_level == "warning" else "info",
        "keepalive": 75,
        "timeout": 30,
        "graceful_timeout": 10,
        "proc_name": "openphone-crm",
    }
    if _SHARED_MEMORY.is_dir():
        # The worker says there that it lives; on a disk that is busy it would be taken for dead.
        options["worker_tmp_dir"] = str(_SHARED_MEMORY)
    return options
