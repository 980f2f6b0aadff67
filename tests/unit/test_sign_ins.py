"""How often somebody may try to sign in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openphone_crm.sign_ins import MOST_CLIENTS, MOST_FAILURES, WINDOW, SignInLimit, client_of
from openphone_crm.testing import builders as make

SECOND = timedelta(seconds=1)


def limit_after(failures: int) -> SignInLimit:
    """Let somebody fail so often, once a second."""
    limit = SignInLimit()
    for number in range(failures):
        limit.failed("a", make.NOON + number * SECOND)
    return limit


def test_a_few_failures_are_nothing() -> None:
    """Whoever mistypes a few times goes on at once."""
    assert limit_after(MOST_FAILURES - 1).wait_s("a", make.NOON + 9 * SECOND) == 0


def test_many_failures_make_one_wait() -> None:
    """After ten in a minute one waits until the first of them is a minute old."""
    limit = limit_after(MOST_FAILURES)

    waits = [limit.wait_s("a", make.NOON + seconds * SECOND) for seconds in (10, 59, 60)]

    assert waits == [50, 1, 0]


def test_others_do_not_wait() -> None:
    """Whoever comes from elsewhere is not held up."""
    assert limit_after(MOST_FAILURES).wait_s("b", make.NOON) == 0


def test_one_failure_more_makes_one_wait_again() -> None:
    """When the first of ten is forgiven, the next failure counts."""
    limit = limit_after(MOST_FAILURES)
    later = make.NOON + WINDOW

    limit.failed("a", later)

    assert limit.wait_s("a", later) == 1


@pytest.mark.parametrize("minutes", [0, 2])
def test_what_is_remembered_is_bounded(minutes: int) -> None:
    """However many clients fail, only so many are remembered, and the newest is one of them."""
    limit = SignInLimit()
    for number in range(MOST_CLIENTS):
        limit.failed(str(number), make.NOON)

    for _ in range(MOST_FAILURES):
        limit.failed("new", make.NOON + minutes * WINDOW)

    assert limit.wait_s("new", make.NOON + minutes * WINDOW) > 0
    assert len(limit._failures) < MOST_CLIENTS


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "client"),
    [
        ("93.184.215.14", None, "93.184.215.14"),
        ("93.184.215.14", "198.51.100.1", "93.184.215.14"),
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("2606:4700:1:2:3::9", None, "2606:4700:1:2::/64"),
        ("::1", "2606:4700:1:2:3::9", "2606:4700:1:2::/64"),
        ("", "198.51.100.1", ""),
        ("127.0.0.1", "nonsense", ""),
        ("::ffff:93.184.215.14", "198.51.100.1", "93.184.215.14"),
        ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("127.0.0.1", "[2606:4700:1:2:3::9]:4711", "2606:4700:1:2::/64"),
    ],
)
def test_who_asks(peer: str, forwarded_for: str | None, client: str) -> None:
    """Only a proxy beside us is believed, and of what it says only what it wrote itself."""
    assert client_of(peer, forwarded_for) == client
