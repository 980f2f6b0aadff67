"""Tests of the labelled sets that ship with the checkout."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from openphone_crm.extraction.evaluation import Evaluation, Figures, judge
from openphone_crm.extraction.labelled import parse_labelled
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.sources import SourceKind
from tests.unit.extraction.labelling import reading

ROOM = Path(__file__).parents[3] / "evaluation"
TEXTS, HELD_OUT = (
    [parse_labelled(line) for line in (ROOM / name).read_bytes().splitlines()]
    for name in ("labelled.jsonl", "held_out.jsonl")
)
BOTH = TEXTS + HELD_OUT
EMPTY = [text for text in TEXTS if not text.expected]
DOMAIN = re.compile(r"@\s*([\w.-]*\w)")
LONG_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{5,}[0-9]")
INVENTED_NUMBER = re.compile(r"(?:.*[^0-9])?555 01[0-9]{2}")


def test_there_are_enough_texts() -> None:
    """Every kind in both languages, and each text once."""
    kinds = Counter((text.source.kind, text.language) for text in TEXTS)

    assert len(TEXTS) >= 160
    assert len({text.source.id for text in TEXTS}) == len({text.source.text for text in TEXTS}) == len(TEXTS)
    assert {language for _, language in kinds} == {"en", "es"}
    assert all(kinds[kind, "en"] >= 20 and kinds[kind, "es"] >= 8 for kind in SourceKind)


def test_the_held_out_texts_are_others() -> None:
    """No text is in both sets, and the smaller one has every kind, language and topic too."""
    assert len({text.source.id for text in BOTH}) == len({text.source.text for text in BOTH}) == len(BOTH)
    assert len(HELD_OUT) >= 75
    assert 3 * sum(not text.expected for text in HELD_OUT) >= len(HELD_OUT)
    assert len({(text.source.kind, text.language) for text in HELD_OUT}) == 2 * len(SourceKind)
    assert {label.topic for text in HELD_OUT for label in text.expected} == set(Topic)


def test_there_is_enough_of_every_topic() -> None:
    """A share of fewer than thirty would say little."""
    topics = Counter(label.topic for text in TEXTS for label in text.expected)

    assert all(topics[topic] >= 30 for topic in Topic)


def test_a_third_has_nothing_in_it() -> None:
    """What is found there is a false alarm; every kind and language has such texts."""
    kinds = Counter((text.source.kind, text.language) for text in EMPTY)

    assert 3 * len(EMPTY) >= len(TEXTS)
    assert all(kinds[kind, language] >= 3 for kind in SourceKind for language in ("en", "es"))


def test_nobody_real_is_in_it() -> None:
    """Addresses are at the domains that are nobody's, and numbers are those of no telephone."""
    words = "\n".join(text.source.text for text in BOTH)

    assert {domain.lower() for domain in DOMAIN.findall(words)} == {
        "example.com",
        "example.net",
        "example.org",
    }
    assert [number for number in LONG_NUMBER.findall(words) if not INVENTED_NUMBER.fullmatch(number)] == []


def test_a_label_stands_once() -> None:
    """No topic of a text says the same twice."""
    repeated = [
        text.source.id
        for text in BOTH
        if len({(label.topic, label.value.casefold()) for label in text.expected}) < len(text.expected)
    ]

    assert repeated == []


def test_facts_are_labelled_in_calls() -> None:
    """Facts are asked for in transcripts and summaries only."""
    kinds = {text.source.kind for text in BOTH if any(label.topic is Topic.FACT for label in text.expected)}

    assert kinds == {SourceKind.TRANSCRIPT, SourceKind.SUMMARY}


def test_who_gives_all_labels_is_perfect() -> None:
    """Each label is believed, and no careful reader has a false alarm."""
    evaluation = Evaluation(tuple(judge(text, reading(text, *text.expected)) for text in BOTH))
    missed = [label for judgement in evaluation.judgements for label in judgement.missed]

    assert missed == []
    assert evaluation.figures().precision.ratio == 1
    assert evaluation.quiet.ratio == 1


def test_labels_of_another_text_are_not_believed() -> None:
    """What stands elsewhere is neither found nor false."""
    first, second = TEXTS[0], TEXTS[1]

    judgement = judge(first, reading(first, *second.expected))

    assert judgement.figures(None) == Figures(missed=len(first.expected))
