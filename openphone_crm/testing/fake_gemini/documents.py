"""What Gemini sends: the documents of its API, and nothing of how it comes to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs
import orjson

from openphone_crm.testing.fake_gemini.messages import GeminiResponse

Document = dict[str, Any]

# One of the packages asks for numbers, as protocol buffers have them.
_NUMBERS: Final = {
    "finishReason": {"STOP": 1, "MAX_TOKENS": 2, "SAFETY": 3, "PROHIBITED_CONTENT": 8},
    "blockReason": {"SAFETY": 1, "PROHIBITED_CONTENT": 4},
}
_CHARACTERS_A_TOKEN: Final = 4


@attrs.frozen(kw_only=True)
class Tokens:
    """How many tokens a call took."""

    prompt: int
    answer: int = 0
    thoughts: int = 0

    @property
    def document(self) -> Document:
        """The usage as it is sent; what is none is left out."""
        counts = {
            "promptTokenCount": self.prompt,
            "candidatesTokenCount": self.answer,
            "totalTokenCount": self.prompt + self.answer + self.thoughts,
            "thoughtsTokenCount": self.thoughts,
        }
        return {name: count for name, count in counts.items() if count}


def tokens_in(text: str) -> int:
    """Count the tokens of a text, about as the real thing does."""
    return max(len(text) // _CHARACTERS_A_TOKEN, 1)


def answer(parts: Sequence[str], *, tokens: Tokens, model: str, finish_reason: str = "STOP") -> Document:
    """An answer, in as many parts as it comes in; none where it was stopped."""
    candidate: Document = {"finishReason": finish_reason, "index": 0}
    if parts:
        candidate["content"] = {"parts": [{"text": part} for part in parts], "role": "model"}
    return {"candidates": [candidate], "usageMetadata": tokens.document, "modelVersion": model}


def refused_prompt(reason: str, *, tokens: Tokens, model: str) -> Document:
    """The answer to a prompt that is not taken."""
    return {
        "promptFeedback": {"blockReason": reason},
        "usageMetadata": tokens.document,
        "modelVersion": model,
    }


def known_model(name: str) -> GeminiResponse:
    """What is said of a model to whoever asks."""
    document = {"name": f"models/{name}", "supportedGenerationMethods": ["generateContent"]}
    return GeminiResponse(status=200, body=orjson.dumps(document))


def error(status: int, name: str, message: str, *details: Document) -> GeminiResponse:
    """An error, with what machines are told of it."""
    document: Document = {"code": status, "message": message, "status": name}
    if details:
        document["details"] = list(details)
    return GeminiResponse(status=status, body=orjson.dumps({"error": document}))


def detail(kind: str, **fields: str) -> Document:
    """Something that machines are told of an error."""
    return {"@type": f"type.googleapis.com/google.rpc.{kind}", **fields}


def numbered(document: Document) -> Document:
    """The document with numbers in place of names, as whoever asks for `enum-encoding=int` gets it."""
    return {name: _numbered(name, entry) for name, entry in document.items()}


def _numbered(name: str, entry: object) -> object:
    match entry:
        case dict():
            return numbered(entry)
        case list():
            return [_numbered(name, each) for each in entry]
        case str() if name in _NUMBERS:
            return _NUMBERS[name][entry]
        case _:
            return entry
