"""What the memory of readings promises: no text is read twice, and every call is written down."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import attrs

from openphone_crm.extraction.readings import Finding, ReadingOutcome, Topic, Usage
from openphone_crm.extraction.records import ModelCall
from openphone_crm.ids import ModelCallId, derived_id
from openphone_crm.ports.readings import KeptReading
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import ODD_TEXTS, at_once
from openphone_crm.testing.contracts.store import Store

_PATIENCE = timedelta(minutes=3)
_MODEL = "model/1"


class ReadingsContract:
    """What is known, what is being read, and what it cost."""

    def test_nothing_is_known_at_first(self, store: Store) -> None:
        """A text that nobody has read is not known, nor is one that is being read."""
        _begin(store, _call("one"), "a")

        assert store.readings.known(["a", "b"], model=_MODEL) == {}

    def test_what_was_read_is_known(self, store: Store) -> None:
        """The outcome and the findings come back, whatever characters are in them."""
        findings = tuple(
            Finding(topic=topic, value=text, quote=text) for topic in Topic for text in ODD_TEXTS
        )
        kept = {
            "a": KeptReading(outcome=ReadingOutcome.READ, findings=findings),
            "b": KeptReading(outcome=ReadingOutcome.BLOCKED),
        }
        call = _call("one")
        _begin(store, call, "a", "b")

        store.readings.end(_ended(call), kept)

        assert store.readings.known(["a", "b", "c"], model=_MODEL) == kept
        assert store.readings.known(["a"], model="model/2") == {}

    def test_a_text_is_read_by_one_at_a_time(self, store: Store) -> None:
        """While somebody reads a text, a call that holds it is refused and leaves no trace."""
        _begin(store, _call("one"), "a")

        is_begun = _begin(store, _call("two"), "a", "b")

        assert not is_begun
        assert store.readings.call(_call("two").id) is None
        assert _begin(store, _call("three"), "b")

    def test_what_was_read_is_not_read_again(self, store: Store) -> None:
        """A text that was read meanwhile is not sent once more."""
        call = _call("one")
        _begin(store, call, "a")
        store.readings.end(_ended(call), {"a": KeptReading(outcome=ReadingOutcome.READ)})

        assert not _begin(store, _call("two", seconds=3600), "a")

    def test_a_call_without_an_answer_frees_its_texts(self, store: Store) -> None:
        """What was not read can be read by the next, at once."""
        call = _call("one")
        _begin(store, call, "a", "b")
        store.readings.end(_ended(call), {"a": KeptReading(outcome=ReadingOutcome.READ)})

        assert _begin(store, _call("two"), "b")

    def test_a_call_that_was_lost_frees_its_texts_in_time(self, store: Store) -> None:
        """Whoever began a call and never ended it keeps its texts for the patience of others."""
        _begin(store, _call("lost"), "a")

        early = _begin(store, _call("early", seconds=179), "a")
        late = _begin(store, _call("late", seconds=180), "a")

        assert (early, late) == (False, True)

    def test_what_is_forgotten_can_be_read_again(self, store: Store) -> None:
        """Nothing is known of those texts any more, whoever read them or is reading them; calls stay."""
        models = (_MODEL, "model/2")
        for model in models:
            call = attrs.evolve(_call(model), model=model)
            _begin(store, call, "a", "b")
            store.readings.end(_ended(call), dict.fromkeys("ab", KeptReading(outcome=ReadingOutcome.READ)))
        _begin(store, _call("lost"), "c")

        store.readings.forget(["a", "c", "never seen"])

        assert [set(store.readings.known(["a", "b"], model=model)) for model in models] == [{"b"}] * 2
        assert _begin(store, _call("again"), "a", "c")
        assert store.readings.call(_call(_MODEL).id) is not None

    def test_of_many_at_once_one_reads(self, store: Store) -> None:
        """Eight workers that want to read the same texts, in whatever order, are one."""
        texts = ["a", "b", "c"]

        begun = at_once(
            *(
                partial(_begin, store, _call(f"{number}"), *(texts if number % 2 else reversed(texts)))
                for number in range(8)
            )
        )

        assert sum(begun) == 1

    def test_a_call_is_there_before_it_is_made(self, store: Store) -> None:
        """A call that was begun stands in the ledger, and counts as estimated until it has ended."""
        call = _call("one", estimated_usd=0.25)
        _begin(store, call, "a")

        assert store.readings.call(call.id) == call
        assert store.readings.spent(since=make.NOON) == 0.25

    def test_what_a_call_cost_is_what_counts(self, store: Store) -> None:
        """Once a call has ended its real cost counts, and what it used is kept."""
        call = _call("one", estimated_usd=0.25)
        _begin(store, call, "a")
        ended = _ended(call, usd=0.125)

        store.readings.end(ended, {})

        assert store.readings.call(call.id) == ended
        assert store.readings.spent(since=make.NOON) == 0.125

    def test_only_what_came_since_is_counted(self, store: Store) -> None:
        """The budget of a month is not touched by the month before."""
        _begin(store, _call("before", seconds=-1, estimated_usd=1), "a")
        _begin(store, _call("since", estimated_usd=0.5), "b")

        assert store.readings.spent(since=make.NOON) == 0.5
        assert store.readings.spent(since=make.later(1)) == 0

    def test_months_are_added_up(self, store: Store) -> None:
        """Calls are told by month and model, the newest month first, those without an end apart."""
        calls = {"march": -20 * 86_400, "april": 0, "lost": 60}
        for name, seconds in calls.items():
            call = _call(name, seconds=seconds, estimated_usd=0.5)
            _begin(store, call, name)
            if name != "lost":
                store.readings.end(_ended(call, usd=0.25), {})

        april, march = store.readings.months()

        assert (april.month.month, april.calls, april.unknown, april.usd) == (4, 2, 1, 0.75)
        assert (march.month.month, march.calls, march.unknown, march.usd) == (3, 1, 0, 0.25)
        assert (april.input_tokens, april.output_tokens, april.model) == (100, 15, _MODEL)


class PacerContract:
    """Moments that are far enough apart, whoever takes them."""

    def test_the_first_moment_is_now(self, store: Store) -> None:
        """Who comes to a service that is free need not wait."""
        moment = store.pacer.next_free("gemini", now=make.NOON, interval=timedelta(seconds=1))

        assert moment == make.NOON

    def test_moments_are_spaced_out(self, store: Store) -> None:
        """Who comes too early gets a later moment; who comes late gets his own."""
        seconds = (0, 0, 0.5, 10)

        moments = [
            store.pacer.next_free("gemini", now=make.later(each), interval=timedelta(seconds=1))
            for each in seconds
        ]

        assert moments == [make.later(each) for each in (0, 1, 2, 10)]

    def test_who_has_no_patience_takes_no_moment(self, store: Store) -> None:
        """It is told when the service is free, and whoever waits until then finds it free."""
        interval, patience = timedelta(seconds=8), timedelta(seconds=5)
        store.pacer.next_free("gemini", now=make.NOON, interval=interval, patience=patience)

        told = [
            store.pacer.next_free("gemini", now=make.later(each), interval=interval, patience=patience)
            for each in (0, 1, 3, 3)
        ]

        assert told == [make.later(each) for each in (8, 8, 8, 16)]

    def test_services_do_not_wait_for_each_other(self, store: Store) -> None:
        """Each service has a pace of its own."""
        interval = timedelta(hours=1)
        store.pacer.next_free("gemini", now=make.NOON, interval=interval)

        assert store.pacer.next_free("openphone", now=make.NOON, interval=interval) == make.NOON

    def test_of_many_at_once_no_two_get_the_same(self, store: Store) -> None:
        """Eight at once are spaced out as one after the other."""
        interval = timedelta(milliseconds=110)

        moments = at_once(
            *(partial(store.pacer.next_free, "openphone", now=make.NOON, interval=interval) for _ in range(8))
        )

        assert sorted(moments) == [make.NOON + number * interval for number in range(8)]


def _call(name: str, *, seconds: float = 0, estimated_usd: float = 0.5) -> ModelCall:
    return ModelCall(
        id=ModelCallId(derived_id("built call", name)),
        extractor="extractor",
        model=_MODEL,
        begun_at=make.later(seconds),
        texts=1,
        estimated_input_tokens=1000,
        estimated_usd=estimated_usd,
    )


def _ended(call: ModelCall, *, usd: float = 0.125) -> ModelCall:
    usage = Usage(input_tokens=100, output_tokens=10, thought_tokens=5)
    return attrs.evolve(
        call, ended_at=call.begun_at + timedelta(seconds=2), outcome=ReadingOutcome.READ, usage=usage, usd=usd
    )


def _begin(store: Store, call: ModelCall, *digests: str) -> bool:
    return store.readings.begin(call, digests, patience=_PATIENCE)
