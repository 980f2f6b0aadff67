"""The fake OpenPhone tells whole stories, repeatably and in time."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import phonenumbers
import pytest

from openphone_crm.moments import parse_moment
from openphone_crm.testing import FakeOpenPhone, Generation, SignedDelivery
from openphone_crm.testing.payloads import SENT_BY, resource_of
from openphone_crm.webhooks import Scheme, SigningKeys, verify

LEGACY_KEY = "R2ZLM2o0bFhBNVpyUnU2NG9mYXQ1MHNyR3pvSUhIVVg="
STANDARD_KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BOTH_KEYS = f"{LEGACY_KEY}, {STANDARD_KEY}"
START = datetime(2026, 4, 13, 19, 0, tzinfo=UTC)
EACH_GENERATION = [("legacy-app", LEGACY_KEY), ("legacy-api", LEGACY_KEY), ("2026-03-30", STANDARD_KEY)]
PARTS = {"recording", "transcript", "summary", "voicemail"}
STRANGERS = {"72645", "Anonymous", "+12065550151", "+12065550152"}
MOMENTS = ("createdAt", "answeredAt", "completedAt")


def payload_of(delivery: SignedDelivery) -> dict[str, Any]:
    """Read the body of a delivery."""
    payload: dict[str, Any] = orjson.loads(delivery.body)
    return payload


def at_start() -> datetime:
    """Say the same time whenever asked."""
    return START


@pytest.fixture(scope="module")
def told() -> list[SignedDelivery]:
    """What is told in all generations within a long story."""
    return list(FakeOpenPhone(BOTH_KEYS, start=START).story(500, at_start))


@pytest.mark.parametrize("count", [0, 1, 2, 7, 100])
def test_a_story_has_exactly_so_many_deliveries(count: int) -> None:
    """The count is kept, however short the story."""
    assert len(list(FakeOpenPhone(BOTH_KEYS, start=START).story(count))) == count


def test_the_same_seed_tells_the_same_story() -> None:
    """Seed and start decide everything."""
    one, two, other = (
        list(FakeOpenPhone(BOTH_KEYS, start=START, seed=seed).story(60)) for seed in ("a", "a", "b")
    )

    assert one == two
    assert one != other


@pytest.mark.parametrize(("generation", "key"), EACH_GENERATION)
def test_a_story_is_told_in_every_generation(generation: str, key: str) -> None:
    """Each generation tells every kind it can, but those that only a person's whim or a mishap causes."""
    deliveries = list(FakeOpenPhone(key, generation, start=START).story(450, at_start))

    types = {payload_of(delivery)["type"] for delivery in deliveries} - {"callSummary", "callTranscript"}
    assert types == SENT_BY[Generation.named(generation)] - {"contact.deleted"} | {"conversation.snoozed"}


def test_mixed_keys_tell_all_generations(told: list[SignedDelivery]) -> None:
    """A legacy key has both legacy webhooks, a whsec key the dated one."""
    assert {payload_of(delivery)["apiVersion"] for delivery in told} == {"v3", "v4", "2026-03-30"}


def test_every_delivery_verifies(told: list[SignedDelivery]) -> None:
    """Each is signed with one of the keys, at the time at which it is sent."""
    keys = SigningKeys.parse(BOTH_KEYS)

    schemes = {verify(each.headers, each.body, keys=keys, now=START).scheme for each in told}

    assert schemes == set(Scheme)


def test_some_deliveries_are_repeated(told: list[SignedDelivery]) -> None:
    """A duplicate has the same id and the same body."""
    bodies = defaultdict(list)
    for delivery in told:
        bodies[delivery.delivery_id].append(delivery.body)

    repeated = [group for group in bodies.values() if len(group) > 1]

    assert repeated
    assert all(len(set(group)) == 1 for group in repeated)


def test_some_happenings_come_through_two_subscriptions(told: list[SignedDelivery]) -> None:
    """The same message arrives in the clothes of two generations."""
    versions = defaultdict(set)
    for delivery in told:
        versions[delivery.about].add(payload_of(delivery)["apiVersion"])

    assert any(len(each) > 1 for about, each in versions.items() if about[0] == "message")


