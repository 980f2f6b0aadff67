"""A notification is plain text that any channel can carry."""

from __future__ import annotations

import pytest

from openphone_crm.notifications import Notification


@pytest.mark.parametrize(
    "between", ["\n", "\r\n", "\r", "\t", "\x00", "\x0b", "\x1b", "\x85", "\u2028", " \n\n "]
)
def test_a_title_is_one_line(between: str) -> None:
    """Whatever could end a line, or do worse, is a space."""
    notification = Notification(title=f" Missed call{between}Bcc: eve@example.com ", body="")

    assert notification.title == "Missed call Bcc: eve@example.com"


def test_a_title_keeps_its_letters() -> None:
    """Emojis that are joined by invisible characters stay whole."""
    plumber = "\U0001f469\u200d\U0001f527"

    assert Notification(title=f"{plumber} Grüße", body="").title == f"{plumber} Grüße"


def test_a_body_has_one_kind_of_line_end() -> None:
    """The lines of a text stay lines, however they were ended."""
    assert Notification(title="", body="one\r\ntwo\rthree\n\nfour").body == "one\ntwo\nthree\n\nfour"


def test_what_no_channel_can_carry_is_replaced() -> None:
    """NUL and half an emoji become the sign for a character that got lost."""
    notification = Notification(title="half \ud83d", body="nul \x00, half \ud83d")

    assert (notification.title, notification.body) == ("half \ufffd", "nul \ufffd, half \ufffd")
