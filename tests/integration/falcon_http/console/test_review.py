"""The page on which a sample of what was read is looked through."""

from __future__ import annotations

import pytest

from openphone_crm.extraction.readings import Topic
from openphone_crm.testing import builders as make
from openphone_crm.testing import extraction_builders as read
from tests.integration.falcon_http.console.test_conversations import HOSTILE
from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.reading import write
from tests.integration.falcon_http.world import World

EMAIL = read.extraction("email")
NAME = read.extraction("name", topic=Topic.NAME, value=HOSTILE, quote="it is me")


@pytest.fixture
def sampled(world: World) -> World:
    """Lend a world in which a name and an e-mail address were read."""
    write(world.crm.unit_of_work, extractions=(EMAIL, NAME))
    return world


def test_nothing_was_read(visitor: Visitor) -> None:
    """The page says what a sample would be of."""
    page = visitor.get("/review").text

    assert "Nothing was read yet" in page
    assert "nobody has looked yet" in page


@pytest.mark.usefixtures("sampled")
def test_a_sample_is_shown(visitor: Visitor) -> None:
    """What was read, and the words that it was read in, letter by letter."""
    page = visitor.get("/review").text

    assert "<mark>ann@example.com</mark>" in page
    assert '<span class="review-value">&lt;script&gt;' in page
    assert "<script>" not in page


@pytest.mark.usefixtures("sampled")
def test_verdicts_are_counted(visitor: Visitor) -> None:
    """The share stands with its interval, in all and by field, and what is judged leaves the sample."""
    visitor.post(f"/review/{EMAIL.id}", verdict="right")
    told = visitor.get("/review").text
    answer = visitor.post(f"/review/{NAME.id}", verdict="wrong")

    page = visitor.get("/review").text

    assert "Noted as right." in told
    assert f"extraction-{EMAIL.id}" not in told
    assert answer.headers["location"] == "/review"
    assert "1 of 2 right; 95\xa0% sure: between 9 and 91" in page
    assert "1 of 1 right; 95\xa0% sure: between 21 and 100" in page
    assert "18 more to tell; target 90" in page
    assert "All is reviewed" in page


def test_a_target_is_met_or_not(world: World, visitor: Visitor) -> None:
    """With enough verdicts it is said whether the field can be trusted."""
    entries = (
        read.extraction(f"{number}", is_correct=number > 5, reviewed_by="Dana", reviewed_at=make.NOON)
        for number in range(20)
    )
    write(world.crm.unit_of_work, extractions=tuple(entries))

    page = visitor.get("/review").text

    assert "below it, nothing of the kind is added without asking" in page
    assert page.count("tile-bad") == 2


def test_what_is_no_verdict_is_refused(sampled: World, visitor: Visitor) -> None:
    """It is told as a page, and nothing is kept."""
    assert visitor.post(f"/review/{EMAIL.id}", verdict="perhaps").status_code == 400
    assert sampled.crm.extractions.verdicts() == {}


def test_a_viewer_judges_nothing(sampled: World) -> None:
    """Viewers see the sample, are offered nothing, and are refused."""
    visitor = Visitor.signed_in(sampled, "viewer")

    assert "data-card-key" not in visitor.get("/review").text
    assert visitor.post(f"/review/{EMAIL.id}", verdict="right").status_code == 403


def test_what_is_gone_is_told(visitor: Visitor) -> None:
    """Words of somebody who was erased meanwhile are not judged."""
    visitor.post(f"/review/{EMAIL.id}", verdict="right")

    assert "It is gone" in visitor.get("/review").text
