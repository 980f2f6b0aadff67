"""google-generativeai, which is supported no longer, held to one request without retries or tools."""

from __future__ import annotations

import warnings
from typing import Any, Final

with warnings.catch_warnings():
    # It says that it is supported no longer; so does the README.
    warnings.simplefilter("ignore")
    from google.generativeai.client import configure, get_default_generative_client
    from google.generativeai.generative_models import GenerativeModel
    from google.generativeai.types import GenerationConfig, RequestOptions

import requests
from google.api_core.exceptions import GoogleAPIError
from google.auth.exceptions import GoogleAuthError
from google.protobuf.json_format import ParseError  # type: ignore[import-untyped] # there are none
from urllib3.exceptions import NewConnectionError

from openphone_crm.errors import UnavailableError, UncertainError
from openphone_crm.extraction.readings import Usage

from .answers import Answer
from .extractor import Access
from .prompt import INSTRUCTION, MIME_TYPE, MOST_OUTPUT_TOKENS, SCHEMA, TEMPERATURE
from .refusals import ANSWERED, GEMINI, error_for

_CONFIG = GenerationConfig(
    temperature=TEMPERATURE,
    max_output_tokens=MOST_OUTPUT_TOKENS,
    response_mime_type=MIME_TYPE,
    response_schema=SCHEMA,
)
_REASONS: Final = {1: "STOP", 2: "MAX_TOKENS"}
"""The two that are told apart."""


class GenerativeAiClient:
    """The client of google-generativeai, over HTTP with JSON."""

    def __init__(self, access: Access) -> None:
        self._options = RequestOptions(retry=None, timeout=access.limit_s)
        self._model: Any = GenerativeModel(
            access.model, generation_config=_CONFIG, system_instruction=INSTRUCTION
        )
        configure(api_key=access.key, transport="rest", client_options={"api_endpoint": access.url})
        # What is configured belongs to the process: taken now, it is ours whoever configures what later.
        client: Any = get_default_generative_client()
        # Before the session does: it would send a refused key three times, and follow where it is sent.
        client.transport._session.hooks["response"].append(_refuse)  # noqa: SLF001 - no other way in
        self._model._client = client  # noqa: SLF001 - there is no other way to give it

    def ask(self, document: str) -> Answer:
        """
        Have the document read.

        Raises:
            RateLimitedError: When asked to come back later.
            UnavailableError: When it cannot be reached, or what answers is not Gemini.
            UncertainError: When the answer was lost, or did not come in time.
            SettingsError: When the key or the model is refused.
        """
        try:
            response = self._model.generate_content(document, request_options=self._options)
        except requests.RequestException as error:
            # If it was asked, it may have answered, and that is paid for.
            kind = UnavailableError if _was_not_reached(error) else UncertainError
            raise kind(GEMINI, type(error).__name__) from None
        except (GoogleAPIError, GoogleAuthError, ParseError, ValueError, TypeError, AttributeError):
            # What the package makes of a page that a proxy answers in its place.
            raise UnavailableError(GEMINI, "what answers is not its API") from None
        return _answer(response.to_dict())


def _refuse(response: requests.Response, **_: object) -> None:
    """Stop at what is no answer, before the package makes something of it."""
    if response.status_code != ANSWERED:
        raise error_for(response.status_code, response.headers, response.content)


def _answer(document: dict[str, Any]) -> Answer:
    candidates = document.get("candidates") or []
    used = document.get("usage_metadata") or {}
    return Answer(
        text=_text(candidates[0]) if candidates else "",
        finish_reason=_name(candidates[0].get("finish_reason")) if candidates else None,
        block_reason=_name((document.get("prompt_feedback") or {}).get("block_reason")),
        usage=_usage({name: int(count) for name, count in used.items() if isinstance(count, int)}),
    )


def _text(candidate: dict[str, Any]) -> str:
    parts = (candidate.get("content") or {}).get("parts") or []
    return "".join(part.get("text") or "" for part in parts)


def _name(number: int | None) -> str | None:
    """The reason of that number; of those that the package does not know the number itself."""
    return _REASONS.get(number, f"{number}") if number else None


def _was_not_reached(error: requests.RequestException) -> bool:
    """Whether nothing was sent: there was no connection."""
    cause = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, requests.ConnectTimeout) or isinstance(cause, NewConnectionError)


def _usage(used: dict[str, int]) -> Usage | None:
    """What was used; None where it is not told, for there is no call without a prompt."""
    if not used.get("prompt_token_count"):
        return None
    prompt, answer = used.get("prompt_token_count", 0), used.get("candidates_token_count", 0)
    # The package knows no thoughts, but they are in the total.
    thoughts = max(used.get("total_token_count", 0) - prompt - answer, 0)
    return Usage(input_tokens=prompt, output_tokens=answer, thought_tokens=thoughts)
