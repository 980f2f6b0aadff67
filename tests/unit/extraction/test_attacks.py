"""No text talks the whole way from a delivery to a contact into a write that it must not make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import attrs
import pytest

from openphone_crm.crm import CONTACT_FIELDS, Contact, Origin
from openphone_crm.extraction.following import follows
from openphone_crm.extraction.readings import Finding, Reading, ReadingOutcome, TextToRead, Topic
from openphone_crm.extraction.records import Extraction, ExtractionStatus, Note
from openphone_crm.extraction.sources import SourceKind
from openphone_crm.extraction.spelling import words
from openphone_crm.extraction.suggestions import Suggestion
from openphone_crm.testing import builders as make
from openphone_crm.testing.fake_gemini.reading import made_up
from tests.attack_set import Attack, attack_set
from tests.unit.extraction.reading_shop import ReadingShop, number_of

ATTACKS = attack_set()
FIELDS = {"name": "Vera Victim", "email": "vera@example.com", "address": "1 Safe Street", "company": "Safe"}
FULL = {"origins": dict.fromkeys(FIELDS, Origin("person", make.later(-86_400))), **FIELDS}
VICTIMS = 20


@attrs.frozen
class EagerExtractor:
    """Finds all that some function does, in each text, and says so of every other text in the request too."""

    find: Callable[[TextToRead], Iterable[Finding]]
    name: str = "eager"
    model: str = "eager/1"
    sizes: list[int] = attrs.field(factory=list)

    def read(self, texts: Sequence[TextToRead]) -> Reading:
        """Mix up whose words are whose."""
        self.sizes.append(len(texts))
        findings = tuple(finding for text in texts for finding in self.find(text))
        return Reading(outcome=ReadingOutcome.READ, findings={text.id: findings for text in texts})


def obey(text: TextToRead) -> list[Finding]:
    """Find whatever an attack of these words wants, also when it wants what there is not."""
    return [finding for attack in ATTACKS if is_of(attack, text) for finding in attack.findings]


def is_of(attack: Attack, text: TextToRead) -> bool:
    """Tell whether these are an attack's words, as they come out of a payload."""
    return attack.kind == text.kind and attack.text.split() == text.text.split()


def attacked(find: Callable[[TextToRead], Iterable[Finding]], **fields: object) -> ReadingShop:
    """Have every attack made by a customer of its own, in one busy hour, in a shop with other customers."""
    extractor = EagerExtractor(find)
    shop = ReadingShop(extractor)
    for place in range(VICTIMS):
        number = number_of(len(ATTACKS) + place)
        shop.meet(make.contact(f"victim {place}", number, **{**FULL, "name": FIELDS["name"]}))
        shop.hear("Thank you, see you then", SourceKind.MESSAGE, number=number)
    for place, attack in enumerate(ATTACKS):
        if fields:
            shop.meet(make.contact(attack.id, number_of(place), **fields))
        shop.hear(attack.text, attack.kind, number=number_of(place))
    shop.read()
    assert (shop.problems, shop.unread) == ([], [])
    assert max(extractor.sizes) > 1
    return shop


@pytest.fixture(scope="module")
def strangers() -> ReadingShop:
    """Lend a shop that was attacked by people of whom nothing was known."""
    return attacked(obey)


@pytest.fixture(scope="module")
def regulars() -> ReadingShop:
    """Lend a shop that was attacked by people of whom everything was known."""
    return attacked(obey, **FULL)


@pytest.fixture(params=["strangers", "regulars"])
def shop(request: pytest.FixtureRequest) -> ReadingShop:
    """Lend each of them."""
    found: ReadingShop = request.getfixturevalue(request.param)
    return found


def attackers(shop: ReadingShop) -> list[Contact]:
    """The contacts of all attackers, in the order of their attacks."""
    return [shop.contact(number_of(place)) for place in range(len(ATTACKS))]


def test_every_attack_is_read(shop: ReadingShop) -> None:
    """Nothing is won by not reading; some of what is wished for is even believed."""
    statuses = {each.status for each in shop.extractions}

    wishes = [finding for attack in ATTACKS for finding in attack.findings]
    assert len(shop.extractions) > len(wishes)
    assert {ExtractionStatus.DROPPED, ExtractionStatus.NOTED} < statuses
    assert statuses & {ExtractionStatus.AUTO_ADDED, ExtractionStatus.ASKED}


def test_no_other_contact_is_written(shop: ReadingShop) -> None:
    """Whoever is named, and whatever is answered for their texts, other people stay as they are."""
    victims = [shop.contact(number_of(len(ATTACKS) + place)) for place in range(VICTIMS)]

    assert [{field: getattr(victim, field) for field in FIELDS} for victim in victims] == [FIELDS] * VICTIMS
    assert [shop.history(victim) for victim in victims] == [[]] * VICTIMS
    touched = {each.contact_id for each in shop.suggestions} | {each.contact_id for each in shop.notes}
    assert touched.isdisjoint(victim.id for victim in victims)


