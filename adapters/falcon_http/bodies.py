"""Request bodies, read up to a limit: neither Falcon nor gunicorn has one."""

from __future__ import annotations

import asyncio

import falcon
from falcon.asgi import Request

LARGEST_BODY = 1024 * 1024
MOST_DISCARDED = 8 * 1024 * 1024
PATIENCE_S = 30.0

_CHUNK = 64 * 1024


async def read_body(request: Request) -> bytes:
    """
    Read the whole body.

    Raises:
        HTTPContentTooLarge: When it is longer than 1 MiB.
        HTTPBadRequest: When the sender left before its end.
        HTTPError: When the sender takes too long (408).
    """
    declared = request.content_length or 0
    if declared > MOST_DISCARDED:
        raise _too_large(headers={"Connection": "close"})
    try:
        async with asyncio.timeout(PATIENCE_S):
            body = await _read(request, is_too_large=declared > LARGEST_BODY)
    except TimeoutError as error:
        raise falcon.HTTPError(408, description="Send the body within 30 seconds.") from error
    if len(body) < declared:
        raise falcon.HTTPBadRequest(description="The body ended before its Content-Length.")
    return body


async def _read(request: Request, *, is_too_large: bool) -> bytes:
    body = b"" if is_too_large else await request.stream.read(LARGEST_BODY + 1)
    if is_too_large or len(body) > LARGEST_BODY:
        await _discard(request)
        raise _too_large()
    return body


async def _discard(request: Request) -> None:
    """
    Read on for a while and keep nothing.

    A connection that is closed while its client still writes is reset, and the client would never
    see the answer that tells it why.
    """
    discarded = 0
    while discarded < MOST_DISCARDED and (chunk := await request.stream.read(_CHUNK)):
        discarded += len(chunk)


def _too_large(headers: dict[str, str] | None = None) -> falcon.HTTPContentTooLarge:
    return falcon.HTTPContentTooLarge(description="Send at most 1 MiB.", headers=headers)
