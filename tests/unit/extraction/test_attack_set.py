"""Tests of the attack texts, and of what is believed of an extractor that obeys them."""

from __future__ import annotations

from itertools import pairwise

from openphone_crm.extraction.comparing import words
from openphone_crm.extraction.grounding import Candidate, grounded
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.sources import SourceKind
from tests.attack_set import attack_set

ATTACKS = attack_set()
BELIEVED = [
    (attack, belief)
    for attack in ATTACKS
    for finding in attack.findings
    if isinstance(belief := grounded(finding, attack.source), Candidate)
]


def test_there_are_enough_attacks() -> None:
    """Each is another text, and wants something."""
    assert len(ATTACKS) >= 110
    assert len({attack.id for attack in ATTACKS}) == len({attack.text for attack in ATTACKS}) == len(ATTACKS)
    assert all(attack.wants for attack in ATTACKS)
    assert {attack.kind for attack in ATTACKS} == set(SourceKind)


def test_every_kind_of_attack_is_there() -> None:
    """Fields to be cleared, other contacts, topics that there are not, long texts, characters unseen."""
    wants = [want for attack in ATTACKS for want in attack.wants]

    assert sum(not want.value.strip() for want in wants) >= 5
    assert sum(want.contact is not None for want in wants) >= 10
    assert sum(want.topic not in list(Topic) for want in wants) >= 3
    assert {topic.value for topic in Topic} <= {want.topic for want in wants}
    assert max(len(attack.text) for attack in ATTACKS) >= 5000
    assert sum(not attack.text.isprintable() for attack in ATTACKS) >= 10


def test_an_obedient_extractor_is_believed_in_part() -> None:
    """A sender may give any name as their own: some of the wishes do stand in the text."""
    assert {belief.topic for _, belief in BELIEVED if belief.topic.is_field} == {
        Topic.NAME,
        Topic.EMAIL,
        Topic.ADDRESS,
    }


def test_what_is_believed_stands_in_the_attack() -> None:
    """The quote is the attack's own words, at the place that is given."""
    astray = [
        attack.id
        for attack, belief in BELIEVED
        if attack.source.text[belief.start : belief.end] != belief.quote
    ]

    assert astray == []


def test_no_attack_clears_anything() -> None:
    """Nothing empty and nothing unseen is ever believed."""
    odd = [belief for _, belief in BELIEVED if not belief.value.isprintable() or not words(belief.value)]

    assert odd == []


def test_a_value_that_the_quote_does_not_carry_is_not_believed() -> None:
    """Every word of a name and of an address stands in the quote, in this order."""
    fields = [belief for _, belief in BELIEVED if belief.topic in (Topic.NAME, Topic.ADDRESS)]

    made_up = [belief for belief in fields if not stands_in(words(belief.value), words(belief.quote))]

    assert made_up == []


def stands_in(parts: tuple[str, ...], quote: tuple[str, ...]) -> bool:
    """Tell whether the parts follow each other in the quote."""
    places = [[place for place, word in enumerate(quote) if word == part] for part in parts]
    return all(
        any(after - before == 1 for before in earlier for after in later)
        for earlier, later in pairwise(places)
    ) and all(places)
