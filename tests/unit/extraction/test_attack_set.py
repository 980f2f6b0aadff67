"""Tests of the attack texts, and of what is believed of an extractor that obeys them."""

from __future__ import annotations

import re
from itertools import pairwise

from openphone_crm.extraction.grounding import Candidate, grounded
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.sources import SourceKind
from openphone_crm.extraction.spelling import words
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
    assert len(ATTACKS) >= 160
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


def test_no_value_is_a_part_of_something_else() -> None:
    """What is believed of a field stands there in its own characters, and no letter goes on around it."""
    fields = [(attack, belief) for attack, belief in BELIEVED if belief.topic is not Topic.EMAIL]

    cut = [attack.id for attack, belief in fields if not stands_whole(belief.value, attack.text)]

    assert cut == []


def test_an_address_is_all_that_stands_there() -> None:
    """An e-mail address that is written in the attack is believed with whatever it hangs together with."""
    emails = [(attack, belief) for attack, belief in BELIEVED if belief.topic is Topic.EMAIL]
    written = [(attack, belief) for attack, belief in emails if "@" in belief.quote]

    cut = [attack.id for attack, belief in written if not is_a_word_of(belief.value, attack.text)]

    assert written
    assert cut == []


def stands_whole(value: str, text: str) -> bool:
    """Tell whether a value stands in the text, but for white space and what is not seen."""
    seen = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    return re.search(rf"(?<!\w){re.escape(value)}(?!\w)", seen, re.IGNORECASE) is not None


def is_a_word_of(address: str, text: str) -> bool:
    """Tell whether an address stands between white space, brackets or the end of a sentence."""
    return address in {
        word.strip("<>()[]{}\"'`*,;:.!?").casefold() for word in re.split(r"[\s:,;()<>\"]+", text)
    }


def stands_in(parts: tuple[str, ...], quote: tuple[str, ...]) -> bool:
    """Tell whether the parts follow each other in the quote."""
    places = [[place for place, word in enumerate(quote) if word == part] for part in parts]
    return all(
        any(after - before == 1 for before in earlier for after in later)
        for earlier, later in pairwise(places)
    ) and all(places)
