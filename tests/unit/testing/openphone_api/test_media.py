"""The host of the media."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from openphone_crm.testing import events
from openphone_crm.testing.happenings import Media, Recording, Voicemail
from openphone_crm.testing.openphone_api import ApiRequest, MediaFault, MediaResponse
from openphone_crm.testing.openphone_api.media_files import silent_mp3
from openphone_crm.testing.openphone_api.media_links import file_name
from tests.unit.testing.openphone_api.asking import NOW, Client

CALL = events.answered(talks=42)
NAME = file_name(events.recording_of(CALL).url or "")


@pytest.fixture
def client(client: Client) -> Client:
    """Lend a shop with a recording, a voicemail and a picture, and a media host of its own."""
    client.workspace.media_base = "http://127.0.0.1:9/media"
    for happening in (
        events.call_recording_completed(CALL),
        events.call_completed(events.unanswered(voicemail=Voicemail(duration=11))),
        events.message_received(media=(Media(),)),
    ):
        client.workspace.learn(happening)
    return client


def ask(client: Client, path: str = f"/media/{NAME}?sig=1", **headers: str) -> MediaResponse:
    """Ask for a file."""
    request = ApiRequest(method="GET", target=path, headers=headers)
    return client.fake.media_host.handle(request, NOW)


def test_a_recording_lasts_as_long_as_it_says(client: Client) -> None:
    """It is an MP3 of frames of 24 milliseconds."""
    sound = client.fake.media(f"/media/{NAME}")

    frames = re.findall(rb"\xff\xfb\x14\xc4\x00{92}", sound)
    assert len(frames) * 96 == len(sound)
    assert abs(len(frames) * 0.024 - 42) <= 0.024


def test_a_file_is_found_by_its_url(client: Client) -> None:
    """The signature does not matter, nor where the file is said to lie."""
    url = client.get(f"/v1/call-recordings/{CALL.id}")["data"][0]["url"]

    assert url.startswith(f"http://127.0.0.1:9/media/{NAME}?sig=")
    assert client.fake.media(url) == client.fake.media(f"/media/{NAME}") == silent_mp3(42)
    assert client.fake.media(Voicemail().url or "") == silent_mp3(11)
    assert client.fake.media(Media().url)[:3] == b"\xff\xd8\xff"


def test_what_nobody_has_told_of(client: Client) -> None:
    """There is no such file."""
    assert ask(client, "/media/nothing.mp3").status == 404
    with pytest.raises(KeyError):
        client.fake.media("/media/nothing.mp3")


def test_a_whole_file(client: Client) -> None:
    """It comes with its type and its length, and a picture with its own."""
    sound, picture = ask(client), ask(client, f"/media/{file_name(Media().url)}")

    assert (sound.status, sound.headers["Content-Type"]) == (200, "audio/mpeg")
    assert (sound.announced, sound.length) == (len(sound.chunk), len(sound.chunk))
    assert picture.headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-3", slice(0, 4)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-4", slice(-4, None)),
        ("bytes=96-999999999", slice(96, None)),
    ],
)
def test_a_part_of_a_file(client: Client, asked: str, part: slice) -> None:
    """A range is answered with that part, and says where it lies."""
    whole = client.fake.media(NAME)

    response = ask(client, Range=asked)

    start = part.indices(len(whole))[0]
    end = start + len(response.chunk) - 1
    assert (response.status, response.chunk) == (206, whole[part])
    assert response.headers["Content-Range"] == f"bytes {start}-{end}/{len(whole)}"


def test_a_part_that_there_is_not(client: Client) -> None:
    """Behind the end there is nothing; what is no range is not asked for."""
    statuses = [
        ask(client, Range=asked).status for asked in ("bytes=999999999-", "bytes=9-3", "bytes=-", "x")
    ]

    assert statuses == [416, 416, 200, 200]


@pytest.mark.parametrize(
    ("fault", "status", "headers"),
    [
        (MediaFault.MISSING, 404, {}),
        (MediaFault.EXPIRED, 403, {}),
        (MediaFault.FAILING, 503, {}),
        (MediaFault.REDIRECTING, 302, {"Location": "http://10.0.0.1/"}),
        (MediaFault.WRONG_TYPE, 200, {"Content-Type": "text/html; charset=utf-8"}),
    ],
)
def test_a_host_that_does_not_give(
    client: Client, fault: MediaFault, status: int, headers: Mapping[str, str]
) -> None:
    """It refuses, sends elsewhere, or answers with a page."""
    client.fake.fail_media(fault, redirect_to="http://10.0.0.1/")

    spoiled, honest = ask(client), ask(client)

    assert (spoiled.status, honest.status) == (status, 200)
    assert headers.items() <= spoiled.headers.items()


@pytest.mark.parametrize(
    ("fault", "announced", "length"),
    [
        (MediaFault.TRUNCATED, 2 * len(silent_mp3(42)), len(silent_mp3(42))),
        (MediaFault.HUGE, 5 * 1024**3, 5 * 1024**3),
        (MediaFault.ENDLESS, None, None),
    ],
)
def test_a_host_that_lies_about_the_length(
    client: Client, fault: MediaFault, announced: int | None, length: int | None
) -> None:
    """What is announced and what is sent are other than they should be, until it recovers."""
    client.fake.keep_failing_media(fault, on="/media/")

    spoiled = ask(client)

    client.fake.recover_media()
    assert (spoiled.announced, spoiled.length) == (announced, length)
    assert ask(client).announced == len(silent_mp3(42))


def test_it_remembers_who_asked(client: Client) -> None:
    """A request for media is remembered with its headers, and apart from those of the API."""
    ask(client, Authorization="a-key")

    [seen] = client.fake.media_requests
    assert (seen.path, seen.query, seen.headers) == (f"/media/{NAME}", "sig=1", {"Authorization": "a-key"})
    assert client.fake.requests == []


def test_a_recording_without_a_url(client: Client) -> None:
    """A recording of which no URL is known yet is still processed."""
    call = events.answered(external="+14255550188")
    recorded = type(call)(
        id=call.id, created_at=call.created_at, external=call.external, recordings=(Recording(url=None),)
    )
    client.workspace.learn(events.call_recording_completed(recorded))

    [shown] = client.get(f"/v1/call-recordings/{call.id}")["data"]

    assert (shown["status"], shown["url"]) == ("processing", None)
