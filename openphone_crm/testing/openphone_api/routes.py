"""Which part of the API answers which request."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias

import attrs

from openphone_crm.testing.openphone_api.exchange import ApiResponse
from openphone_crm.testing.openphone_api.faults import Fault
from openphone_crm.testing.openphone_api.parameters import Parameters
from openphone_crm.testing.openphone_api.post_office import PostOffice
from openphone_crm.testing.openphone_api.refusals import bad
from openphone_crm.testing.openphone_api.workspace import Workspace


@attrs.frozen(kw_only=True)
class Asked:
    """A request that was let in, with all that an answer needs."""

    post: PostOffice
    now: datetime
    parameters: Parameters
    body: bytes = attrs.field(repr=False)
    ids: tuple[str, ...] = ()
    """What stands in the changing places of the path."""
    fault: Fault | None = None

    @property
    def workspace(self) -> Workspace:
        """What is known."""
        return self.post.workspace

    def id(self, form: str, place: int = 0) -> str:
        """
        Return an id in the path.

        Raises:
            RefusalError: When it is none of that form.
        """
        if not re.fullmatch(form, self.ids[place]):
            raise bad("/params/id", f"Expected string to match '{form}'", self.ids[place])
        return self.ids[place]


Handler: TypeAlias = Callable[[Asked], ApiResponse]


@attrs.frozen
class Route:
    """A method and a path, in which `*` is an id; the family is the beginning of its error codes."""

    method: str
    path: str
    handler: Handler
    family: str = ""

    def ids(self, method: str, path: str) -> tuple[str, ...] | None:
        """Return the ids in a path, or None where it is another one."""
        if method != self.method:
            return None
        found = re.fullmatch(re.escape(self.path).replace(r"\*", "([^/]+)"), path)
        return found.groups() if found else None


def find_route(routes: Sequence[Route], method: str, path: str) -> tuple[Route, tuple[str, ...]] | None:
    """Find who answers, and the ids in the path."""
    for route in routes:
        if (ids := route.ids(method, path)) is not None:
            return route, ids
    return None
