"""Whatever answers GET answers HEAD: as programs that watch over sites ask."""

from __future__ import annotations

from typing import Any, Final

from falcon.routing import CompiledRouter

_GET: Final = "GET"
_HEAD: Final = "HEAD"


class Router(CompiledRouter):
    """Falcon's router; of an answer to HEAD the server leaves out the body."""

    def map_http_methods(self, resource: object, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Falcon's
        """Name what a resource does for each method."""
        methods = super().map_http_methods(resource, **kwargs)
        return {_HEAD: methods[_GET], **methods} if _GET in methods else methods
