"""Tests of how an extractor's answers are counted."""

from __future__ import annotations

import attrs
import pytest

from openphone_crm.extraction.evaluation import Evaluation, Figures, judge
from openphone_crm.extraction.grounding import Doubt
from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.labelled import LabelledText
from openphone_crm.extraction.readings import Finding, Reading, ReadingOutcome, Topic
from openphone_crm.extraction.sources import SourceKind, SourceLine
from tests.unit.extraction.labelling import finding, labelled, reading

ANN = finding("Ann Lee")
MAIL = finding("ann@example.com", topic=Topic.EMAIL)
ANN_WRITES = labelled("This is Ann Lee, ann@example.com", expected=(ANN, MAIL))
NOTHING_SAID = labelled("ok thanks, says Bo", kind=SourceKind.VOICEMAIL, language="es")
LEAK = "The boiler leaks since Monday"
LEAKING = labelled(f"{LEAK}, bye then", expected=(finding(LEAK, topic=Topic.FACT),))


def test_who_finds_everything_is_perfect() -> None:
    """Nothing is missed, and nothing is wrong."""
    judgement = judge(ANN_WRITES, reading(ANN_WRITES, MAIL, ANN))

    assert judgement.figures(None) == Figures(right=2)
    assert judgement.right == (ANN, MAIL)


def test_who_finds_nothing_misses_everything() -> None:
    """There is no precision of nothing found."""
    figures = judge(ANN_WRITES, reading(ANN_WRITES)).figures(None)

    assert figures == Figures(missed=2)
    assert figures.precision.ratio is None
    assert figures.recall.ratio == 0


def test_who_finds_something_else_is_wrong() -> None:
    """A wrong value is a false alarm, and the right one is missed."""
    judgement = judge(ANN_WRITES, reading(ANN_WRITES, finding("Ann")))

    assert judgement.figures(Topic.NAME) == Figures(missed=1, wrong=1)
    assert [alarm.value for alarm in judgement.false_alarms] == ["Ann"]


@pytest.mark.parametrize("value", ["ann lee", "Lee, Ann", "ANN  LEE"])
def test_spelling_is_forgiven(value: str) -> None:
    """The same value in other spelling is right."""
    text = labelled(f"I am {value}", expected=(finding("Ann Lee", quote=value),))

    assert judge(text, reading(text, finding(value))).figures(None) == Figures(right=1)


def test_topics_are_not_mixed_up() -> None:
    """An address that is found as a name is no address."""
    text = labelled("I am at Oak Lane 12", expected=(finding("Oak Lane 12", topic=Topic.ADDRESS),))

    judgement = judge(text, reading(text, finding("Oak Lane")))

    assert judgement.figures(Topic.ADDRESS) == Figures(missed=1)
    assert judgement.figures(Topic.NAME) == Figures(wrong=1)


def test_what_is_said_again_counts_once() -> None:
    """A right or a wrong thing may be found in two places."""
    again = finding("ann lee", quote="Ann Lee")
    wrong = finding("Ann")

    judgement = judge(ANN_WRITES, reading(ANN_WRITES, ANN, again, wrong, wrong, MAIL))

    assert judgement.figures(None) == Figures(right=2, wrong=1)


def test_what_does_not_stand_in_the_text_is_not_found() -> None:
    """What grounding drops is counted by its doubt, and is neither right nor wrong."""
    judgement = judge(ANN_WRITES, reading(ANN_WRITES, finding("Eve"), ANN, MAIL))

    assert judgement.figures(None) == Figures(right=2)
    assert Evaluation((judgement,)).doubts == {Doubt.NO_QUOTE: 1}


@pytest.mark.parametrize(
    ("quote", "is_right"),
    [
        (LEAK, True),
        (f"{LEAK}, bye then", True),
        ("boiler leaks", True),
        ("since Monday, bye", True),
        ("Monday, bye then", False),
        ("bye then", False),
    ],
)
def test_a_note_is_right_by_its_passage(quote: str, *, is_right: bool) -> None:
    """Its words are an extractor's own: half of the shorter passage must be the same."""
    found = finding("Urgent: heating", topic=Topic.FACT, quote=quote)

    figures = judge(LEAKING, reading(LEAKING, found)).figures(Topic.FACT)

    assert figures == (Figures(right=1) if is_right else Figures(missed=1, wrong=1))


def test_a_note_is_right_once() -> None:
    """Whoever quotes everything at once has found one of two facts."""
    facts = (finding("The fan is dead", topic=Topic.FACT), finding("the door sticks", topic=Topic.FACT))
    text = labelled("The fan is dead and the door sticks", expected=facts)
    everything = finding("all of it", topic=Topic.FACT, quote=text.source.text)

    assert judge(text, reading(text, everything)).figures(None) == Figures(right=1, missed=1)


def test_our_own_people_are_not_the_contact() -> None:
    """A name that one of us gives is dropped before it is counted."""
    ours = SourceLine(text="Mike speaking", is_ours=True)
    text = labelled(ours, kind=SourceKind.TRANSCRIPT)

    assert judge(text, reading(text, finding("Mike"))).figures(None) == Figures()


def test_an_answer_for_another_text_is_none() -> None:
    """Who answers for an unknown id has not answered."""
    answer = Reading(outcome=ReadingOutcome.READ, findings={"another": (ANN, MAIL)})

    assert judge(ANN_WRITES, answer).figures(None) == Figures(missed=2)


def test_a_set_is_counted_by_topic_kind_and_language() -> None:
    """Each question has its own figures, and together they are those of all."""
    evaluation = evaluated((ANN_WRITES, ANN), (NOTHING_SAID, finding("Bo")))

    assert evaluation.figures() == Figures(right=1, missed=1, wrong=1)
    assert evaluation.figures(topic=Topic.NAME) == Figures(right=1, wrong=1)
    assert evaluation.figures(kind=SourceKind.MESSAGE) == Figures(right=1, missed=1)
    assert evaluation.figures(topic=Topic.NAME, kind=SourceKind.VOICEMAIL) == Figures(wrong=1)
    assert evaluation.figures(language="es") == Figures(wrong=1)
    assert evaluation.languages == ["en", "es"]


def test_silence_about_nothing_is_counted() -> None:
    """Of the texts with nothing to extract, those are counted in which nothing was found."""
    loud = evaluated((ANN_WRITES, ANN), (NOTHING_SAID, finding("Bo")))
    silent = evaluated((ANN_WRITES, ANN), (NOTHING_SAID, finding("Eve")))

    assert (loud.quiet, silent.quiet) == (Share(0, 1), Share(1, 1))


def test_blocked_answers_are_told_apart() -> None:
    """How each reading ended is counted; a blocked one has found nothing."""
    blocked = judge(ANN_WRITES, Reading(outcome=ReadingOutcome.BLOCKED))
    evaluation = attrs.evolve(evaluated((ANN_WRITES, ANN)), judgements=(blocked, blocked))

    assert evaluation.outcomes == {ReadingOutcome.BLOCKED: 2}
    assert evaluation.figures() == Figures(missed=4)


def evaluated(*answers: tuple[LabelledText, Finding]) -> Evaluation:
    """Evaluate one finding for each text."""
    return Evaluation(tuple(judge(text, reading(text, found)) for text, found in answers))
