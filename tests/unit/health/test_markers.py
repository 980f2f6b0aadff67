"""A health check's own texts are known for what they are, and nothing else is taken for one."""

from __future__ import annotations

from typing import Any

import pytest

from openphone_crm.events import CallReported, MessageReported
from openphone_crm.health.markers import CheckedNumbers, nonce_of, text_of
from openphone_crm.memory import MemoryClock
from openphone_crm.stamps import Stamp
from openphone_crm.testing import builders as make

MAIN, MONITOR, CUSTOMER = make.OUR_NUMBER, "+12065550190", make.ANN
NUMBERS = CheckedNumbers(main=MAIN, monitor=MONITOR)
NONCE = nonce_of(MemoryClock().new_id())
FROM: dict[str, Any] = {"stamp": Stamp(make.NOON, 0, ""), "reported_at": make.NOON, "openphone_id": "ACx1"}


def message(text: str | None = text_of(NONCE), **fields: Any) -> MessageReported:  # noqa: ANN401 - attrs checks
    """A report about a text of the health check, but for what is said."""
    usual = {"from_number": MONITOR, "to_numbers": (MAIN,)}
    return MessageReported(**{**FROM, **usual, "text": text, **fields})


def test_a_text_of_a_check_is_known() -> None:
    """As it is received, and as it is delivered."""
    received, answered = message(), message(from_number=MAIN, to_numbers=(MONITOR,))

    known = [NUMBERS.are_checked_by(received), NUMBERS.are_checked_by(answered)]

    assert known == [True, True]


@pytest.mark.parametrize(
    "report",
    [
        message("Is this phone system in good health?"),
        message("Re: " + text_of(NONCE)),
        message(text_of("ours")),
        message(None),
        message(from_number=CUSTOMER),
        message(to_numbers=(MAIN, CUSTOMER)),
        message(to_numbers=(CUSTOMER,)),
        message(from_number=None, to_numbers=()),
        CallReported(**FROM, from_number=MONITOR, to_numbers=(MAIN,)),
    ],
)
def test_everything_else_is_business(report: MessageReported | CallReported) -> None:
    """What has other words or other parties, or is no text, goes into the CRM."""
    known = NUMBERS.are_checked_by(report)

    assert known is False


def test_the_text_is_one_segment() -> None:
    """It costs as little as a text can: plain ASCII, no longer than 160 characters."""
    text = text_of(NONCE)

    assert text.isascii()
    assert len(text) <= 160
    assert NONCE in text
