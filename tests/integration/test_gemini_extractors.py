"""What is sent to Gemini through either package, and what is not."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from adapters.fake_gemini import GeminiServer
from adapters.gemini_extractor import DEFAULT_MODEL, GeminiExtractor, GenaiExtractor, GenerativeAiExtractor
from adapters.gemini_extractor.prompt import INSTRUCTION
from openphone_crm.errors import RateLimitedError, SettingsError, UnavailableError, UncertainError
from openphone_crm.extraction.readings import ReadingOutcome, TextToRead
from openphone_crm.testing.fake_gemini import FakeGemini, Fault, GeminiRequest, GeminiResponse
from tests.integration.silent_server import silent_server
from tests.integration.waiting import wait_until

Package = type[GeminiExtractor]

TEXTS = [TextToRead(id="a", kind="message", text='I am "Ann"'), TextToRead(id="b", kind="summary", text="]}")]
SENT = {
    "texts": [
        {"id": "a", "kind": "message", "text": 'I am "Ann"'},
        {"id": "b", "kind": "summary", "text": "]}"},
    ]
}
READ = '{"texts": [{"id": "a", "findings": []}, {"id": "b", "findings": []}]}'


class ScriptedGemini(FakeGemini):
    """Answers what it is given, and keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__(read=lambda _: ())
        self.response = answer()
        self.requests: list[GeminiRequest] = []

    def handle(self, request: GeminiRequest) -> GeminiResponse:
        """Answer as told."""
        self.requests.append(request)
        return self.response


@pytest.fixture(params=[GenaiExtractor, GenerativeAiExtractor])
def package(request: pytest.FixtureRequest) -> Package:
    """Lend each package."""
    package: Package = request.param
    return package


@pytest.fixture
def gemini() -> ScriptedGemini:
    """Lend a fake that finds nothing."""
    return ScriptedGemini()


@pytest.fixture
def server(gemini: ScriptedGemini) -> Iterator[GeminiServer]:
    """Serve it."""
    with GeminiServer(gemini) as server:
        yield server


def answer(reason: str | int = "STOP", *parts: dict[str, Any]) -> GeminiResponse:
    """Make an answer that ends for that reason."""
    candidate = {"content": {"parts": list(parts) or [{"text": READ}]}, "finishReason": reason}
    return GeminiResponse(status=200, body=orjson.dumps({"candidates": [candidate]}))


def test_what_is_asked(package: Package, gemini: ScriptedGemini, server: GeminiServer) -> None:
    """The texts are one JSON document; beside it are an instruction and a form, but no tools."""
    package(gemini.key, url=server.url).read(TEXTS)

    [request] = gemini.requests
    asked = orjson.loads(request.body)
    config = asked["generationConfig"]
    [content] = asked["contents"]
    [part] = content["parts"]
    [rule] = asked["systemInstruction"]["parts"]
    assert orjson.loads(part["text"]) == SENT
    assert rule["text"] == INSTRUCTION
    assert (config["temperature"], config["responseMimeType"]) == (0, "application/json")
    assert config.keys() & {"responseSchema", "responseJsonSchema"}
    assert set(asked) == {"contents", "systemInstruction", "generationConfig"}


def test_where_it_is_asked(package: Package, gemini: ScriptedGemini, server: GeminiServer) -> None:
    """The model stands in the path; the key stands in a header, and nowhere else."""
    package(gemini.key, url=server.url, model="models/gemini-9-flash").read(TEXTS)

    [request] = gemini.requests
    assert request.target.partition("?")[0] == "/v1beta/models/gemini-9-flash:generateContent"
    assert request.header("x-goog-api-key") == gemini.key
    assert gemini.key not in request.target
    assert gemini.key.encode() not in request.body


