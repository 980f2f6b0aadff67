"""The pages about how everything is, and about alerts."""

from __future__ import annotations

import pytest

from openphone_crm.alerts import Alert, Rule, Severity
from openphone_crm.ids import AlertId
from openphone_crm.testing import builders as make
from openphone_crm.testing import events
from tests.integration.falcon_http.console.test_conversations import HOSTILE
from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.world import World


def ring(world: World, rule: Rule, *, severity: Severity = Severity.CRITICAL, message: str = "Look") -> str:
    """Have something be wrong."""
    alert = Alert(id=AlertId(f"alert-{rule}"), rule=rule, severity=severity, message=message, since=make.NOON)
    world.crm.alert_book.add(alert, telling=())
    return alert.id


def test_without_figures(visitor: Visitor) -> None:
    """Where nothing has happened yet, the page says so, and that all is well."""
    page = visitor.get("/status").text

    assert "All is well." in page
    assert "nothing yet" in page
    assert "Nobody has been seen working yet" in page


@pytest.mark.parametrize("span", ["day", "week", "month"])
def test_figures_are_shown(world: World, visitor: Visitor, span: str) -> None:
    """What was worked on is a figure and a plot, over a day, a week or a month."""
    world.happens(events.message_received("Hi"))

    answer = visitor.get(f"/status?span={span}")

    assert answer.status_code == 200
    assert "Half of events done within" in answer.text
    assert 'id="sketch-received"' in answer.text


def test_an_unchanged_status_is_304(visitor: Visitor) -> None:
    """Whoever has this very page is not sent it again."""
    tag = visitor.get("/status").headers["etag"]

    assert visitor.get("/status", If_None_Match=tag).status_code == 304


def test_alerts_stand_on_every_page(world: World, visitor: Visitor) -> None:
    """What is worst comes first; of more than two it is said how many there are; hostile words are words."""
    ring(world, Rule.TRUST, severity=Severity.WARNING)
    ring(world, Rule.SILENCE)
    ring(world, Rule.DISK, message=HOSTILE)

    page = visitor.get("/conversations").text

    assert page.count('role="alert"') == 2
    assert "and 1 more" in page
    assert "<script>alert" not in page


def test_a_banner_is_short(world: World, visitor: Visitor) -> None:
    """On every page stands what is wrong, and on the page of alerts what to do about it too."""
    ring(world, Rule.DISK, message="Only 3.5 % of the disk is free. Make room.")

    page = visitor.get("/conversations").text

    assert "<strong>Only 3.5 % of the disk is free.</strong>" in page
    assert "Make room." not in page
    assert "Make room." in visitor.get("/status/alerts").text


def test_somebody_knows(world: World, visitor: Visitor) -> None:
    """Acknowledged where it stands, it is quieter there, and one is back where one was."""
    alert_id = ring(world, Rule.SILENCE)

    answer = visitor.post(f"/status/alerts/{alert_id}/acknowledge", next="/contacts?q=ann")

    assert (answer.status_code, answer.headers["location"]) == (303, "/contacts?q=ann")
    page = visitor.get("/status/alerts").text
    assert "operator knew" in page
    assert 'role="alert"' not in page


def test_nobody_is_led_elsewhere(world: World, visitor: Visitor) -> None:
    """A path that is not ours leads home."""
    alert_id = ring(world, Rule.SILENCE)

    answer = visitor.post(f"/status/alerts/{alert_id}/acknowledge", next="https://evil.example/")

    assert answer.headers["location"] == "/"


def test_a_viewer_acknowledges_nothing(world: World) -> None:
    """Viewers see alerts, and are offered nothing."""
    alert_id = ring(world, Rule.SILENCE)
    visitor = Visitor.signed_in(world, "viewer")

    assert "I know of it" not in visitor.get("/status/alerts").text
    assert visitor.post(f"/status/alerts/{alert_id}/acknowledge").status_code == 403


def test_nothing_was_ever_wrong(visitor: Visitor) -> None:
    """Without alerts the page says what it is for."""
    assert "Nothing was ever wrong" in visitor.get("/status/alerts").text
