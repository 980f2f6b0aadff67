"""What can be asked of the API, in the four ways in which it is: a thing, a list, an act, or openly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from .requests import CURSOR, IF_NONE_MATCH, KEY, LIMIT, Parameter, in_path, shown
from .responses import NOT_MODIFIED, Response, answered, problems
from .values import Schema, listed

Operation = Mapping[str, object]
Path = Mapping[str, object]
Paths = Mapping[str, Path]
Security = Sequence[Mapping[str, Sequence[str]]]

TOKEN: Final = "token"  # noqa: S105 - the name of a way in
METRICS: Final = "metrics"
COOKIE: Final = "cookie"
CSRF: Final = "csrf"

_READERS: Final[Security] = [{TOKEN: []}, {COOKIE: []}]
_ACTORS: Final[Security] = [{TOKEN: []}, {COOKIE: [], CSRF: []}]

_READING: Final = (400, 401, 503)
_ACTING: Final = (400, 401, 403, 503)
_BODY: Final = (408, 413, 415)
_REPEATED: Final = 409


def thing(
    summary: str,
    of: Schema,
    *,
    parameters: Sequence[Parameter] = (),
    errors: Iterable[int] = (),
) -> Operation:
    """A GET of one thing, or of whatever is not a page of a list."""
    return reading(
        summary,
        conditional(answered("As it is now.", of, "ETag", "X-Poll-Interval")),
        parameters=parameters,
        errors=errors,
    )


def page(
    summary: str,
    of: Schema,
    *,
    filters: Sequence[Parameter] = (),
    errors: Iterable[int] = (),
) -> Operation:
    """A GET of a page of a list."""
    return reading(
        summary,
        conditional(answered("A page of them.", listed(of), "ETag", "Link", "X-Poll-Interval")),
        parameters=(*filters, LIMIT, CURSOR),
        errors=errors,
    )


def conditional(answer: Response) -> Mapping[str, Response]:
    """An answer to those who do not have it yet."""
    return {"200": answer, "304": NOT_MODIFIED}


def reading(
    summary: str,
    answers: Mapping[str, Response],
    *,
    parameters: Sequence[Parameter],
    errors: Iterable[int] = (),
) -> Operation:
    """A GET by those who poll: 304 when nothing has changed."""
    return {
        "summary": summary,
        "security": _READERS,
        "parameters": [shown(each) for each in (*parameters, IF_NONE_MATCH)],
        "responses": {**answers, **problems(sorted((*_READING, *errors)))},
    }


def act(
    summary: str,
    answers: Mapping[str, Response],
    *,
    body: Schema | None = None,
    parameters: Sequence[Parameter] = (KEY,),
    errors: Iterable[int] = (),
) -> Operation:
    """A request that does something."""
    statuses = {*_ACTING, *errors, *_BODY}
    if any(each.get("name") == KEY["name"] for each in parameters):
        statuses.add(_REPEATED)
    return {
        "summary": summary,
        "security": _ACTORS,
        **({"parameters": [shown(each) for each in parameters]} if parameters else {}),
        **({"requestBody": body} if body else {}),
        "responses": {**problems(sorted(statuses)), **answers},
    }


def openly(
    summary: str, answers: Mapping[str, Response], *, errors: Iterable[int] = (), **more: object
) -> Operation:
    """A request that needs no token of the API."""
    return {"summary": summary, "security": [], **more, "responses": {**answers, **problems(errors)}}


def at(*ids: str, **operations: Operation) -> Path:
    """What can be asked at an address, which has these ids in it."""
    return {**({"parameters": [in_path(each) for each in ids]} if ids else {}), **operations}


def about(tag: str, paths: Paths) -> Paths:
    """These paths, all of which are about one subject."""
    return {path: {name: _tagged(part, tag) for name, part in item.items()} for path, item in paths.items()}


def _tagged(part: object, tag: str) -> object:
    return {"tags": [tag], **part} if isinstance(part, Mapping) else part
