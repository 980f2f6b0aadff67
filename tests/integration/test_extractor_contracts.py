"""Patterns and Gemini, through either package, keep what the contract of whoever reads promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import attrs
import pytest

from adapters.fake_gemini import GeminiServer
from adapters.gemini_extractor import GeminiExtractor, GenaiExtractor, GenerativeAiExtractor
from adapters.pattern_extractor import PatternExtractor
from openphone_crm.ports.extractor import Extractor
from openphone_crm.testing import contracts
from openphone_crm.testing.contracts.extractor import EXAMPLES
from openphone_crm.testing.fake_gemini import FakeGemini, Fault, canned
from tests.integration.server_process import free_port

PACKAGES: Final[dict[str, Callable[..., GeminiExtractor]]] = {
    "google-genai": GenaiExtractor,
    "google-generativeai": GenerativeAiExtractor,
}
LIMIT_S = 2.0


@attrs.frozen
class Gemini:
    """An extractor with a fake behind it, over HTTP."""

    package: Callable[..., GeminiExtractor]
    server: GeminiServer
    extractor: Extractor = attrs.field(init=False)

    @extractor.default
    def _made(self) -> Extractor:
        return self.package(self.secret, url=self.server.url, limit_s=LIMIT_S)

    @property
    def secret(self) -> str:
        """The key of the fake."""
        return self.server.fake.key

    def spoil(self, fault: Fault) -> None:
        """Let the fake fail once."""
        self.server.fake.fail(fault)

    def calls(self) -> int:
        """Count what reached the model."""
        return len(self.server.fake.calls)

    def with_another_key(self) -> Extractor:
        """Make an extractor whose key the fake does not know."""
        return self.package(f"{self.secret}-not", url=self.server.url)

    def with_another_model(self) -> Extractor:
        """Make an extractor of a model that the fake does not know."""
        return self.package(self.secret, url=self.server.url, model="gpt-0")

    def without_a_service(self) -> Extractor:
        """Make an extractor for a port at which nobody listens."""
        return self.package(self.secret, url=f"http://127.0.0.1:{free_port()}")


@pytest.fixture
def server() -> Iterator[GeminiServer]:
    """Lend a fake that knows the examples of the contract."""
    with GeminiServer(FakeGemini(read=canned(EXAMPLES), slowness_s=2 * LIMIT_S)) as server:
        yield server


@pytest.fixture(params=list(PACKAGES))
def remote(request: pytest.FixtureRequest, server: GeminiServer) -> contracts.RemoteExtractor:
    """Lend Gemini, through each package."""
    return Gemini(PACKAGES[request.param], server)


@pytest.fixture(params=["pattern", *PACKAGES])
def extractor(request: pytest.FixtureRequest, server: GeminiServer) -> Extractor:
    """Lend each extractor."""
    if request.param == "pattern":
        return PatternExtractor()
    return Gemini(PACKAGES[request.param], server).extractor


class TestExtractor(contracts.ExtractorContract):
    """Whoever reads texts."""


class TestRemoteExtractor(contracts.RemoteExtractorContract):
    """Whoever has a service behind it."""
