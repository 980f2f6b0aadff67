"""Pages: fresh when anything changed, 304 when nothing did, and in the viewer's time."""

from __future__ import annotations

import pytest

from openphone_crm.alerts import Alert, Rule, Severity
from openphone_crm.ids import AlertId
from openphone_crm.testing import events
from tests.integration.falcon_http.console.visitor import Visitor
from tests.integration.falcon_http.reading import suggest
from tests.integration.falcon_http.world import World

PAGE = "/conversations"


def test_an_unchanged_page_is_not_sent_again(visitor: Visitor) -> None:
    """Who asks with the page's own tag hears that nothing changed; the page itself says that tag too."""
    answer = visitor.get(PAGE)

    again = visitor.get(PAGE, If_None_Match=answer.headers["etag"])

    assert (again.status_code, again.content) == (304, b"")
    assert answer.headers["cache-control"] == again.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-poll-interval"] == "5"
    assert f'content="{answer.headers["etag"].replace(chr(34), "&#34;")}"' in answer.text


def test_a_change_makes_a_new_page(world: World, visitor: Visitor) -> None:
    """When something came in, the page is another one."""
    tag = visitor.get(PAGE).headers["etag"]
    world.happens(events.message_received("See you at noon", id="ACx1"))

    answer = visitor.get(PAGE, If_None_Match=tag)

    assert answer.status_code == 200
    assert answer.headers["etag"] != tag


def test_every_session_has_its_own_pages(world: World) -> None:
    """The tag of one session is none of another's, for their forms differ."""
    tag = Visitor.signed_in(world).get(PAGE).headers["etag"]

    answer = Visitor.signed_in(world).get(PAGE, If_None_Match=tag)

    assert answer.status_code == 200


def test_tomorrow_is_another_page(world: World, visitor: Visitor) -> None:
    """What was today is yesterday by then, so that the page is another one."""
    world.happens(events.message_received("Hi", id="ACx1"))
    tag = visitor.get(PAGE).headers["etag"]
    world.clock.advance(seconds=86_400)

    answer = visitor.get(PAGE, If_None_Match=tag)

    assert answer.status_code == 200
    assert ">Yesterday " in answer.text


@pytest.mark.parametrize(
    ("zone", "name"),
    [("Asia/Tokyo", "JST"), ("Asia%2FTokyo", "JST"), ("Etc/UTC", "UTC")],
)
def test_times_are_in_the_viewers_zone(world: World, visitor: Visitor, zone: str, name: str) -> None:
    """The zone that the browser named is the one in which times are written."""
    world.happens(events.message_received("Hi", id="ACx1"))
    visitor.cookies["crm_zone"] = zone

    page = visitor.get(PAGE).text

    assert f' {name}">' in page


@pytest.mark.parametrize(
    "zone", ["Nowhere/Land", "../../etc/passwd", "America", "a" * 999, "%FF", "UTC%00", "/x"]
)
def test_a_zone_that_is_none_is_ignored(world: World, visitor: Visitor, zone: str) -> None:
    """Whatever a cookie says, times are written, in the shop's zone."""
    world.happens(events.message_received("Hi", id="ACx1"))
    visitor.cookies["crm_zone"] = zone

    page = visitor.get(PAGE)

    assert page.status_code == 200
    assert ' UTC">' in page.text


def test_an_open_alert_is_a_banner(world: World, visitor: Visitor) -> None:
    """What is wrong stands on every page, as text, until it is over."""
    alert = Alert(
        id=AlertId("a1"),
        rule=Rule.SILENCE,
        severity=Severity.WARNING,
        message="Nothing came <b>for hours</b>.",
        since=world.clock.now(),
    )
    world.crm.alert_book.add(alert, telling=())
    world.happens(events.message_received("Hi", id="ACx1"))

    raised = visitor.get(PAGE).text
    filtered = visitor.get(f"{PAGE}?show=unread&q=a%22b").text
    world.crm.alert_book.end(Rule.SILENCE, at=world.clock.now(), telling=())
    world.happens(events.message_received("Ho", id="ACx2"))
    over = visitor.get(PAGE).text

    assert "Nothing came &lt;b&gt;for hours&lt;/b&gt;." in raised
    assert f'name="next" value="{PAGE}?show=unread&amp;q=a%22b"' in filtered
    assert "Nothing came" not in over


def test_what_waits_is_counted_beside_its_place(world: World, visitor: Visitor) -> None:
    """Two approvals that wait are two beside Approvals."""
    suggest(world.crm.unit_of_work)

    page = visitor.get(PAGE).text

    assert '<span class="count">2<span class="unseen"> waiting</span></span>' in page


def test_places_are_for_roles(world: World) -> None:
    """What is for admins is offered to nobody else."""
    pages = {role: Visitor.signed_in(world, role).get(PAGE).text for role in ("viewer", "admin")}

    assert 'href="/settings"' in pages["admin"]
    assert 'href="/settings"' not in pages["viewer"]


def test_a_page_has_nothing_inline(world: World, visitor: Visitor) -> None:
    """Neither script nor style stands in a page, for the policy would stop it."""
    world.happens(events.message_received("Hi", id="ACx1"))

    page = visitor.get(PAGE).text

    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count('<script type="module" src="/static/')


def test_pages_are_locked_up(visitor: Visitor) -> None:
    """Every page says what a browser may do with it, also one that tells of an error."""
    answers = [visitor.get(path, Accept="text/html") for path in (PAGE, "/nothing", "/sign-in?key=bad")]

    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
