"""How texts are put before Gemini."""

from __future__ import annotations

import orjson
from hypothesis import given
from hypothesis import strategies as st

from adapters.gemini_extractor.prompt import INSTRUCTION, SCHEMA, document_of
from openphone_crm.extraction.readings import TextToRead, Topic
from openphone_crm.extraction.sources import SourceKind, SourceLine
from openphone_crm.texts import storable
from tests.unit.extraction.making import source


@given(st.lists(st.text(st.characters(codec=None)), max_size=4))
def test_no_text_gets_out(texts: list[str]) -> None:
    """Whatever a text holds, the document holds it as one string, and nothing beside it."""
    asked = [TextToRead(id=f"{place}", kind="message", text=text) for place, text in enumerate(texts)]

    document = orjson.loads(document_of(asked))

    told = [{"id": f"{place}", "kind": "message", "text": storable(text)} for place, text in enumerate(texts)]
    assert document == {"texts": told}


def test_who_says_what_in_a_call_is_told() -> None:
    """Each turn stands by itself, with its speaker beside it: its text is what was said, and no more."""
    lines = (
        SourceLine(text="This is Bob", is_ours=True),
        SourceLine(text="I am Ann", is_ours=False),
        SourceLine(text="hm", is_ours=None),
    )

    document = orjson.loads(document_of([source(*lines, kind=SourceKind.TRANSCRIPT).to_read("1")]))

    turns = [("us", "This is Bob"), ("them", "I am Ann"), ("somebody", "hm")]
    told = [{"speaker": speaker, "text": text} for speaker, text in turns]
    assert document == {"texts": [{"id": "1", "kind": "transcript", "turns": told}]}


def test_nobody_speaks_in_what_is_written() -> None:
    """A text is given as it is."""
    document = orjson.loads(document_of([source("I am Ann", "", "hi").to_read("1")]))

    assert document == {"texts": [{"id": "1", "kind": "message", "text": "I am Ann\n\nhi"}]}


def test_every_topic_is_explained() -> None:
    """What may be found is what is asked for."""
    explained = [topic for topic in Topic if f"- {topic}: " in INSTRUCTION]
    finding = SCHEMA["properties"]["texts"]["items"]["properties"]["findings"]["items"]

    assert explained == list(Topic)
    assert finding["properties"]["topic"]["enum"] == [topic.value for topic in Topic]
