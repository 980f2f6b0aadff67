"""Every error as `application/problem+json` (RFC 9457): what is wrong, and what to do."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any

import falcon
import orjson
import structlog
from falcon.asgi import App, Request, Response

from openphone_crm.approval_desk import ChangedSinceError, UndecidableError
from openphone_crm.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    PreconditionError,
    UnavailableError,
    UnfitError,
)

from .api.documents import Document
from .api.extraction_documents import approval_document
from .api.probes import UnreadyError
from .console.error_pages import ErrorPages

log = structlog.get_logger(__name__)

RETRY_AFTER_S = 5
MEDIA_TYPE = "application/problem+json"

_DETAILS = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong here; it was logged.",
}


class _UndecidableConflict(falcon.HTTPConflict):
    """A conflict that tells how the thing is now, so that it need not be asked for."""

    def __init__(self, *, description: str, members: Document) -> None:
        super().__init__(description=description)
        self.members = members


_AWAY = {"migrations": "The tables lack migrations: run `python -m entrypoints migrate`."}


def add_problems(app: App[Request, Response], pages: ErrorPages) -> None:
    """Have the application answer every error as a problem, or as a page to whoever asked for one."""
    app.set_error_serializer(partial(_serialize, pages))
    app.add_error_handler(InvalidInputError, _invalid_input)
    app.add_error_handler(NotFoundError, _not_found)
    app.add_error_handler(ConflictError, _conflict)
    app.add_error_handler(UnfitError, _unfit)
    app.add_error_handler(UndecidableError, _undecidable)
    app.add_error_handler(PreconditionError, _precondition)
    app.add_error_handler(UnavailableError, _unavailable)
    app.add_error_handler(Exception, _unforeseen)


def _serialize(pages: ErrorPages, request: Request, response: Response, error: falcon.HTTPError) -> None:
    status = HTTPStatus(error.status_code)
    if pages.wants(request):
        pages.show(request, response, status, error.description or _detail(status, error))
        return
    problem = {
        "type": "about:blank",
        # An error of Falcon's without a title of its own has the whole status line as one.
        "title": error.title.removeprefix(f"{status.value} "),
        "status": status.value,
        "detail": error.description or _detail(status, error),
        **(error.members if isinstance(error, (_UndecidableConflict, UnreadyError)) else {}),
    }
    response.data = orjson.dumps(problem)
    response.content_type = MEDIA_TYPE


def _detail(status: HTTPStatus, error: falcon.HTTPError) -> str:
    if isinstance(error, falcon.HTTPMethodNotAllowed):
        allowed = dict(error.headers or {}).get("Allow", "")
        return f"Use one of the methods {allowed}."
    return _DETAILS.get(status, status.description or f"{status.phrase}.")


async def _invalid_input(_: Request, __: Response, error: InvalidInputError, ___: dict[str, Any]) -> None:
    raise falcon.HTTPBadRequest(description=str(error)) from error


async def _not_found(_: Request, __: Response, error: NotFoundError, ___: dict[str, Any]) -> None:
    raise falcon.HTTPNotFound(description=f"There is no {error.kind} with this id.") from error


async def _conflict(_: Request, __: Response, error: ConflictError, ___: dict[str, Any]) -> None:
    raise falcon.HTTPConflict(description=f"{error}.") from error


async def _unfit(_: Request, __: Response, error: UnfitError, ___: dict[str, Any]) -> None:
    raise falcon.HTTPUnprocessableEntity(description=f"{error}.") from error


async def _undecidable(_: Request, __: Response, error: UndecidableError, ___: dict[str, Any]) -> None:
    changed = error.changed if isinstance(error, ChangedSinceError) else ()
    members = {
        "approval": approval_document(error.approval),
        **({"changed": [approval_document(view) for view in changed]} if changed else {}),
    }
    raise _UndecidableConflict(description=f"{error}.", members=members) from error


async def _precondition(_: Request, __: Response, error: PreconditionError, ___: dict[str, Any]) -> None:
    advice = "It was changed since it was read; read it again and repeat the change."
    raise falcon.HTTPPreconditionFailed(description=advice) from error


async def _unavailable(_: Request, __: Response, error: UnavailableError, ___: dict[str, Any]) -> None:
    # The cause may name hosts and accounts: it is for the log.
    log.warning("unavailable", what=error.what, cause=str(error.cause))
    raise falcon.HTTPServiceUnavailable(
        description=_AWAY.get(
            error.what, f"The {error.what} cannot answer now; try again in {RETRY_AFTER_S} seconds."
        ),
        retry_after=RETRY_AFTER_S,
    ) from error


async def _unforeseen(request: Request, _: Response, error: Exception, __: dict[str, Any]) -> None:
    log.error("request_failed", method=request.method, route=request.uri_template, exc_info=error)
    raise falcon.HTTPInternalServerError from error
