"""Fetching files from hosts that mean harm: the right outcome, little memory, and nobody else is asked."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest

from adapters.media_source import HttpMediaSource, TimeLimits
from openphone_crm.errors import (
    ForbiddenHostError,
    MediaGoneError,
    TooLargeError,
    UnavailableError,
    UnexpectedTypeError,
)
from tests.integration import media_replies as replies
from tests.integration.media_server import HOST, MediaServer, Reply, media_server

SOUND = bytes(range(256)) * 1_000
ROOM = 32 * 1024 * 1024
LITTLE_MEMORY = 4 * 1024 * 1024


@pytest.fixture
def server() -> Iterator[MediaServer]:
    """Lend a host of the list."""
    with media_server() as server:
        yield server


@pytest.fixture
def neighbor() -> Iterator[MediaServer]:
    """Lend a server of our own network that has secrets and is in no list."""
    with media_server() as server:
        server.reply("/secret", replies.file(b"secret"))
        yield server


@pytest.fixture
def source(server: MediaServer) -> HttpMediaSource:
    """Lend a source that may ask that host, at its port, and nobody else."""
    return HttpMediaSource([f"{HOST}:{server.port}"])


def fetched(source: HttpMediaSource, url: str, *, limit_bytes: int = ROOM) -> bytes:
    """Fetch a file."""
    with source.fetch(url, limit_bytes=limit_bytes) as stream:
        return b"".join(stream.chunks)


def drained(source: HttpMediaSource, url: str) -> int:
    """Fetch a file, and keep only its size."""
    with source.fetch(url, limit_bytes=ROOM) as stream:
        return sum(map(len, stream.chunks))


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_within_the_list_is_followed(
    server: MediaServer, source: HttpMediaSource, code: int
) -> None:
    """A host may lead on to another place of its own."""
    server.reply("/file", replies.file(SOUND))

    content = fetched(source, server.reply("/old", replies.redirect("/file", code)))

    assert content == SOUND


def test_three_redirects_are_followed(server: MediaServer, source: HttpMediaSource) -> None:
    """A host that leads on and on is left after the third time."""
    server.reply("/0", replies.file(SOUND))
    for step in range(1, 5):
        server.reply(f"/{step}", replies.redirect(server.url(f"/{step - 1}")))

    content = fetched(source, server.url("/3"))
    with pytest.raises(UnavailableError, match="leads on more than 3 times"):
        fetched(source, server.url("/4"))

    assert content == SOUND
    assert [asked.path for asked in server.asked] == ["/3", "/2", "/1", "/0", "/4", "/3", "/2", "/1"]


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1:{port}/secret",
        "https://127.0.0.1:{port}/secret",
        "//127.0.0.1:{port}/secret",
        "http://localhost:{port}/secret",
        "http://2130706433:{port}/secret",
        "http://0x7f000001:{port}/secret",
        "http://0177.0.0.1:{port}/secret",
        "http://127.1:{port}/secret",
        "http://127.0.0.2:{port}/secret",
        "http://0.0.0.0:{port}/secret",
        "http://[::1]:{port}/secret",
        "http://[::ffff:127.0.0.1]:{port}/secret",
        "http://\uff11\uff12\uff17.0.0.1:{port}/secret",
        "http://me:secret@127.0.0.1:{own}/secret",
        "http://127.0.0.1:{own}@127.0.0.1:{port}/secret",
        "http://127.0.0.1:{own}\\@127.0.0.1:{port}/secret",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "https://elsewhere.example.com/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:{port}/_secret",
        "http://[",
    ],
)
def test_a_redirect_out_of_the_list_is_refused(
    server: MediaServer, neighbor: MediaServer, source: HttpMediaSource, to: str
) -> None:
    """Wherever a host leads, only the list counts, and nobody else hears of it."""
    place = to.format(port=neighbor.port, own=server.port).encode().decode("latin-1")
    url = server.reply("/file", replies.redirect(place))

    with pytest.raises(ForbiddenHostError):
        fetched(source, url)

    assert [asked.path for asked in server.asked] == ["/file"]
    assert neighbor.asked == []


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (401, MediaGoneError),
        (403, MediaGoneError),
        (404, MediaGoneError),
        (410, MediaGoneError),
        (400, MediaGoneError),
        (408, UnavailableError),
        (429, UnavailableError),
        (500, UnavailableError),
        (503, UnavailableError),
        (204, UnavailableError),
        (206, UnavailableError),
        (302, UnavailableError),
        (304, UnavailableError),
    ],
)
def test_what_is_no_file_is_an_error(
    server: MediaServer, source: HttpMediaSource, code: int, error: type[Exception]
) -> None:
    """A file that is gone is told from a host that is not well, and the page about it is not read."""
    url = server.reply("/file?sig=0a1b2c", replies.status(code))

    with pytest.raises(error, match=f"it answers {code}") as caught:
        fetched(source, url)

    assert "0a1b2c" not in str(caught.value)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (replies.file(b"<p>", "text/html"), UnexpectedTypeError),
        (replies.squeezed(SOUND, "br"), UnexpectedTypeError),
        (replies.declaring(replies.FIVE_GIGABYTES), TooLargeError),
        (replies.breaking_off, UnavailableError),
        (replies.breaking_off_in_a_chunk, UnavailableError),
        (replies.squeezed_and_broken, UnavailableError),
        (replies.not_squeezed, UnavailableError),
        (replies.babbling, UnavailableError),
    ],
)
def test_a_hostile_host_is_an_error(
    server: MediaServer, source: HttpMediaSource, reply: Reply, error: type[Exception]
) -> None:
    """Whatever a host does instead of giving a file, the outcome is the right one of our errors."""
    url = server.reply("/file", reply)

    with pytest.raises(error):
        fetched(source, url)

    assert [asked.path for asked in server.asked] == ["/file"]


@pytest.mark.parametrize("reply", [replies.silent, replies.silent_after_the_head])
def test_a_host_that_says_nothing_is_left(server: MediaServer, reply: Reply) -> None:
    """A host is not waited for longer than one may be silent."""
    source = HttpMediaSource([HOST], limits=TimeLimits(silence_s=0.2))
    url = server.reply("/file", reply)

    with pytest.raises(UnavailableError, match=r"it says nothing for 0\.2 s"):
        fetched(source, url)


@pytest.mark.parametrize("reply", [replies.dripping, replies.dripping_its_head])
def test_a_host_that_says_next_to_nothing_is_left(server: MediaServer, reply: Reply) -> None:
    """A host that sends a byte now and then is not waited for longer than a whole file may take."""
    source = HttpMediaSource([HOST], limits=TimeLimits(whole_s=0.5))
    url = server.reply("/file", reply)

    with pytest.raises(UnavailableError, match=r"it takes longer than 0\.5 s"):
        fetched(source, url)


@pytest.mark.parametrize("reply", [replies.endless, replies.bomb, replies.declaring(ROOM + 1)])
def test_what_has_no_end_takes_little_memory(server: MediaServer, reply: Reply) -> None:
    """An endless body and one that swells are stopped at the limit, and never held."""
    source = HttpMediaSource([HOST])
    url = server.reply("/file", reply)
    replies.packed_zeros()
    tracemalloc.start()

    with pytest.raises(TooLargeError):
        drained(source, url)

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < LITTLE_MEMORY


def test_a_compressed_file_is_unpacked(server: MediaServer, source: HttpMediaSource) -> None:
    """A file comes as it is, though its host compressed it unasked; the size it promised was another's."""
    url = server.reply("/file", replies.squeezed(SOUND))

    with source.fetch(url, limit_bytes=ROOM) as stream:
        content = b"".join(stream.chunks)

    assert content == SOUND
    assert stream.declared_size is None


def test_nothing_is_told_to_a_host(
    server: MediaServer, source: HttpMediaSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host gets the request and nothing else: no cookie, no key, and no proxy hears of it."""
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    server.reply("/file", replies.file(SOUND))

    fetched(source, server.reply("/old", replies.redirect("/file")))

    told = {"Host", "Accept", "Accept-Encoding", "Connection", "User-Agent"}
    assert [set(asked.headers) for asked in server.asked] == [told, told]
    assert server.asked[1].headers["Accept-Encoding"] == "identity"


def test_a_host_that_is_away_is_an_error(server: MediaServer, source: HttpMediaSource) -> None:
    """A host that takes no connection may take one later."""
    server.stop()

    with pytest.raises(UnavailableError, match=r"^127\.0\.0\.1 is unavailable"):
        fetched(source, server.url("/file"))
