"""Words are the same in whatever spelling, and are found where they stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from openphone_crm.extraction.spelling import words, words_in


def test_places_are_those_of_the_text() -> None:
    """An accent that stands behind its letter belongs to the word; a letter may be spelt as two."""
    text = "Jose\u0301, Stra\u00dfe \ufb01x"

    found = words_in(text)

    assert [word.text for word in found] == ["jose", "strasse", "fix"]
    assert [text[word.start : word.end] for word in found] == ["Jose\u0301", "Stra\u00dfe", "\ufb01x"]


@given(st.text(max_size=60))
def test_words_in_their_places_are_the_words(text: str) -> None:
    """Each word stands in the text, one after the other, and is spelt as it is compared."""
    found = words_in(text)

    assert tuple(word.text for word in found) == words(text)
    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert [word.start for word in found] == sorted(word.start for word in found)
