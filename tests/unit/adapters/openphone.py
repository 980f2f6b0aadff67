"""OpenPhone as a test has it answer, and what is asked of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx
import pytest

from adapters.openphone_rest import OpenPhoneRest
from openphone_crm.errors import CrmError
from openphone_crm.remote import TextToSend

KEY = "k3y-of-the-shop"
URL = "https://api.quo.com"
CUSTOMER = "+12065550123"
TEXT = TextToSend(from_number="+12065550100", to_numbers=(CUSTOMER,), text="On our way.")
TAKEN = {
    "data": {"id": "ACx1", "text": TEXT.text, "direction": "outgoing", "createdAt": "2026-03-06T12:00:00Z"}
}


class NoPacer:
    """Lets everybody ask at once."""

    def next_free(
        self,
        service: str,  # noqa: ARG002 - it is one for all
        *,
        now: datetime,
        interval: timedelta,  # noqa: ARG002 - there is none
        patience: timedelta | None = None,  # noqa: ARG002 - nobody waits
    ) -> datetime:
        """Give the present moment."""
        return now


def refusal(status: int, code: str, title: str) -> httpx.Response:
    """Refuse as v1 does."""
    return httpx.Response(status, json={"message": CUSTOMER, "code": code, "status": status, "title": title})


def sending_fails(openphone: OpenPhoneRest) -> CrmError:
    """Send a text, and give the error that comes of it."""
    with pytest.raises(CrmError) as failed:
        openphone.send(TEXT)
    return failed.value
