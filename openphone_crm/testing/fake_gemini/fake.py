"""The fake itself: who may ask, what is answered, and what it remembers of it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from typing import Any, Final

import attrs
import orjson

from openphone_crm.extraction.readings import TextToRead
from openphone_crm.testing.fake_gemini import documents
from openphone_crm.testing.fake_gemini.answering import Question, answered
from openphone_crm.testing.fake_gemini.faults import Fault
from openphone_crm.testing.fake_gemini.messages import GeminiRequest, GeminiResponse
from openphone_crm.testing.fake_gemini.reading import Reader, wished_for

_TARGET: Final = re.compile(r"/v1(?:beta)?/models/(?P<model>[^/:?]+):generateContent(?:\?(?P<query>.*))?")
_MODEL: Final = re.compile(r"/v1(?:beta)?/models/(?P<model>[^/:?]+)")
_NUMBERS: Final = re.compile(r"enum-encoding(?:=|%3D)int", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class Call:
    """A call that reached the model: the texts that it saw, and the whole of what it was asked."""

    model: str
    texts: tuple[TextToRead, ...]
    document: dict[str, Any] = attrs.field(repr=False)
    fault: Fault | None = None


@attrs.define(kw_only=True)
class FakeGemini:
    """
    Answers as Gemini does, without a model: what it finds is what `read` says.

    `fault` spoils every answer, `fail` those to come. Calls are remembered, with or without a fault; whoever
    has the wrong key, names an unknown model or sends no request that can be read does not get that far.
    """

    read: Reader
    obey: Reader = wished_for
    key: str = attrs.field(default="a-key-of-the-fake", repr=False)
    models: str = r"gemini-[0-9a-z.-]+"
    """Which names of models it knows, as a pattern."""
    fault: Fault | None = None
    retry_after_s: float = 17.0
    slowness_s: float = 5.0
    thoughts: int = 24
    """So many tokens of thought each answer takes."""
    calls: list[Call] = attrs.field(factory=list, init=False)
    _faults: deque[Fault] = attrs.field(factory=deque, init=False)

    def fail(self, *faults: Fault) -> None:
        """Spoil the next answers, each by one of these."""
        self._faults.extend(faults)

    @property
    def texts(self) -> list[str]:
        """Every text that it was sent, in order, as often as it was."""
        return [text.text for call in self.calls for text in call.texts]

    def handle(self, request: GeminiRequest) -> GeminiResponse:
        """Answer a request."""
        model = _MODEL.fullmatch(request.target)
        if model is not None and request.method == "GET":
            return self._refusal(request, model["model"]) or documents.known_model(model["model"])
        target = _TARGET.fullmatch(request.target)
        if target is None or request.method != "POST":
            return documents.error(404, "NOT_FOUND", "Requested entity was not found.")
        if (refusal := self._refusal(request, target["model"])) is not None:
            return refusal
        try:
            document, texts = _read(request.body)
        except ValueError:
            return documents.error(400, "INVALID_ARGUMENT", "Invalid JSON payload received.")
        call = Call(model=target["model"], texts=texts, document=document, fault=self._next_fault())
        self.calls.append(call)
        return self._answer(call, with_numbers=_NUMBERS.search(target["query"] or "") is not None)

    def _refusal(self, request: GeminiRequest, model: str) -> GeminiResponse | None:
        key = request.header("x-goog-api-key")
        if not key:
            return documents.error(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers.")
        if key != self.key:
            reason = documents.detail("ErrorInfo", reason="API_KEY_INVALID", domain="googleapis.com")
            return documents.error(400, "INVALID_ARGUMENT", "API key not valid.", reason)
        if not re.fullmatch(self.models, model):
            return documents.error(404, "NOT_FOUND", f"models/{model} is not found for API version v1beta.")
        return None

    def _answer(self, call: Call, *, with_numbers: bool) -> GeminiResponse:
        question = Question(
            texts=call.texts,
            model=call.model,
            prompt_tokens=documents.tokens_in(orjson.dumps(call.document).decode()),
            thought_tokens=self.thoughts,
            read=self.read,
            obey=self.obey,
            retry_after_s=self.retry_after_s,
            slowness_s=self.slowness_s,
        )
        return answered(question, call.fault, with_numbers=with_numbers)

    def _next_fault(self) -> Fault | None:
        return self._faults.popleft() if self._faults else self.fault


def _read(body: bytes) -> tuple[dict[str, Any], tuple[TextToRead, ...]]:
    """
    Read what is asked.

    Raises:
        ValueError: When it is not what the extractors ask.
    """
    match orjson.loads(body):
        case {"contents": [{"parts": [{"text": str(prompt)}]}]} as document:
            return document, _texts(orjson.loads(prompt))
        case _:
            raise ValueError


def _texts(prompt: dict[str, Sequence[dict[str, Any]]]) -> tuple[TextToRead, ...]:
    try:
        return tuple(
            TextToRead(id=text["id"], kind=text["kind"], text=_words(text)) for text in prompt["texts"]
        )
    except (KeyError, TypeError) as error:
        raise ValueError from error


def _words(text: dict[str, Any]) -> str:
    """All of a text; of a call the turns, one below the other."""
    if "turns" in text:
        return "\n".join(turn["text"] for turn in text["turns"])
    return str(text["text"])
