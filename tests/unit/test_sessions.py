"""How long somebody stays signed in, how a page proves to be ours, and where signing in may lead."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.ids import SessionId, TokenId
from openphone_crm.sessions import (
    LIFETIME,
    LONGEST,
    SEEN_EVERY,
    Session,
    csrf_token,
    is_csrf_token,
    safe_path,
)
from openphone_crm.testing import builders as make

MOMENT = timedelta(microseconds=1)
SESSION = Session.begun(SessionId("s"), TokenId("t"), secret="secret", now=make.NOON)


def test_a_secret_is_kept_nowhere() -> None:
    """What is kept of a session's secret is its digest."""
    assert "secret" not in repr(SESSION)
    assert len(SESSION.digest) == 64


def test_a_session_ends_when_it_is_not_used() -> None:
    """Two weeks after it was last used it is over."""
    assert not SESSION.is_over(make.NOON + LIFETIME - MOMENT)
    assert SESSION.is_over(make.NOON + LIFETIME)


def test_a_session_that_is_used_lasts_longer() -> None:
    """Each use gives it its whole time again."""
    used = make.NOON + timedelta(days=10)

    assert SESSION.seen(used).ends_at == used + LIFETIME


def test_a_session_does_not_last_for_ever() -> None:
    """However much it is used, at some time one has to sign in again."""
    used = make.NOON + LONGEST - timedelta(days=1)

    assert SESSION.seen(used).ends_at == make.NOON + LONGEST


def test_being_there_is_written_now_and_then() -> None:
    """Of the polls of an hour only one is written down."""
    assert not SESSION.is_due(make.NOON + SEEN_EVERY - MOMENT)
    assert SESSION.is_due(make.NOON + SEEN_EVERY)


@pytest.mark.parametrize(
    "given", ["", "x", csrf_token("other"), csrf_token("secret").upper(), "\u2603", "\ud800"]
)
def test_only_our_own_page_has_its_token(given: str) -> None:
    """Nothing else is taken for the token of a session."""
    assert not is_csrf_token(given, "secret")
    assert is_csrf_token(csrf_token("secret"), "secret")


def test_a_page_does_not_show_the_secret() -> None:
    """From the token of a page the secret of its session cannot be seen."""
    assert "secret" not in csrf_token("secret")
    assert csrf_token("secret") != SESSION.digest


@pytest.mark.parametrize("path", ["/", "/contacts", "/conversations?q=%2F%2Fa&show=unread", "/a/b-c_d~e"])
def test_our_own_paths_are_safe(path: str) -> None:
    """Whoever had to sign in first goes on where they wanted to."""
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "contacts",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/contacts\r\nSet-Cookie: a=b",
        "/\tevil",
        "/a b",
        "/caf\u00e9",
        "/sign-in?next=/",
        "/sign-out",
        "/api/v1/contacts",
    ],
)
def test_what_may_lead_elsewhere_leads_home(path: str) -> None:
    """Another site, a header of somebody else's or a page that is none is not where anybody is sent."""
    assert safe_path(path) == "/"
