"""Whether the process is alive, and whether it can serve."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs
import orjson
from falcon.asgi import Request, Response

from adapters.falcon_http.threads import Threads


@attrs.frozen
class Alive:
    """The process runs and its loop turns."""

    async def on_get(self, _: Request, response: Response) -> None:
        """Say so."""
        response.data = orjson.dumps({"status": "ok"})

    on_head = on_get


@attrs.frozen
class Ready:
    """What is needed to serve is there."""

    readiness: Callable[[], Mapping[str, str]]
    threads: Threads

    async def on_get(self, _: Request, response: Response) -> None:
        """Tell how each part is; a part that may be down is not an error."""
        parts = await self.threads.run(self.readiness)
        response.data = orjson.dumps({"status": "ready", **parts})

    on_head = on_get
