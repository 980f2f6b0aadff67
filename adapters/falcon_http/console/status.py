"""How everything is: figures beside their targets, and how they went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import attrs
from falcon.asgi import Request, Response

from openphone_crm.histories import Histories, History, Point, Stretch
from openphone_crm.paging import PageRequest
from openphone_crm.plots import Plot, plot_of
from openphone_crm.status_board import StatusBoard
from openphone_crm.targets import PROCESSING_S, Unit, gauges_of, summary_of

from .asked import Asked
from .page import Page

LATEST_CHECKS: Final = PageRequest(5)
STRETCHES: Final = {stretch.value: stretch for stretch in Stretch}


@attrs.frozen(kw_only=True)
class Sketch:
    """A plot with what it is of; `is_line` where the figures are joined, and do not stand by themselves."""

    name: str
    heading: str
    unit: Unit
    points: Sequence[Point]
    plot: Plot
    is_line: bool = False


@attrs.frozen
class StatusPage(Page):
    """Everything at once; time alone changes it."""

    board: StatusBoard
    histories: Histories

    async def on_get(self, request: Request, response: Response) -> None:
        """Show it."""
        asked = Asked(request)
        stretch = asked.choice("span", STRETCHES) or Stretch.DAY
        asked.finish()

        def load() -> Mapping[str, object]:
            status = self.board.now()
            return {
                "title": "Status",
                "status": status,
                "gauges": gauges_of(status),
                "summary": summary_of(status),
                "checks": self.board.health_checks.find(LATEST_CHECKS).items if status.health.is_on else (),
                "stretch": stretch,
                "stretches": tuple(STRETCHES),
                "sketches": sketches_of(self.histories.of(stretch)),
            }

        await self.pages.show(request, response, "status.html", load, by_time=True)


def sketches_of(history: History) -> tuple[Sketch, ...]:
    """Lay out what is plotted of a history."""
    return (
        _sketch(history, "received", "Events received", Unit.COUNT),
        _sketch(history, "p95", "95 % done within", Unit.SECONDS, target=PROCESSING_S, is_line=True),
        _sketch(history, "failed", "Failures", Unit.COUNT),
        _sketch(history, "usd", "Gemini", Unit.USD),
    )


def _sketch(  # noqa: PLR0913 - a plot and its legend
    history: History,
    name: str,
    heading: str,
    unit: Unit,
    *,
    target: float | None = None,
    is_line: bool = False,
) -> Sketch:
    points = history.series[name]
    plot = plot_of([point.amount for point in points], target=target)
    return Sketch(name=name, heading=heading, unit=unit, points=points, plot=plot, is_line=is_line)
