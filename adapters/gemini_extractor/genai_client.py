"""google-genai, held to one request without retries, tools or a choice of its own."""

from __future__ import annotations

import httpx2
from google import genai
from google.genai import errors, types

from openphone_crm.errors import UnavailableError, UncertainError
from openphone_crm.extraction.readings import Usage

from .answers import Answer
from .extractor import Access
from .prompt import INSTRUCTION, MIME_TYPE, MOST_OUTPUT_TOKENS, SCHEMA, TEMPERATURE
from .refusals import ANSWERED, GEMINI, error_for

_CONFIG = types.GenerateContentConfig(
    system_instruction=INSTRUCTION,
    temperature=TEMPERATURE,
    max_output_tokens=MOST_OUTPUT_TOKENS,
    response_mime_type=MIME_TYPE,
    response_json_schema=SCHEMA,
    automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
)


class GenaiClient:
    """The client of google-genai; whatever the environment says, it asks the API that it is told to ask."""

    def __init__(self, access: Access) -> None:
        self._model = access.model
        # Kept here: a client that nobody holds closes itself.
        self._client = genai.Client(
            api_key=access.key,
            vertexai=False,
            http_options=types.HttpOptions(
                base_url=access.url,
                api_version="v1beta",
                timeout=round(access.limit_s * 1000),
                retry_options=types.HttpRetryOptions(attempts=1),
                # Ours, so that it is known what it raises, and that it carries the key nowhere else.
                httpx_client=httpx2.Client(follow_redirects=False, event_hooks={"response": [_refuse]}),
            ),
        )

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
            response = self._client.models.generate_content(
                model=self._model, contents=document, config=_CONFIG
            )
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            raise UnavailableError(GEMINI, type(error).__name__) from None
        except httpx2.HTTPError as error:
            # It was asked, and may have answered: that is paid for.
            raise UncertainError(GEMINI, type(error).__name__) from None
        except (errors.APIError, ValueError, TypeError, AttributeError):
            # What the package makes of a page that a proxy answers in its place.
            raise UnavailableError(GEMINI, "what answers is not its API") from None
        return _answer(response)


def _refuse(response: httpx2.Response) -> None:
    """Stop at what is no answer, before the package makes something of it."""
    if response.status_code != ANSWERED:
        raise error_for(response.status_code, response.headers, response.read())


def _answer(response: types.GenerateContentResponse) -> Answer:
    feedback = response.prompt_feedback
    candidate = response.candidates[0] if response.candidates else None
    return Answer(
        text=_text(candidate.content) if candidate and candidate.content else "",
        finish_reason=_name(candidate.finish_reason) if candidate else None,
        block_reason=_name(feedback.block_reason) if feedback else None,
        usage=_usage(response.usage_metadata),
    )


def _text(content: types.Content) -> str:
    return "".join(part.text for part in content.parts or () if part.text and not part.thought)


def _name(reason: types.FinishReason | types.BlockedReason | None) -> str | None:
    return None if reason is None else str(reason.value)


def _usage(used: types.GenerateContentResponseUsageMetadata | None) -> Usage | None:
    """What was used; None where it is not told, for there is no call without a prompt."""
    if used is None or not used.prompt_token_count:
        return None
    return Usage(
        input_tokens=used.prompt_token_count,
        output_tokens=used.candidates_token_count or 0,
        thought_tokens=used.thoughts_token_count or 0,
    )
