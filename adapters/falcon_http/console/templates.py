"""Templates: whatever they are given they escape, and whatever they are not given they refuse to guess."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined

from . import showing
from .assets import Assets


class Templates:
    """Renders the templates of the console."""

    def __init__(self, assets: Assets, *, region: str) -> None:
        self.digest = assets.digest
        self._environment = Environment(
            loader=PackageLoader("adapters.falcon_http.console"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals["asset"] = assets.path
        self._environment.filters |= {
            "clock": showing.clock,
            "day": showing.day,
            "duration": showing.duration,
            "initials": showing.initials,
            "phone": lambda number: showing.phone(number, region),
            "plural": showing.plural,
            "time": showing.time,
            "tint": showing.tint,
        }

    def render(self, name: str, context: Mapping[str, object]) -> bytes:
        """Render a template; it may take a while, and is for a thread."""
        return self._environment.get_template(name).render(context).encode("utf-8", "replace")
