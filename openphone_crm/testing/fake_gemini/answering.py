"""What is answered to a question: honestly, or spoiled by a fault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs
import orjson

from openphone_crm.extraction.readings import Finding, TextToRead
from openphone_crm.testing.fake_gemini import documents
from openphone_crm.testing.fake_gemini.documents import Document, Tokens, detail, error
from openphone_crm.testing.fake_gemini.faults import Fault
from openphone_crm.testing.fake_gemini.messages import GeminiResponse
from openphone_crm.testing.fake_gemini.reading import Reader, made_up

_PAGE: Final = b"<!doctype html><title>Sign in to the network</title>"
_REFUSALS: Final = {
    Fault.FAILING: error(500, "INTERNAL", "An internal error has occurred."),
    Fault.OVERLOADED: error(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
    Fault.NOT_ITSELF: GeminiResponse(status=200, body=_PAGE, headers={"Content-Type": "text/html"}),
    Fault.REFUSING_THE_KEY: error(403, "PERMISSION_DENIED", "Your API key is not allowed here."),
    Fault.REFUSING_A_SIGN_IN: error(
        401, "UNAUTHENTICATED", "Request had invalid authentication credentials."
    ),
    Fault.REFUSING_THE_REQUEST: error(400, "INVALID_ARGUMENT", "JSON mode is not enabled for this model."),
}
_NONSENSE: Final = {
    Fault.MALFORMED: "Sure! Here is what I have found:\n\n* the name of the customer",
    Fault.OTHER_FORM: '{"name": "Zelda Nowhere", "texts": {"name": null}}',
}
_STRANGER: Final = "00000000-0000-0000-0000-00000000dead"


@attrs.frozen(kw_only=True)
class Question:
    """What is asked, and all that an answer needs."""

    texts: tuple[TextToRead, ...]
    model: str
    prompt_tokens: int
    thought_tokens: int
    read: Reader
    obey: Reader
    retry_after_s: float
    slowness_s: float


def answered(question: Question, fault: Fault | None, *, with_numbers: bool) -> GeminiResponse:
    """Answer, with that fault if there is one."""
    if fault in _REFUSALS:
        return _REFUSALS[fault]
    if fault in (Fault.RATE_LIMITED, Fault.RATE_LIMITED_BY_HEADER):
        return _exhausted(f"{question.retry_after_s:g}", is_in_header=fault is not Fault.RATE_LIMITED)
    document = _document(question, fault)
    if with_numbers:
        document = documents.numbered(document)
    delay_s = question.slowness_s if fault is Fault.SLOW else 0.0
    return GeminiResponse(status=200, body=orjson.dumps(document), delay_s=delay_s)


def _exhausted(wait: str, *, is_in_header: bool) -> GeminiResponse:
    message = "You exceeded your current quota, please check your plan and billing details."
    if is_in_header:
        return attrs.evolve(error(429, "RESOURCE_EXHAUSTED", message), headers={"Retry-After": wait})
    return error(429, "RESOURCE_EXHAUSTED", message, detail("RetryInfo", retryDelay=f"{wait}s"))


def _document(question: Question, fault: Fault | None) -> Document:
    match fault:
        case Fault.BLOCKED:
            tokens = Tokens(prompt=question.prompt_tokens)
            return documents.refused_prompt("PROHIBITED_CONTENT", tokens=tokens, model=question.model)
        case Fault.STOPPED:
            return _said(question, finish_reason="SAFETY")
        case Fault.EMPTY:
            return {**_said(question), "candidates": []}
        case Fault.TRUNCATED:
            honest = _text(question, None)
            return _said(question, honest[: len(honest) // 2], finish_reason="MAX_TOKENS")
        case _:
            text = _NONSENSE[fault] if fault in _NONSENSE else _text(question, fault)
            # The real thing may send an answer in parts.
            return _said(question, text[:7], text[7:])


def _said(question: Question, *parts: str, finish_reason: str = "STOP") -> Document:
    tokens = Tokens(
        prompt=question.prompt_tokens,
        answer=documents.tokens_in("".join(parts)) if parts else 0,
        thoughts=question.thought_tokens,
    )
    return documents.answer(parts, tokens=tokens, model=question.model, finish_reason=finish_reason)


def _text(question: Question, fault: Fault | None) -> str:
    entries = [{"id": text.id, "findings": _findings(question, text, fault)} for text in question.texts]
    match fault:
        case Fault.WRONG_IDS:
            ids = [text.id for text in question.texts]
            for entry, other in zip(entries, [*ids[1:], _STRANGER], strict=True):
                entry["id"] = other
        case Fault.FORGETFUL:
            entries = entries[:-1]
        case _:
            pass
    return orjson.dumps({"texts": entries}).decode()


def _findings(question: Question, text: TextToRead, fault: Fault | None) -> list[Document]:
    match fault:
        case Fault.HALLUCINATING:
            return _shown(made_up(text))
        case Fault.OBEDIENT:
            return _shown(question.obey(text))
        case Fault.OTHER_TOPICS:
            other = {"topic": "password", "value": "hunter2", "quote": text.text[:40]}
            return [other, *_shown(question.read(text))]
        case _:
            return _shown(question.read(text))


def _shown(findings: Iterable[Finding]) -> list[Document]:
    return [{"topic": each.topic.value, "value": each.value, "quote": each.quote} for each in findings]
