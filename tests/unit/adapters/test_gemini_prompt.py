"""How texts are put before Gemini."""

from __future__ import annotations

import orjson
from hypothesis import given
from hypothesis import strategies as st

from adapters.gemini_extractor.prompt import INSTRUCTION, SCHEMA, document_of
from openphone_crm.extraction.readings import TextToRead, Topic
from openphone_crm.texts import storable


@given(st.lists(st.text(st.characters(codec=None)), max_size=4))
def test_no_text_gets_out(texts: list[str]) -> None:
    """Whatever a text holds, the document holds it as one string, and nothing beside it."""
    asked = [TextToRead(id=f"{place}", kind="message", text=text) for place, text in enumerate(texts)]

    document = orjson.loads(document_of(asked))

    told = [{"id": f"{place}", "kind": "message", "text": storable(text)} for place, text in enumerate(texts)]
    assert document == {"texts": told}


def test_every_topic_is_explained() -> None:
    """What may be found is what is asked for."""
    explained = [topic for topic in Topic if f"- {topic}: " in INSTRUCTION]
    finding = SCHEMA["properties"]["texts"]["items"]["properties"]["findings"]["items"]

    assert explained == list(Topic)
    assert finding["properties"]["topic"]["enum"] == [topic.value for topic in Topic]
