"""What hosts of files answer, the well-behaved first."""

from __future__ import annotations

import gzip
from functools import cache
from http.server import BaseHTTPRequestHandler
from threading import Event

from tests.integration.media_server import Reply

ZEROS = bytes(65_536)
FIVE_GIGABYTES = 5 * 1024**3
PAUSE_S = 0.05


def head(handler: BaseHTTPRequestHandler, headers: dict[str, str], status: int = 200) -> None:
    """Write the head of an answer, with a type unless it has one, and a cookie that nobody wants."""
    handler.send_response(status)
    for name, value in {"Content-Type": "audio/mpeg", "Set-Cookie": "who=you", **headers}.items():
        if value:
            handler.send_header(name, value)
    handler.end_headers()


def file(content: bytes, content_type: str | None = "audio/mpeg", *, tells_size: bool = True) -> Reply:
    """Give a file."""

    def reply(handler: BaseHTTPRequestHandler, _: Event) -> None:
        size = str(len(content)) if tells_size else ""
        head(handler, {"Content-Type": content_type or "", "Content-Length": size})
        handler.wfile.write(content)

    return reply


def status(code: int) -> Reply:
    """Answer with a number and a page."""

    def reply(handler: BaseHTTPRequestHandler, _: Event) -> None:
        head(handler, {"Content-Type": "text/html"}, code)
        handler.wfile.write(b"<p>sig=0a1b2c")

    return reply


def redirect(to: str, code: int = 302) -> Reply:
    """Lead on, with a cookie for the way."""

    def reply(handler: BaseHTTPRequestHandler, _: Event) -> None:
        head(handler, {"Location": to}, code)

    return reply


def declaring(size: int) -> Reply:
    """Promise so many bytes, and send zeros until the visitor goes."""

    def reply(handler: BaseHTTPRequestHandler, stopping: Event) -> None:
        head(handler, {"Content-Length": str(size)})
        _flood(handler, stopping)

    return reply


def endless(handler: BaseHTTPRequestHandler, stopping: Event) -> None:
    """Promise nothing, and send zeros until the visitor goes."""
    head(handler, {})
    _flood(handler, stopping)


def breaking_off(handler: BaseHTTPRequestHandler, _: Event) -> None:
    """Promise more than is sent."""
    head(handler, {"Content-Length": str(3 * len(ZEROS))})
    handler.wfile.write(ZEROS)


def breaking_off_in_a_chunk(handler: BaseHTTPRequestHandler, _: Event) -> None:
    """Go before the last chunk."""
    head(handler, {"Transfer-Encoding": "chunked"})
    handler.wfile.write(b"10000\r\n" + ZEROS[:100])


def silent(_: BaseHTTPRequestHandler, stopping: Event) -> None:
    """Say nothing at all."""
    stopping.wait(30)


def silent_after_the_head(handler: BaseHTTPRequestHandler, stopping: Event) -> None:
    """Promise a file, and send none of it."""
    head(handler, {"Content-Length": "100"})
    stopping.wait(30)


def dripping(handler: BaseHTTPRequestHandler, stopping: Event) -> None:
    """Send a byte now and then."""
    head(handler, {})
    _drip(handler, stopping, b"0")


def dripping_its_head(handler: BaseHTTPRequestHandler, stopping: Event) -> None:
    """Send a letter of its head now and then."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    _drip(handler, stopping, b"x")


def babbling(handler: BaseHTTPRequestHandler, _: Event) -> None:
    """Speak another language."""
    handler.wfile.write(b"220 mail.example.com ESMTP\r\n")


def squeezed(content: bytes, encoding: str = "gzip") -> Reply:
    """Give a file compressed, though nobody asked for that."""

    def reply(handler: BaseHTTPRequestHandler, _: Event) -> None:
        wrapped = gzip.compress(content)
        head(handler, {"Content-Encoding": encoding, "Content-Length": str(len(wrapped))})
        handler.wfile.write(wrapped)

    return reply


def bomb(handler: BaseHTTPRequestHandler, _: Event) -> None:
    """Give a small file that becomes a large one."""
    head(handler, {"Content-Encoding": "gzip", "Content-Length": str(len(packed_zeros()))})
    handler.wfile.write(packed_zeros())


def squeezed_and_broken(handler: BaseHTTPRequestHandler, _: Event) -> None:
    """Give the first half of a compressed file as if it were all."""
    half = gzip.compress(bytes(range(256)) * 100)[:200]
    head(handler, {"Content-Encoding": "gzip", "Content-Length": str(len(half))})
    handler.wfile.write(half)


def not_squeezed(handler: BaseHTTPRequestHandler, _: Event) -> None:
    """Give a file that is not compressed as it says."""
    head(handler, {"Content-Encoding": "gzip", "Content-Length": "5"})
    handler.wfile.write(b"sound")


@cache
def packed_zeros() -> bytes:
    """Pack a quarter of a gigabyte of zeros."""
    return gzip.compress(bytes(256 * 1024 * 1024), 9)


def _flood(handler: BaseHTTPRequestHandler, stopping: Event) -> None:
    while not stopping.is_set():
        handler.wfile.write(ZEROS)


def _drip(handler: BaseHTTPRequestHandler, stopping: Event, drop: bytes) -> None:
    while not stopping.wait(PAUSE_S):
        handler.wfile.write(drop)
