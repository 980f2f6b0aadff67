"""What Gemini answers becomes a reading, whatever it is."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.gemini_extractor.answers import Answer, reading_of
from openphone_crm.errors import UnavailableError
from openphone_crm.extraction.readings import Finding, Reading, ReadingOutcome, Topic, Usage

USED = Usage(input_tokens=10, output_tokens=5, thought_tokens=2)
ANN = {"topic": "name", "value": "Ann", "quote": "I am Ann"}
FOUND = Finding(topic=Topic.NAME, value="Ann", quote="I am Ann")

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.text(max_size=9)
    | st.sampled_from(["a", "name", "email"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["texts", "id", "findings", "topic", "value", "quote"]), inner, max_size=4
        )
    ),
)


def answered(*entries: object) -> Answer:
    """Make an answer about texts."""
    return Answer(text=orjson.dumps({"texts": entries}).decode(), finish_reason="STOP", usage=USED)


def about(name: str, *findings: object) -> dict[str, object]:
    """Make an entry for one text."""
    return {"id": name, "findings": list(findings)}


def test_an_answer_is_read() -> None:
    """Every text that was answered for has its findings, and the tokens are told."""
    answer = answered(about("a", ANN), about("b"))

    reading = reading_of(answer, {"a", "b"})

    findings = {"a": (FOUND,), "b": ()}
    assert reading == Reading(outcome=ReadingOutcome.READ, findings=findings, usage=USED)


def test_what_was_not_asked_about_is_dropped() -> None:
    """Another id, another topic and what is no id bring nothing."""
    other = {**ANN, "topic": "password"}
    odd = [{"id": name, "findings": [ANN]} for name in (7, None, ["a"], {"a": "a"})]
    answer = answered(about("a", other, ANN), about("c", ANN), {"findings": [ANN]}, *odd)

    reading = reading_of(answer, {"a", "b"})

    assert reading.findings == {"a": (FOUND,)}


def test_a_text_may_be_answered_for_in_parts() -> None:
    """Two entries of one id are one."""
    reading = reading_of(answered(about("a", ANN), about("a", ANN)), {"a"})

    assert reading.findings == {"a": (FOUND, FOUND)}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ann",
        "null",
        "[]",
        "{}",
        '{"texts": null}',
        '{"texts": {"a": []}}',
        '{"texts": [null]}',
        '{"texts": [{"id": "a"}]}',
        '{"texts": [{"id": "a", "findings": [{}]}]}',
        '{"texts": [{"id": "a", "findings": [{"topic": "name", "value": null, "quote": "Ann"}]}]}',
        '{"texts": [{"id": "a", "findings": [{"topic": "name", "value": "Ann"}]}]}',
        '```json\n{"texts": []}\n```',
    ],
)
def test_another_form_is_unreadable(text: str) -> None:
    """What is not JSON of the form that was asked for is not guessed at."""
    reading = reading_of(Answer(text=text, finish_reason="STOP", usage=USED), {"a"})

    assert reading == Reading(outcome=ReadingOutcome.UNREADABLE, usage=USED)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer(block_reason="SAFETY", usage=USED), ReadingOutcome.BLOCKED),
        (Answer(block_reason="BRAND_NEW", usage=USED), ReadingOutcome.BLOCKED),
        (Answer(finish_reason="SAFETY", usage=USED), ReadingOutcome.BLOCKED),
        (Answer(finish_reason="PROHIBITED_CONTENT", text="x", usage=USED), ReadingOutcome.BLOCKED),
        (Answer(finish_reason="BRAND_NEW", usage=USED), ReadingOutcome.BLOCKED),
        (Answer(finish_reason="MAX_TOKENS", text='{"texts": []}', usage=USED), ReadingOutcome.TRUNCATED),
        (Answer(usage=USED), ReadingOutcome.UNREADABLE),
    ],
)
def test_why_there_is_no_answer(answer: Answer, outcome: ReadingOutcome) -> None:
    """A block, a cut and silence are told apart; nothing is found, and the tokens are told."""
    reading = reading_of(answer, {"a"})

    assert reading == Reading(outcome=outcome, usage=USED)


def test_saying_nothing_is_not_gemini() -> None:
    """An answer without anything is somebody else's, and not the end of a text."""
    with pytest.raises(UnavailableError, match=r"^Gemini is unavailable: what answers is not its API$"):
        reading_of(Answer(), {"a"})


def test_what_no_database_holds_is_replaced() -> None:
    """NUL does not get any further, wherever it stands."""
    answer = answered(about("a", {"topic": "name", "value": "A\x00nn", "quote": "\x00"}))

    reading = reading_of(answer, {"a"})

    assert reading.findings["a"] == (Finding(topic=Topic.NAME, value="A\ufffdnn", quote="\ufffd"),)


@given(JSON)
def test_any_json_is_a_reading(document: object) -> None:
    """No answer raises, or tells of a text that was not asked about."""
    answer = Answer(text=orjson.dumps(document).decode(), finish_reason="STOP", usage=USED)

    reading = reading_of(answer, {"a"})

    assert set(reading.findings) <= {"a"}
