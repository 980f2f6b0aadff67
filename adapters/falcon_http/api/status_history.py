"""How it went, step by step, as JSON for plots."""

from __future__ import annotations

import attrs
import orjson
from falcon.asgi import Request, Response

from adapters.falcon_http.freshness import tag_of
from adapters.falcon_http.parameters import Parameters
from adapters.falcon_http.polls import answer
from adapters.falcon_http.threads import Threads
from openphone_crm.histories import Histories, History, Point, Stretch
from openphone_crm.moments import format_moment

from .documents import Document


@attrs.frozen
class StatusHistory:
    """The series of a stretch; its entity tag is that of what it says, since time alone changes it."""

    histories: Histories
    threads: Threads

    async def on_get(self, request: Request, response: Response) -> None:
        """Answer with it; without a `span`, that of a day."""
        parameters = Parameters(request)
        stretch = parameters.choice("span", {each.value: each for each in Stretch}) or Stretch.DAY
        parameters.finish()
        body = await self.threads.run(lambda: orjson.dumps(history_document(self.histories.of(stretch))))
        answer(request, response, body, tag_of(body.decode()))

    on_head = on_get


def history_document(history: History) -> Document:
    """Every series, as pairs of when a step began and how much it was."""
    return {
        "span": history.stretch.value,
        "begins_at": format_moment(history.begins_at),
        "step_seconds": int(history.step.total_seconds()),
        "series": {name: [_pair(point) for point in points] for name, points in history.series.items()},
    }


def _pair(point: Point) -> list[object]:
    return [format_moment(point.begins_at), point.amount]
