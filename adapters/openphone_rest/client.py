"""What all roles ask through: one request, its answer as JSON, or the error that says what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

import attrs
import stamina
import structlog

from openphone_crm.errors import BodyError, CrmError, StoreAwayError, UnavailableError, UncertainError
from openphone_crm.jsontext import parse_object
from openphone_crm.remote import Surface

from .refusals import OPENPHONE, Meaning, error_of, is_our_bug, refusal_of
from .wire import Answer, Asking, Parameters, Wire

Json = Mapping[str, Any]

_LOG = structlog.get_logger(__name__)
_NOT_ITS_API: Final = "what answers is not its API"
_DONE: Final = range(200, 300)
_REFUSED: Final = range(400, 500)


@attrs.frozen(kw_only=True)
class Retries:
    """How often in all a question is asked, how long after the first time, and until when."""

    attempts: int = 3
    wait_s: float = 0.3
    patience_s: float = 8.0


def as_usual(_refusal: object) -> None:
    """Let every refusal mean what it always does."""


class Client:
    """Asks OpenPhone; only what changes nothing is asked again."""

    def __init__(self, wire: Wire, retries: Retries) -> None:
        # What is asked again is nobody's business: what comes of it in the end is said.
        stamina.instrumentation.set_on_retry_hooks(())
        self._wire = wire
        self._again = stamina.RetryingCaller(
            attempts=retries.attempts,
            timeout=retries.patience_s,
            wait_initial=retries.wait_s,
            wait_max=retries.patience_s,
            wait_jitter=retries.wait_s,
        )

    def get(
        self,
        path: str,
        parameters: Parameters = (),
        *,
        surface: Surface = Surface.V1,
        meaning: Meaning = as_usual,
    ) -> Json:
        """
        Ask for something.

        Raises:
            UnavailableError: When there is no answer, nor a little later.
            CrmError: What a refusal means, as `meaning` has it, else as usual.
        """
        asking = Asking(method="GET", path=path, surface=surface, parameters=parameters)

        def ask() -> Json:
            try:
                return self._ask(asking, meaning)
            except UncertainError as error:
                # Nothing was to be done: not to know is not to have an answer.
                raise UnavailableError(error.what, error.cause) from None

        return self._again(_may_pass, ask)

    def change(
        self,
        method: str,
        path: str,
        document: Mapping[str, object] | None = None,
        *,
        surface: Surface = Surface.V1,
        meaning: Meaning = as_usual,
    ) -> Json:
        """
        Have something done, and never ask again.

        Raises:
            UnavailableError: When it was certainly not done.
            UncertainError: When nobody knows whether it was done.
            CrmError: What a refusal means, as `meaning` has it, else as usual.
        """
        asking = Asking(method=method, path=path, surface=surface, document=document)
        return self._ask(asking, meaning)

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def _ask(self, asking: Asking, meaning: Meaning) -> Json:
        answer = self._wire.ask(asking)
        if answer.status in _DONE:
            return _document(answer)
        if answer.status not in _REFUSED or answer.status == HTTPStatus.REQUEST_TIMEOUT:
            raise UncertainError(OPENPHONE, f"it answers {answer.status}")
        refusal = refusal_of(answer.status, answer.headers, answer.body)
        error = meaning(refusal) or error_of(refusal)
        if is_our_bug(error):
            _report(asking, error)
        raise error


def _document(answer: Answer) -> Json:
    if answer.status == HTTPStatus.NO_CONTENT:
        return {}
    try:
        return parse_object(answer.body)
    except BodyError:
        raise UncertainError(OPENPHONE, _NOT_ITS_API) from None


def _may_pass(error: Exception) -> bool:
    """Whether the next moment may be better; a store that is away is not asked for a permit at once."""
    return isinstance(error, UnavailableError) and not isinstance(error, StoreAwayError)


def _report(asking: Asking, error: CrmError) -> None:
    _LOG.error(
        "OpenPhone does not like how it was asked",
        method=asking.method,
        path=asking.path,
        surface=asking.surface.value,
        reason=str(error),
    )
