"""Faults in words: what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from openphone_crm.health.faults import Fault, Verdict
from openphone_crm.texts import one_line

FAILING_TITLE: Final = "Health check failed: {what}"
RECOVERED_TITLE: Final = "Health check: all is well again"
RECOVERED: Final = "A delivery was asked for, received, stored and worked on. What was missed can be fetched \
from OpenPhone with `python -m entrypoints reconcile`."


@attrs.frozen
class _Words:
    what: str
    help: str


_WORDS: Final[Mapping[Fault, _Words]] = {
    Fault.API_KEY: _Words(
        "OpenPhone refuses the API key",
        "Make a key in OpenPhone under Settings, API, set OPENPHONE_API_KEY and restart. A new key may take \
half a minute to work.",
    ),
    Fault.API_DOWN: _Words(
        "OpenPhone's API does not answer, or wants to be left alone",
        "Look at OpenPhone's status page, and whether this machine reaches OPENPHONE_API_URL. Webhooks may \
arrive all the same.",
    ),
    Fault.UNCERTAIN: _Words(
        "nobody knows whether OpenPhone sent what it was asked for",
        "Its answer got lost, and it does not show it. Nothing is sent twice; the next check tells.",
    ),
    Fault.NOT_SENT: _Words(
        "OpenPhone does not send the text",
        "Its reason says why: A2P registration must be approved for texts within the US, credits must be \
there, and CRM_MONITOR_NUMBER must be a number of this workspace. Texts to customers may fail alike.",
    ),
    Fault.UNDELIVERED: _Words(
        "the text was taken, but did not reach the main number",
        "Look in OpenPhone whether the monitor number's last text failed, and whether CRM_MAIN_NUMBER is \
right and takes texts. Customers' texts may not arrive either.",
    ),
    Fault.NOT_DELIVERED: _Words(
        "OpenPhone has sent it, but no webhook about it came",
        "See that the webhook is there and enabled, for the main number and for message.received: \
`python -m entrypoints webhooks list`. See that its URL leads here from outside: open it in a browser.",
    ),
    Fault.SIGNATURE_REFUSED: _Words(
        "webhooks come, but none of the keys made their signatures",
        "Put the signing key of every webhook into CRM_WEBHOOK_KEYS and restart, or let \
`python -m entrypoints webhooks sync` make a webhook whose key is known. See that this machine's clock is \
right.",
    ),
    Fault.NOT_QUEUED: _Words(
        "the webhook was stored, but nobody was told: Redis is away",
        "Start Redis, and see that CRM_REDIS_URL is the same for `serve`, `scheduler` and `worker`. Nothing \
is lost; it is worked on once Redis is back.",
    ),
    Fault.NO_WORKER: _Words(
        "the webhook was stored and told of, but no worker took it up",
        "Start `python -m entrypoints worker`, or more of them when they do not keep up. Nothing is lost.",
    ),
    Fault.WORKER_FAILING: _Words(
        "the webhook was stored, but working on it fails",
        "Look at the dead letters and at the log of `worker`. It is tried again by itself, and by hand with \
`python -m entrypoints replay`.",
    ),
    Fault.DATABASE: _Words(
        "the database is away",
        "Start it, and see that CRM_DATABASE_URL is right. Until then OpenPhone is asked to deliver later.",
    ),
}


def what_of(verdict: Verdict) -> str:
    """
    What is wrong, in one line.

    >>> what_of(Verdict(Fault.NOT_SENT, "status 402"))
    'OpenPhone does not send the text (status 402)'
    """
    if verdict.fault is None:
        return "all is well"
    said = f" ({one_line(verdict.detail)})" if verdict.detail else ""
    return _WORDS[verdict.fault].what + said


def help_of(fault: Fault) -> str:
    """What to do about a fault."""
    return _WORDS[fault].help
