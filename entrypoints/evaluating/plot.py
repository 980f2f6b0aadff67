"""Precision and recall by topic as a picture: bars with their intervals, for light and dark pages."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from openphone_crm.extraction.intervals import Share

from .report import Report, Row

WIDTH = 720
LEFT, RIGHT = 90, 190
TOP, BOTTOM = 78, 34
ROW, BAR = 52, 15

_OF_NOTHING = {"precision": "nothing was found", "recall": "there is none in the texts"}

_STYLE = """\
svg { font: 13px system-ui, sans-serif; } .title { font-weight: bold; }
text { fill: #1f2933; } .faint { fill: #52606d; } .grid { stroke: #d5dbe1; } .back { fill: #ffffff; }
.precision { fill: #3b76c4; } .recall { fill: #d98032; } .interval { stroke: #1f2933; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6eaee; } .faint { fill: #a3b0bd; } .grid { stroke: #3a4550; } .back { fill: #14191f; }
  .precision { fill: #6ea2e6; } .recall { fill: #e8a05c; } .interval { stroke: #f4f6f8; }
}"""


def plot(report: Report) -> str:
    """Draw the figures as SVG."""
    rows, *_ = report.sections
    height = TOP + ROW * len(rows) + BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        f"<title>Precision and recall of {escape(report.title)}</title>",
        f"<desc>{escape(_description(rows))}</desc>",
        f"<style>{_STYLE}</style>",
        f'<rect class="back" width="{WIDTH}" height="{height}"/>',
        _text(16, 26, report.title, css="title"),
        *_legend(),
        *_grid(height),
        *(part for place, row in enumerate(rows) for part in _row(row, TOP + ROW * place)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _legend() -> Iterator[str]:
    for x, name in ((LEFT, "precision"), (LEFT + 110, "recall")):
        yield f'<rect class="{name}" x="{x}" y="43" width="{BAR}" height="{BAR}"/>'
        yield _text(x + 22, 55, name)
    yield _text(LEFT + 200, 55, "the line is the 95 % interval (Wilson)", css="faint")


def _grid(height: int) -> Iterator[str]:
    for percent in range(0, 101, 20):
        x = _x(percent / 100)
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="{TOP - 6}" y2="{height - BOTTOM}"/>'
        yield _text(x, height - 14, f"{percent} %", css="faint", anchor="middle")


def _row(row: Row, y: int) -> Iterator[str]:
    yield _text(LEFT - 12, y + 24, row.name, anchor="end")
    yield from _bar("precision", row.figures.precision, y + 3)
    yield from _bar("recall", row.figures.recall, y + 5 + BAR)


def _bar(name: str, share: Share, y: int) -> Iterator[str]:
    """Draw a share; of nothing there is no bar, and words instead."""
    if share.ratio is None:
        yield _text(_x(0) + 6, y + 12, _OF_NOTHING[name], css="faint")
        return
    interval, middle = share.interval, y + BAR / 2
    low, high = _x(interval.low), _x(interval.high)
    yield f'<rect class="{name}" x="{_x(0)}" y="{y}" width="{_x(share.ratio) - LEFT:.1f}" height="{BAR}"/>'
    yield f'<path class="interval" d="M{low} {middle}H{high}M{low} {y + 4}v7M{high} {y + 4}v7"/>'
    yield _text(WIDTH - RIGHT + 14, y + 12, f"{share} of {share.whole}", css="faint")


def _text(x: float, y: float, words: str, *, css: str = "", anchor: str = "") -> str:
    given = {"class": css, "text-anchor": anchor}
    attributes = "".join(f' {name}="{value}"' for name, value in given.items() if value)
    return f'<text x="{x}" y="{y}"{attributes}>{escape(words)}</text>'


def _x(ratio: float) -> float:
    return round(LEFT + ratio * (WIDTH - LEFT - RIGHT), 1)


def _description(rows: list[Row]) -> str:
    said = (f"{row.name}: precision {row.figures.precision}, recall {row.figures.recall}" for row in rows)
    return "; ".join(said)