def test_parts_come_before_their_call_now_and_then(told: list[SignedDelivery]) -> None:
    """A recording, transcript or summary may be told before the end of its call."""
    places: dict[str, dict[str, int]] = defaultdict(dict)
    for place, delivery in enumerate(told):
        places[delivery.about[1]].setdefault(delivery.type, place)

    early = {
        type_
        for types in places.values()
        for type_ in ("call.recording.completed", "call.transcript.completed", "call.summary.completed")
        if types.get(type_, len(told)) < types.get("call.completed", -1)
    }

    assert len(early) == 3


@pytest.mark.parametrize("count", range(20, 60, 8))
def test_a_story_leaves_nothing_half_told(count: int) -> None:
    """Every call of which a part was told is told itself, so that all of it can be found afterwards."""
    deliveries = list(FakeOpenPhone(BOTH_KEYS, start=START).story(count))

    ended = {delivery.about[1] for delivery in deliveries if delivery.type == "call.completed"}
    parts = {delivery.about[1] for delivery in deliveries if delivery.about[0] in PARTS}

    assert parts <= ended


@pytest.mark.parametrize("seconds", [0.0, 1.0, 40.0])
def test_times_fit_together_at_any_pace(seconds: float) -> None:
    """Created, answered, completed and told follow each other, and nothing lies in the future."""
    fake = FakeOpenPhone(BOTH_KEYS, start=START)

    for turn in range(60):
        now = START + timedelta(seconds=turn * seconds)
        payload = payload_of(fake.take(1, now)[0])
        words = [resource_of(payload).get(name) for name in MOMENTS] + [payload["createdAt"]]
        moments = [moment for moment in map(parse_moment, words) if moment]
        assert [*moments, now] == sorted([*moments, now])


def test_a_conversation_keeps_its_order() -> None:
    """What a customer says first is dated first, even when everything is told within a second."""
    deliveries = FakeOpenPhone(STANDARD_KEY, "2026-03-30", start=START).take(200, START)

    threads: dict[str, list[str]] = defaultdict(list)
    for delivery in deliveries:
        data = payload_of(delivery)["data"]
        if delivery.about[0] == "message":
            threads[data["context"]["conversationId"]].append(data["resource"]["createdAt"])
    assert all(told == sorted(told) for told in (list(dict.fromkeys(each)) for each in threads.values()))


def test_numbers_are_possible_and_ids_are_no_secrets(told: list[SignedDelivery]) -> None:
    """Numbers are of the 555-01xx kind, and no id looks like another vendor's key."""
    everything = b"\n".join(delivery.body for delivery in told).decode()

    numbers = set(re.findall(r"\+1\d+", everything))

    assert numbers
    assert all(re.fullmatch(r"\+1\d{3}55501\d\d", number) for number in numbers)
    assert all(phonenumbers.is_possible_number(phonenumbers.parse(number)) for number in numbers)
    assert not re.search(r"AC[0-9a-f]{32}", everything)


def test_a_visitor_meets_many_people(told: list[SignedDelivery]) -> None:
    """Two dozen customers, strangers, a group and a withheld number have their say."""
    threads = {
        payload_of(delivery)["data"]["context"].get("conversationId")
        for delivery in told
        if b'"apiVersion":"2026-03-30"' in delivery.body
    }
    everything = b"".join(delivery.body for delivery in told)

    assert len(threads) > 24
    for words in (b"{", b"72645", b"Anonymous", b"+12535550134", "¿".encode(), b"SYx", b".jpeg"):
        assert words in everything


def test_deliveries_are_due_at_their_pace() -> None:
    """Two a second are twenty in ten seconds, and none is due twice."""
    fake = FakeOpenPhone(BOTH_KEYS, start=START, rate=2)

    counts = [len(fake.deliveries(START + timedelta(seconds=seconds))) for seconds in (0, 5, 5, 10)]

    assert counts == [0, 10, 0, 10]


def test_later_rounds_are_played_by_other_people() -> None:
    """From the second round on nobody of the fixed cast writes."""
    first, second = (
        {
            payload_of(delivery)["data"]["context"].get("senderIdentifier")
            for delivery in FakeOpenPhone(STANDARD_KEY, start=START, first_round=round_).story(150)
            if delivery.type == "message.received"
        }
        for round_ in (0, 1)
    )

    assert first & second <= STRANGERS
    assert len(second - first) > 10


def test_a_key_is_never_shown() -> None:
    """The text of the fake holds no key."""
    assert LEGACY_KEY not in repr(FakeOpenPhone(LEGACY_KEY, start=START))
