"""A name is looked up once, its addresses are checked, and one of those is connected to."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Sequence
from threading import Event

import attrs
import pytest
import trustme

from adapters.media_source import HttpMediaSource, TimeLimits
from openphone_crm.errors import ForbiddenHostError, UnavailableError
from tests.integration import media_replies as replies
from tests.integration.media_server import HOST, MediaServer, media_server

NAME = "media.test"
"""Only the directory of a test knows it."""
ROOM = 1024
DEAD = "127.0.0.2"


@attrs.frozen
class Directory:
    """A name server that answers as it is told to, and remembers that it was asked."""

    answers: list[Sequence[str]]
    asked: list[str] = attrs.field(factory=list)

    def look_up(self, host: str, _: int) -> Sequence[str]:
        """Give the next answer, and in the end the last one again."""
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Lend somebody who gives out certificates."""
    return trustme.CA()


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[MediaServer]:
    """Lend a host that can prove its name, and has a file."""
    with media_server(proving(authority, NAME)) as server:
        server.reply("/file", replies.file(b"sound"))
        yield server


def proving(authority: trustme.CA, name: str) -> ssl.SSLContext:
    """Make what a server needs to prove that it has this name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def trusting(*authorities: trustme.CA) -> ssl.SSLContext:
    """Make what believes these, and nobody else."""
    context = ssl.create_default_context()
    for authority in authorities:
        authority.configure_trust(context)
    return context


def source_for(directory: Directory, tls: ssl.SSLContext, *hosts: str) -> HttpMediaSource:
    """Build a source that may ask the host by its name and address."""
    return HttpMediaSource([NAME, *(hosts or (HOST,))], tls=tls, look_up=directory.look_up)


def fetched(source: HttpMediaSource, url: str) -> bytes:
    """Fetch a file."""
    with source.fetch(url, limit_bytes=ROOM) as stream:
        return b"".join(stream.chunks)


def test_the_checked_address_is_the_one_that_is_used(server: MediaServer, authority: trustme.CA) -> None:
    """A name server is asked once: what it would say a moment later leads nowhere."""
    directory = Directory([[HOST], ["169.254.169.254"]])
    source = source_for(directory, trusting(authority))

    content = fetched(source, server.url("/file", NAME))

    assert content == b"sound"
    assert directory.asked == [NAME]
    assert server.asked[0].headers["Host"] == f"{NAME}:{server.port}"


def test_every_redirect_is_looked_up_and_checked(server: MediaServer, authority: trustme.CA) -> None:
    """A name that was harmless is looked up again for the next request, and refused if it is not."""
    directory = Directory([[HOST], ["169.254.169.254"]])
    source = source_for(directory, trusting(authority))
    server.reply("/old", replies.redirect("/file"))

    with pytest.raises(ForbiddenHostError, match="its address 169"):
        fetched(source, server.url("/old", NAME))

    assert directory.asked == [NAME, NAME]
    assert [asked.path for asked in server.asked] == ["/old"]


@pytest.mark.parametrize(
    "addresses",
    [
        ["169.254.169.254"],
        [HOST, "10.0.0.1"],
        ["10.0.0.1", HOST],
        ["::ffff:127.0.0.1"],
        ["fe80::1%lo"],
        ["100.64.0.1"],
        ["0.0.0.0"],  # noqa: S104 - nothing is bound to it
        ["nonsense"],
    ],
)
def test_no_address_of_a_name_may_be_forbidden(
    server: MediaServer, authority: trustme.CA, addresses: Sequence[str]
) -> None:
    """One address that leads back is enough to refuse the name, whatever the others are."""
    source = source_for(Directory([addresses]), trusting(authority))

    with pytest.raises(ForbiddenHostError, match="not a public one"):
        fetched(source, server.url("/file", NAME))

    assert server.asked == []


def test_an_address_has_to_be_named_itself(server: MediaServer, authority: trustme.CA) -> None:
    """A name of the list that leads to this machine is refused while the address is not in the list."""
    source = HttpMediaSource([NAME], tls=trusting(authority), look_up=Directory([[HOST]]).look_up)

    with pytest.raises(ForbiddenHostError):
        fetched(source, server.url("/file", NAME))

    assert server.asked == []


def test_the_next_address_is_tried(server: MediaServer, authority: trustme.CA) -> None:
    """An address that takes no connection does not keep a file from coming from the other."""
    source = source_for(Directory([[DEAD, HOST]]), trusting(authority), DEAD, HOST)

    content = fetched(source, server.url("/file", NAME))

    assert content == b"sound"


def test_a_host_has_to_prove_the_name(authority: trustme.CA) -> None:
    """A certificate of another name proves nothing, though the address is the right one."""
    source = source_for(Directory([[HOST]]), trusting(authority))

    with media_server(proving(authority, "other.test")) as server:
        with pytest.raises(UnavailableError, match="certificate"):
            fetched(source, server.url("/file", NAME))

        assert server.asked == []


def test_a_proof_has_to_be_somebodys(server: MediaServer) -> None:
    """A certificate of an authority that nobody trusts proves nothing."""
    source = source_for(Directory([[HOST]]), trusting(trustme.CA()))

    with pytest.raises(UnavailableError, match="certificate"):
        fetched(source, server.url("/file", NAME))

    assert server.asked == []


@pytest.mark.parametrize("listed", [[NAME], [NAME, "127.0.0.9"]])
def test_a_name_that_nobody_knows_is_an_error(listed: Sequence[str]) -> None:
    """A name server that has no answer may have one later."""
    source = HttpMediaSource(listed, look_up=nobody_knows)

    with pytest.raises(UnavailableError, match="nobody knows its name"):
        fetched(source, f"https://{NAME}/file")


def test_a_name_server_that_is_silent_is_left(authority: trustme.CA) -> None:
    """Looking up a name takes no longer than it may."""
    answered = Event()

    def silent(_: str, __: int) -> Sequence[str]:
        answered.wait(30)
        return [HOST]

    limits = TimeLimits(connect_s=0.1)
    source = HttpMediaSource([NAME], tls=trusting(authority), look_up=silent, limits=limits)

    with pytest.raises(UnavailableError, match="its name is not found"):
        fetched(source, f"https://{NAME}/file")

    answered.set()


def nobody_knows(host: str, _: int) -> Sequence[str]:
    """Answer as the system does when there is no such name."""
    raise socket.gaierror(socket.EAI_NONAME, host)
