"""Whatever stands in a payload, the codec reads it or says that it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.codec import classify, decode
from openphone_crm.errors import PayloadError
from tests.unit import payloads as shapes
from tests.unit.codec.decoded import RECEIVED

LEGACY = [
    ("message.received", shapes.APP_MESSAGE),
    ("message.delivered", shapes.API_MESSAGE),
    ("call.ringing", shapes.APP_CALL),
    ("call.completed", {**shapes.APP_CALL, "voicemail": {"url": shapes.AUDIO, "duration": 7}}),
    ("call.completed", {**shapes.API_CALL, "recordings": [shapes.API_RECORDING]}),
    ("call.recording.completed", {**shapes.APP_CALL, "media": [{"url": shapes.AUDIO, "type": "audio/mpeg"}]}),
    ("callSummary", shapes.LEGACY_SUMMARY),
    ("call.transcript.completed", shapes.LEGACY_TRANSCRIPT),
    ("contact.updated", shapes.APP_CONTACT),
    ("contact.deleted", shapes.APP_CONTACT),
]
CURRENT = [
    *(
        (kind, shapes.CURRENT_MESSAGE, shapes.MESSAGE_CONTEXT)
        for kind in ("message.received", "message.delivered", "message.failed", "message.undelivered")
    ),
    *(
        (f"call.{kind}", shapes.CURRENT_CALL, shapes.CALL_CONTEXT)
        for kind in ("ringing", "answered", "completed", "missed", "forwarded", "menu.selected")
    ),
    (
        "call.recording.completed",
        {**shapes.CURRENT_CALL, "recordings": [shapes.API_RECORDING]},
        shapes.CALL_CONTEXT,
    ),
    ("call.voicemail.completed", shapes.CURRENT_VOICEMAIL, shapes.CALL_CONTEXT),
    ("call.summary.completed", shapes.CURRENT_SUMMARY, shapes.CALL_CONTEXT),
    ("call.transcript.completed", shapes.CURRENT_TRANSCRIPT, shapes.CALL_CONTEXT),
    ("contact.updated", shapes.CURRENT_CONTACT, {}),
    ("contact.deleted", shapes.CURRENT_CONTACT, {}),
    ("task.assigned", {}, {}),
]
CROWD = [f"+1206555{number:04}" for number in range(101)]
VALID = [shapes.legacy(*each) for each in LEGACY] + [shapes.current(*each) for each in CURRENT]

WRONG: list[Any] = [None, 7, "\x00\ud800", [None, 7, {}], {"url": {}, "value": []}]
TEXTS = st.text(st.characters(codec=None), max_size=20)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    TEXTS,
    st.sampled_from(["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "+1" * 90, "1e999", ","]),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda children: st.lists(children, max_size=3) | st.dictionaries(TEXTS, children, max_size=3),
    max_leaves=6,
)


def places(value: object, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Walk over the path of every value in a JSON document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        yield (*above, key)
        yield from places(child, (*above, key))


def mutated(data: st.DataObject, payload: dict[str, Any]) -> dict[str, Any]:
    """A copy of the payload in which one place holds something else, or nothing."""
    copy = deepcopy(payload)
    *parents, last = data.draw(st.sampled_from(list(places(copy))))
    holder: Any = copy
    for key in parents:
        holder = holder[key]
    if data.draw(st.booleans()):
        del holder[last]
    else:
        holder[last] = data.draw(ANYTHING)
    return copy


@pytest.mark.parametrize("payload", VALID, ids=lambda payload: str(payload["type"]))
def test_every_valid_payload_is_read(payload: dict[str, Any]) -> None:
    """The payloads that the next tests break are whole before."""
    found = decode(payload, received_at=RECEIVED, digest="d1")

    assert bool(found) is (payload["type"] != "task.assigned")
    assert classify(payload).is_known


@given(data=st.data(), payload=st.sampled_from(VALID))
def test_broken_payloads_raise_nothing_else(data: st.DataObject, payload: dict[str, Any]) -> None:
    """With anything anywhere, a payload is read or is a payload error; its name is always found."""
    for _ in range(data.draw(st.integers(1, 3))):
        payload = mutated(data, payload) if payload else payload

    classify(payload)
    with suppress(PayloadError):
        decode(payload, received_at=RECEIVED, digest="d1")


@pytest.mark.parametrize("payload", VALID, ids=lambda payload: str(payload["type"]))
def test_every_place_may_hold_the_wrong_kind(payload: dict[str, Any]) -> None:
    """Null, a number, a text, a list or an object in any one place does no harm."""
    copy = deepcopy(payload)
    for path in list(places(copy)):
        holder: Any = copy
        for key in path[:-1]:
            holder = holder[key]
        right = holder[path[-1]]
        for wrong in WRONG:
            holder[path[-1]] = wrong
            classify(copy)
            with suppress(PayloadError):
                decode(copy, received_at=RECEIVED, digest="d1")
        holder[path[-1]] = right


@pytest.mark.parametrize(
    "payload",
    [
        shapes.legacy("message.received", shapes.APP_MESSAGE, to=CROWD),
        shapes.legacy("message.received", shapes.APP_MESSAGE, to=",".join(CROWD)),
        shapes.legacy("call.completed", shapes.API_CALL, participants=CROWD),
        shapes.legacy("call.recording.completed", shapes.APP_CALL, media=[{"url": one} for one in CROWD]),
        shapes.legacy("contact.updated", shapes.APP_CONTACT, fields={"Phone": CROWD}),
        shapes.current("call.recording.completed", shapes.CURRENT_CALL, {}, recordings=[{} for _ in CROWD]),
        shapes.current(
            "contact.deleted", shapes.CURRENT_CONTACT, {}, phoneNumbers=[{"value": n} for n in CROWD]
        ),
    ],
    ids=lambda payload: str(payload["type"]),
)
def test_a_crowd_is_refused(payload: dict[str, Any]) -> None:
    """A list that no phone company sends would hold up a worker for minutes: the event fails at once."""
    named = classify(payload)

    assert named.is_known
    with pytest.raises(PayloadError, match="more than 100"):
        decode(payload, received_at=RECEIVED, digest="d1")


@given(st.dictionaries(st.sampled_from(["type", "data", "createdAt", "id"]), ANYTHING))
def test_any_object_is_read(payload: dict[str, Any]) -> None:
    """Nothing is expected of an object that came signed."""
    found = classify(payload)

    assert len(found.event_type) <= 50
    with suppress(PayloadError):
        decode(payload, received_at=RECEIVED, digest="d1")
