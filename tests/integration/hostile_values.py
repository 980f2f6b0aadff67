"""What hostile input is made of: values, headers, and payloads of OpenPhone's that were damaged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from hypothesis import strategies as st

from tests.integration.contract.dated import (
    dated_call,
    dated_contact,
    dated_summary,
    dated_text,
    dated_transcript,
    dated_voicemail,
)
from tests.integration.contract.legacy import (
    api_call,
    api_event,
    api_recording,
    api_summary,
    api_text,
    api_transcript,
    app_call,
    app_contact,
    app_event,
    app_text,
)
from tests.integration.contract.numbers import Numbers, moment
from tests.integration.contract.shop import Json

N: Final = Numbers()

# What has made trouble somewhere: NUL, surrogates, controls, other digits, combining and wide characters.
NASTY: Final = "\x00\ud800\udfff\u0085\u2028٣\u0301\U0001f600\"\\'%_;,{}[]:+-. \t\r\nAa09"
TEXTS: Final = st.text(st.sampled_from(NASTY) | st.characters(), max_size=30)
NUMBERS: Final = st.integers() | st.floats() | st.sampled_from([2**63, -(2**63) - 1, 10**400, 1e308, -0.0])
VALUES: Final = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS | st.sampled_from([moment(), N.customer, N.ours, "AC1"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
HEADER_NAMES: Final = st.sampled_from(
    [
        b"openphone-signature",
        b"webhook-id",
        b"webhook-timestamp",
        b"webhook-signature",
        b"svix-id",
        b"svix-signature",
        b"content-type",
        b"content-encoding",
        b"transfer-encoding",
        b"content-length",
        b"expect",
        b"connection",
    ]
)
HEADER_VALUES: Final = st.binary(max_size=60) | st.sampled_from(
    [
        b"hmac;1;1639710054089;",
        b"hmac;1;;",
        b"v1,",
        b"v1,AAAA v1,====",
        b"-1",
        b"chunked",
        b"99999999999999999999",
    ]
)
CALL: Final = "ACx0123456789abcdef0123456789abcde"
PAYLOADS: Final[list[Json]] = [
    app_text(N),
    api_text(N),
    dated_text(N),
    app_event("call.completed", app_call(N, voicemail={"url": "https://m.openph.one/1.mp3", "duration": 7})),
    api_event("call.completed", api_call(N, answered=10.0, recordings=[api_recording()])),
    dated_call(N, answered=10.0),
    dated_voicemail(N, CALL),
    dated_transcript(N, CALL),
    dated_summary(N, CALL),
    api_transcript(CALL),
    api_summary(CALL),
    app_contact(N.customer, id_="a" * 24),
    dated_contact([N.customer], id_="a" * 24, updated=moment()),
]
QUERIES: Final = st.dictionaries(
    st.sampled_from(["q", "phone_number", "cursor", "limit", "since", "type", "status", "unread"]),
    st.text(max_size=30),
    max_size=3,
)
PATHS: Final = st.sampled_from(["conversations", "contacts", "calls", "webhook-events"])
HEADERS: Final = st.lists(st.tuples(HEADER_NAMES | st.binary(max_size=20), HEADER_VALUES), max_size=6)
OBJECTS: Final = st.dictionaries(TEXTS, VALUES, max_size=4)
TYPES: Final = VALUES | st.sampled_from(["message.received", "call.completed", "task.x"])


@st.composite
def damaged(draw: st.DrawFn) -> Json:
    """Take a payload of OpenPhone's, and put anything in some of its places, or nothing."""
    payload: Json = json.loads(json.dumps(draw(st.sampled_from(PAYLOADS))))
    for _ in range(draw(st.integers(1, 3))):
        *parents, last = draw(st.sampled_from(list(paths_of(payload))))
        place: Any = payload
        for step in parents:
            place = place[step]
        if draw(st.booleans()):
            place[last] = draw(VALUES)
        else:
            del place[last]
    return payload


def paths_of(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Name every place in a document."""
    steps: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        steps = list(value.items())
    elif isinstance(value, list):
        steps = list(enumerate(value))
    for step, inner in steps:
        yield (*path, step)
        yield from paths_of(inner, (*path, step))