def test_the_environment_changes_nothing(
    package: Package, gemini: ScriptedGemini, server: GeminiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the packages would read from the environment does not lead the key elsewhere."""
    for name, value in {
        "GOOGLE_API_KEY": "another",
        "GOOGLE_GENAI_USE_VERTEXAI": "true",
        "GOOGLE_GENAI_USE_ENTERPRISE": "true",
        "GOOGLE_GENAI_API_VERSION": "v9",
        "GOOGLE_GEMINI_BASE_URL": "http://127.0.0.1:9",
        "GOOGLE_CLOUD_PROJECT": "another",
    }.items():
        monkeypatch.setenv(name, value)

    package(gemini.key, url=server.url).read(TEXTS)

    [request] = gemini.requests
    assert request.header("x-goog-api-key") == gemini.key
    assert request.target.startswith("/v1beta/models/")


def test_two_extractors_have_nothing_in_common(
    package: Package, gemini: ScriptedGemini, server: GeminiServer
) -> None:
    """Each asks its own server with its own key, whichever was used last."""
    other = ScriptedGemini()
    with GeminiServer(other) as second:
        extractors = [package("one", url=server.url), package("two", url=second.url)]
        for extractor in [*extractors, *extractors]:
            extractor.read(TEXTS)

    keys = [[request.header("x-goog-api-key") for request in fake.requests] for fake in (gemini, other)]
    assert keys == [["one", "one"], ["two", "two"]]


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_a_refusal_is_not_asked_again(
    package: Package, gemini: ScriptedGemini, server: GeminiServer, status: int
) -> None:
    """The only retries are ours, which are counted and paid for."""
    gemini.response = GeminiResponse(status=status, body=b"")

    with pytest.raises((SettingsError, RateLimitedError, UnavailableError)):
        package(gemini.key, url=server.url).read(TEXTS)

    assert len(gemini.requests) == 1


def test_it_goes_nowhere_else(package: Package, gemini: ScriptedGemini, server: GeminiServer) -> None:
    """Whoever sends the request elsewhere does not have the key sent there."""
    other = ScriptedGemini()
    with GeminiServer(other) as elsewhere:
        gemini.response = GeminiResponse(
            status=307, body=b"", headers={"Location": f"{elsewhere.url}/v1beta"}
        )

        with pytest.raises(UnavailableError, match=r"it answers 307$"):
            package(gemini.key, url=server.url).read(TEXTS)

    assert other.requests == []


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b'{"candidates": "x"}', b'{"a": ', b"\xff"])
def test_another_page_is_no_answer(
    package: Package, gemini: ScriptedGemini, server: GeminiServer, body: bytes
) -> None:
    """What a proxy says in Gemini's place is a failure, and not the end of a text."""
    gemini.response = GeminiResponse(status=200, body=body)

    with pytest.raises(UnavailableError, match=r"what answers is not its API$"):
        package(gemini.key, url=server.url).read(TEXTS)


def test_a_new_reason_to_stop_is_no_answer(gemini: ScriptedGemini, server: GeminiServer) -> None:
    """A reason that is younger than the package is taken for a block."""
    gemini.response = answer(99)

    reading = GenerativeAiExtractor(gemini.key, url=server.url).read(TEXTS)

    assert reading.outcome is ReadingOutcome.BLOCKED


def test_thoughts_are_no_answer(gemini: ScriptedGemini, server: GeminiServer) -> None:
    """Parts that hold thoughts are left out of the answer."""
    gemini.response = answer(
        "STOP", {"text": "Hm.", "thought": True}, {"text": READ, "thoughtSignature": "YWJj"}
    )

    reading = GenaiExtractor(gemini.key, url=server.url).read(TEXTS)

    assert reading.outcome is ReadingOutcome.READ


@pytest.mark.parametrize("dripping", [False, True])
def test_a_server_that_says_next_to_nothing_is_left_alone(package: Package, *, dripping: bool) -> None:
    """The limit is for the whole of the answer, not for each silence."""
    with silent_server(dripping=dripping) as port:
        extractor = package("key", url=f"http://127.0.0.1:{port}", limit_s=0.5)

        with pytest.raises(UncertainError, match=r"^Gemini may or may not have done it: "):
            extractor.read(TEXTS)


def test_a_slow_answer_does_not_hold_up_the_end(package: Package) -> None:
    """The fake lets go of whoever waits when it is stopped."""
    fake = FakeGemini(read=lambda _: (), fault=Fault.SLOW, slowness_s=300)
    with GeminiServer(fake) as server:
        extractor = package(fake.key, url=server.url, limit_s=0.5)
        with pytest.raises(UncertainError):
            extractor.read(TEXTS)

    assert wait_until(lambda: len(fake.calls) == 1)


def test_the_key_is_not_shown(package: Package) -> None:
    """Neither an extractor nor what it knows tells the key."""
    extractor = package("t0ps3cret")

    assert "t0ps3cret" not in f"{extractor!r} {vars(extractor)!r}"


def test_the_model_tells_the_version_of_the_prompt(package: Package) -> None:
    """With another of either a text may be read again."""
    names = [package("key").model, package("key", model="gemini-9-flash").model]

    assert names == [f"{DEFAULT_MODEL}/prompt-2", "gemini-9-flash/prompt-2"]


PROGRAM = """
import sys
import adapters.gemini_extractor as gemini
loaded = [{name for name in sys.modules if name.startswith("google.")}]
extractor = gemini.{extractor}("key")
loaded.append({name for name in sys.modules if name.startswith("google.")})
gemini.preload(extractor.name)
loaded.append({name for name in sys.modules if name.startswith("google.")})
print([bool(names) for names in loaded])
"""


def test_a_package_is_loaded_when_it_is_needed(package: Package) -> None:
    """Neither the import of the adapter nor an extractor loads it, preloading does, and says nothing."""
    program = PROGRAM.replace("{extractor}", package.__name__)

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert (done.stdout, done.stderr) == ("[False, False, True]\n", "")
