"""What the memory of readings promises: no text is read twice, and every call is written down."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import attrs

from openphone_crm.extraction.costs import month_of
from openphone_crm.extraction.readings import Finding, ReadingOutcome, Topic, Usage
from openphone_crm.extraction.records import ModelCall
from openphone_crm.ids import ModelCallId, derived_id
from openphone_crm.ports.archive import Kept
from openphone_crm.ports.readings import Hindrance, KeptReading
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.asserting import ODD_TEXTS, at_once
from openphone_crm.testing.contracts.store import Store

_PATIENCE = timedelta(minutes=3)
_MODEL = "model/1"
_DAY = 86_400
_APRIL = month_of(make.NOON)


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
        assert store.readings.spent(_APRIL) == 0.25

    def test_what_a_call_cost_is_what_counts(self, store: Store) -> None:
        """Once a call has ended its real cost counts, and what it used is kept."""
        call = _call("one", estimated_usd=0.25)
        _begin(store, call, "a")
        ended = _ended(call, usd=0.125)

        store.readings.end(ended, {})

        assert store.readings.call(call.id) == ended
        assert store.readings.spent(_APRIL) == 0.125

    def test_what_ended_without_an_answer_is_unknown(self, store: Store) -> None:
        """Nobody knows what a time-out cost: it counts as estimated, and a refusal as nothing."""
        late, refused = _call("late", estimated_usd=0.25), _call("refused", estimated_usd=0.25)
        for call in (late, refused):
            _begin(store, call, call.id)

        store.readings.end(attrs.evolve(late, ended_at=make.later(40), error="UncertainError"), {})
        store.readings.end(attrs.evolve(refused, ended_at=make.later(1), error="RateLimitedError", usd=0), {})

        (month,) = store.readings.months()
        assert (month.calls, month.unknown, month.usd) == (2, 1, 0.25)

    def test_a_month_has_a_budget_of_its_own(self, store: Store) -> None:
        """The budget of a month is not touched by the month before."""
        _begin(store, _call("march", seconds=-20 * _DAY, estimated_usd=1), "a")
        _begin(store, _call("april", estimated_usd=0.5), "b")

        assert store.readings.spent(_APRIL) == 0.5
        assert store.readings.spent(month_of(make.later(30 * _DAY))) == 0

    def test_a_budget_is_never_exceeded(self, store: Store) -> None:
        """What the call and all that are under way may cost at most must fit; else nothing is written."""
        first, second = (_call(name, estimated_usd=0.25, most_usd=1) for name in ("first", "second"))
        _begin(store, first, "a")

        refused = store.readings.begin(second, ["b"], patience=_PATIENCE, budget_usd=1.9)
        store.readings.end(_ended(first, usd=0.5), {})
        allowed = store.readings.begin(second, ["b"], patience=_PATIENCE, budget_usd=1.9)

        assert (refused, allowed) == (Hindrance.OVER_BUDGET, None)
        assert store.readings.spent(_APRIL) == 0.75

    def test_of_many_at_once_only_so_many_are_paid(self, store: Store) -> None:
        """Eight workers that look at the budget in the same moment spend no more than there is."""
        calls = [_call(f"{number}", estimated_usd=0.25, most_usd=1) for number in range(8)]

        begun = at_once(
            *(
                partial(store.readings.begin, call, [call.id], patience=_PATIENCE, budget_usd=3.5)
                for call in calls
            )
        )

        assert begun.count(None) == 3
        assert store.readings.spent(_APRIL) == 0.75

    def test_months_are_added_up(self, store: Store) -> None:
        """Calls are told by month and model, the newest month first, those without an end apart."""
        calls = {"march": -20 * _DAY, "april": 0, "lost": 60}
        for name, seconds in calls.items():
            call = _call(name, seconds=seconds, estimated_usd=0.5)
            _begin(store, call, name)
            if name != "lost":
                store.readings.end(_ended(call, usd=0.25), {})

        april, march = store.readings.months()

        assert (april.month.month, april.calls, april.unknown, april.usd) == (4, 2, 1, 0.75)
        assert (march.month.month, march.calls, march.unknown, march.usd) == (3, 1, 0, 0.25)
        assert (april.input_tokens, april.output_tokens, april.model) == (100, 15, _MODEL)

    def test_months_outlive_their_calls(self, store: Store) -> None:
        """Calls are let go of in time; what they came to stays."""
        _begin(store, _call("old"), "a")

        store.archive.prune(Kept.MODEL_CALLS, before=make.later(_DAY), limit=10)

        assert store.readings.call(_call("old").id) is None
        assert [month.calls for month in store.readings.months()] == [1]


def _call(
    name: str, *, seconds: float = 0, estimated_usd: float = 0.5, most_usd: float | None = None
) -> ModelCall:
    return ModelCall(
        id=ModelCallId(derived_id("built call", name)),
        extractor="extractor",
        model=_MODEL,
        begun_at=make.later(seconds),
        texts=1,
        estimated_input_tokens=1000,
        estimated_usd=estimated_usd,
        most_usd=estimated_usd if most_usd is None else most_usd,
        input_price_usd=0.25,
        output_price_usd=2.5,
        prices_as_of=date(2026, 4, 1),
    )


def _ended(call: ModelCall, *, usd: float = 0.125) -> ModelCall:
    usage = Usage(input_tokens=100, output_tokens=10, thought_tokens=5)
    return attrs.evolve(
        call, ended_at=call.begun_at + timedelta(seconds=2), outcome=ReadingOutcome.READ, usage=usage, usd=usd
    )


def _begin(store: Store, call: ModelCall, *digests: str) -> bool:
    return store.readings.begin(call, digests, patience=_PATIENCE) is None