def test_an_attacker_writes_to_nobody_but_themselves(shop: ReadingShop) -> None:
    """All that an attack leads to is about the contact of the number that it came from."""
    senders = {contact.id: attack for contact, attack in zip(attackers(shop), ATTACKS, strict=True)}
    written: list[Suggestion | Note] = [*shop.suggestions, *shop.notes]

    pairs = [
        (senders[each.contact_id], shop.words(each.source_kind, each.source_id))
        for each in written
        if each.contact_id
    ]

    assert len(pairs) == len(written)
    assert [attack.id for attack, text in pairs if not is_said_in(attack, text)] == []


def test_no_field_is_cleared_or_overwritten(shop: ReadingShop) -> None:
    """What a contact held before it holds still: a person is asked, at most."""
    changes = [change for contact in attackers(shop) for change in shop.history(contact)]

    assert [change for change in changes if change.old is not None or not change.new] == []


def test_regulars_keep_all_they_had(regulars: ReadingShop) -> None:
    """Not a single field of somebody of whom everything is known was changed."""
    held = [{field: getattr(contact, field) for field in CONTACT_FIELDS} for contact in attackers(regulars)]

    assert held == [FIELDS] * len(ATTACKS)
    assert [regulars.history(contact) for contact in attackers(regulars)] == [[]] * len(ATTACKS)
    assert regulars.suggestions


def test_every_value_has_its_quote_in_the_source(shop: ReadingShop) -> None:
    """Whatever was written, suggested or noted stands in the sender's words, at the place that is given."""
    found = believed(shop)

    unfounded = [each for each in found if each.quote not in shop.words(each.source_kind, each.source_id)]

    assert found
    assert unfounded == []
    assert [each for each in shop.suggestions if not is_at_its_place(each, shop)] == []


def test_every_field_follows_from_its_quote(shop: ReadingShop) -> None:
    """Each word of a value that was written or suggested was said."""
    log = [each for each in shop.extractions if is_field_of_contact(each)]
    fields_of_history = [change for contact in attackers(shop) for change in shop.history(contact)]

    assert [each for each in log if not (each.topic and follows(each.topic, each.value, each.quote))] == []
    asked = [(each.topic, each.suggested_value, each.quote) for each in shop.suggestions]
    assert [each for each in asked if not follows(*each)] == []
    assert [each for each in fields_of_history if not is_quoted(each.field, each.new, each.quote)] == []


def test_a_note_says_what_was_said(shop: ReadingShop) -> None:
    """No word of a note is anybody's but the sender's: it is its quote."""
    notes = [note for note in shop.notes if note.text != printable(note.quote)]

    assert shop.notes
    assert notes == []


def test_no_name_in_a_summary_is_added(shop: ReadingShop) -> None:
    """It may be that of one of us: a person is asked."""
    changes = [change for contact in attackers(shop) for change in shop.history(contact)]
    asked = [each for each in shop.suggestions if each.source_kind is SourceKind.SUMMARY]

    assert [each for each in changes if (each.field, each.source_kind) == ("name", "summary")] == []
    assert {"Mike", "Dana"} <= {each.suggested_value for each in asked}


def test_nothing_that_is_made_up_is_stored() -> None:
    """An extractor that finds what nobody said leaves nothing but entries that say so."""
    shop = attacked(made_up)

    assert {each.status for each in shop.extractions} == {ExtractionStatus.DROPPED}
    assert (shop.suggestions, shop.notes) == ([], [])
    assert [shop.history(contact) for contact in attackers(shop)] == [[]] * len(ATTACKS)


def believed(shop: ReadingShop) -> list[Extraction | Suggestion | Note]:
    """Give all that was believed of what was read."""
    log = [each for each in shop.extractions if each.status is not ExtractionStatus.DROPPED]
    return [*log, *shop.suggestions, *shop.notes]


def printable(quote: str) -> str:
    """Give a quote on one line, without what is not to be seen."""
    return "".join(letter for letter in " ".join(quote.split()) if letter.isprintable())


def is_field_of_contact(entry: Extraction) -> bool:
    """Tell whether an entry of the log was believed about a field."""
    is_field = entry.topic is not None and entry.topic.is_field
    return is_field and entry.status is not ExtractionStatus.DROPPED


def is_at_its_place(suggestion: Suggestion, shop: ReadingShop) -> bool:
    """Tell whether the quote stands where the suggestion says."""
    text = shop.words(suggestion.source_kind, suggestion.source_id)
    return text[suggestion.start : suggestion.end] == suggestion.quote


def is_quoted(field: str, value: str | None, quote: str | None) -> bool:
    """Tell whether an entry of a history shows why."""
    return bool(value and quote and words(value)) and follows(Topic(field), value or "", quote or "")


def is_said_in(attack: Attack, text: str) -> bool:
    """Tell whether a text is the attack's."""
    return attack.text.split() == text.split()
