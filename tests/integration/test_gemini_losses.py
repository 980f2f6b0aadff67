"""What is known of a request to Gemini whose answer is missing, or does not say what it used."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import orjson
import pytest

from adapters.fake_gemini import GeminiServer
from adapters.gemini_extractor import GeminiExtractor, GenaiExtractor, GenerativeAiExtractor
from openphone_crm.errors import UnavailableError, UncertainError
from openphone_crm.extraction.readings import ReadingOutcome, TextToRead
from openphone_crm.testing.fake_gemini import FakeGemini, GeminiRequest, GeminiResponse

Package = type[GeminiExtractor]

TEXTS = [TextToRead(id="a", kind="message", text="I am Ann")]


class SecretiveGemini(FakeGemini):
    """Answers, and does not say what it used."""

    def handle(self, request: GeminiRequest) -> GeminiResponse:
        """Answer without a count of tokens."""
        answer = super().handle(request)
        document = {name: part for name, part in orjson.loads(answer.body).items() if name != "usageMetadata"}
        return GeminiResponse(status=answer.status, body=orjson.dumps(document))


@pytest.fixture(params=[GenaiExtractor, GenerativeAiExtractor])
def package(request: pytest.FixtureRequest) -> Package:
    """Lend each package."""
    package: Package = request.param
    return package


@contextmanager
def hanging_up() -> Iterator[int]:
    """Have a server that takes a request, and closes the connection without a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            connection.recv(1)
            connection.close()

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(30)


def test_what_was_sent_may_be_paid_for(package: Package) -> None:
    """A connection that ends before the answer is not the same as none: nobody knows what came of it."""
    with hanging_up() as port, pytest.raises(UncertainError):
        package("key", url=f"http://127.0.0.1:{port}").read(TEXTS)
    with pytest.raises(UnavailableError):
        package("key", url=f"http://127.0.0.1:{port}").read(TEXTS)


def test_what_was_used_may_not_be_told(package: Package) -> None:
    """An answer without a count of tokens is not one that cost nothing."""
    gemini = SecretiveGemini(read=lambda _: ())
    with GeminiServer(gemini) as server:
        reading = package(gemini.key, url=server.url).read(TEXTS)

    assert (reading.outcome, reading.usage) == (ReadingOutcome.READ, None)
