"""What fetching files promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from openphone_crm.errors import (
    ForbiddenHostError,
    MediaGoneError,
    TooLargeError,
    UnavailableError,
    UnexpectedTypeError,
)
from openphone_crm.ports.media_source import MediaSource
from openphone_crm.testing.contracts.asserting import raising

SOUND: Final = bytes(range(256)) * 1_000
ROOM: Final = len(SOUND)


class MediaHost(Protocol):
    """A source under test, and a host of its list that has files."""

    @property
    def source(self) -> MediaSource:
        """What fetches."""
        ...

    def put(self, content: bytes, content_type: str | None = "audio/mpeg", *, tells_size: bool = True) -> str:
        """Have a file, and give its url, which holds a signature."""
        ...

    def remove(self, url: str) -> None:
        """Have no file there any more."""
        ...

    def break_down(self, url: str) -> None:
        """Be unwell whenever that file is asked for."""
        ...

    def asked(self) -> Sequence[str]:
        """Every url that was asked for."""
        ...


class MediaSourceContract:
    """A file comes whole from where files may come from, or an error says why not."""

    def test_a_file_comes_whole(self, media_host: MediaHost) -> None:
        """A file has its bytes and its type, and the size that was promised."""
        url = media_host.put(SOUND, "audio/mpeg; charset=binary")

        with media_host.source.fetch(url, limit_bytes=ROOM) as stream:
            content = b"".join(stream.chunks)

        assert content == SOUND
        assert (stream.content_type, stream.declared_size) == ("audio/mpeg", len(SOUND))
        assert list(media_host.asked()) == [url]

    def test_a_file_may_have_no_declared_size(self, media_host: MediaHost) -> None:
        """A host need not say how large a file is."""
        url = media_host.put(SOUND, tells_size=False)

        with media_host.source.fetch(url, limit_bytes=ROOM) as stream:
            content = b"".join(stream.chunks)

        assert content == SOUND
        assert stream.declared_size is None

    def test_a_file_may_have_no_type(self, media_host: MediaHost) -> None:
        """A file of which its host says nothing is a file of bytes."""
        url = media_host.put(SOUND, None)

        with media_host.source.fetch(url, limit_bytes=ROOM) as stream:
            content_type = stream.content_type

        assert content_type == "application/octet-stream"

    def test_a_file_need_not_be_read(self, media_host: MediaHost) -> None:
        """Whoever has seen enough may go, and come back."""
        url = media_host.put(SOUND)
        with media_host.source.fetch(url, limit_bytes=ROOM) as stream:
            first = next(stream.chunks)

        with media_host.source.fetch(url, limit_bytes=ROOM) as stream:
            content = b"".join(stream.chunks)

        assert content.startswith(first)
        assert content == SOUND

    def test_a_file_that_says_it_is_too_large_is_not_begun(self, media_host: MediaHost) -> None:
        """A size above the limit is enough to know."""
        url = media_host.put(SOUND)

        with raising(TooLargeError), media_host.source.fetch(url, limit_bytes=ROOM - 1):
            pass

    def test_a_file_that_turns_out_too_large_is_stopped(self, media_host: MediaHost) -> None:
        """No more than the limit is ever given."""
        url = media_host.put(SOUND, tells_size=False)
        taken = bytearray()

        with raising(TooLargeError), media_host.source.fetch(url, limit_bytes=ROOM - 1) as stream:
            for chunk in stream.chunks:
                taken.extend(chunk)

        assert len(taken) < ROOM

    def test_a_file_that_is_gone_is_an_error(self, media_host: MediaHost) -> None:
        """Whoever asks for what is not there any more can tell it from a host that is away."""
        url = media_host.put(SOUND)
        media_host.remove(url)

        with raising(MediaGoneError), media_host.source.fetch(url, limit_bytes=ROOM):
            pass

    def test_a_page_is_no_file(self, media_host: MediaHost) -> None:
        """What a browser would show or run is not kept."""
        urls = [media_host.put(b"<p>", kind) for kind in ("text/html", "application/json", "nonsense")]

        for url in urls:
            with raising(UnexpectedTypeError), media_host.source.fetch(url, limit_bytes=ROOM):
                pass

    def test_a_host_that_is_unwell_is_an_error(self, media_host: MediaHost) -> None:
        """Trying later may help; the signature of the url is told to nobody."""
        url = media_host.put(SOUND)
        media_host.break_down(url)
        shown = ""

        try:
            with media_host.source.fetch(url, limit_bytes=ROOM):
                pass
        except UnavailableError as error:
            shown = str(error)

        assert "is unavailable" in shown
        assert url.partition("?")[2] not in shown

    def test_other_hosts_are_not_asked(self, media_host: MediaHost) -> None:
        """What is not of a host of the list is refused, and nobody hears of it."""
        for url in FORBIDDEN:
            with raising(ForbiddenHostError), media_host.source.fetch(url, limit_bytes=ROOM):
                pass

        assert list(media_host.asked()) == []


FORBIDDEN: Final = (
    "https://elsewhere.example.com/a.mp3",
    "https://169.254.169.254/latest/meta-data",
    "http://10.0.0.1/a.mp3",
    "ftp://media.example.com/a.mp3",
    "file:///etc/passwd",
    "/a.mp3",
    "",
)
