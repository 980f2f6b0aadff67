"""Tests of the picture of an evaluation."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from entrypoints.evaluating.plot import plot
from tests.unit.entrypoints.evaluating.reports import small_report

SVG = "{http://www.w3.org/2000/svg}"


def drawn(extractor: str = "pattern") -> ET.Element:
    """Draw the small report, and read the picture."""
    return ET.fromstring(plot(small_report(extractor)))  # noqa: S314 - we made it ourselves


def test_a_bar_is_as_long_as_its_share() -> None:
    """Half is half as long as all; what was not found has a bar of no length."""
    bars = [rect for rect in drawn().iter(f"{SVG}rect") if rect.get("class") in ("precision", "recall")]
    # The first two are the legend; then come the name's two, and the e-mail's recall.
    lengths = [float(bar.get("width", "")) for bar in bars[2:]]

    assert lengths == [220.0, 440.0, 0.0]


def test_every_bar_has_its_interval() -> None:
    """There is a line for each share that is known, and none for the others."""
    assert len(drawn().findall(f".//{SVG}path[@class='interval']")) == 3


def test_what_is_not_known_is_said_in_words() -> None:
    """Nothing found has no precision, and nothing to be found no recall."""
    words = [element.text for element in drawn().iter(f"{SVG}text")]

    assert words.count("nothing was found") == 4
    assert words.count("there is none in the texts") == 3


def test_a_picture_can_be_read_aloud() -> None:
    """Title and description say the same in words."""
    picture = drawn()

    assert picture.findtext(f"{SVG}title") == "Precision and recall of pattern (pattern/1) on small.jsonl"
    assert "name: precision 50 % (9-91), recall 100 % (21-100)" in str(picture.findtext(f"{SVG}desc"))


def test_a_picture_has_a_dark_side() -> None:
    """Pages in the dark get other colours."""
    assert "prefers-color-scheme: dark" in str(drawn().findtext(f"{SVG}style"))


def test_names_cannot_break_a_picture() -> None:
    """A model may be called anything."""
    assert "<b>&" in str(drawn("<b>&").findtext(f"{SVG}title"))
