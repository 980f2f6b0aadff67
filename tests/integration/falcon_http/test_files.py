"""Stored files over HTTP: what they are, and only for those who may."""

from __future__ import annotations

import attrs
import pytest

from adapters.falcon_http import create_app
from openphone_crm.crm import ItemKind
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.scenes import write
from openphone_crm.testing.file_builders import CALL, MESSAGE, RECORDING, TALK, VOICEMAIL
from tests.integration.falcon_http.shelf import AUDIO, SOUND, SOUND_TAG, Shelf, make_shelf


@pytest.fixture
def shelf() -> Shelf:
    """Lend one."""
    return make_shelf()


def test_a_recording_is_heard(shelf: Shelf) -> None:
    """With its type and length, a name that tells of nobody, and a tag by which it is known again."""
    file = shelf.keep(RECORDING)

    answer = shelf.world.get(AUDIO, role="viewer")

    assert (answer.status_code, answer.content) == (200, SOUND)
    assert answer.headers["Content-Type"] == "audio/mpeg"
    assert answer.headers["Content-Length"] == f"{len(SOUND)}"
    assert answer.headers["Content-Disposition"] == f'inline; filename="recording-{file.id[:8]}.mp3"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["ETag"] == SOUND_TAG
    assert shelf.storage.opened == 0


def test_a_voicemail_is_heard_at_its_own_id(shelf: Shelf) -> None:
    """At the address where recordings are."""
    shelf.keep(VOICEMAIL)

    answer = shelf.world.get(f"recordings/{VOICEMAIL.id}/audio")

    assert (answer.status_code, answer.content) == (200, SOUND)


def test_an_attachment_is_seen(shelf: Shelf) -> None:
    """By the id of the file."""
    file = shelf.keep(MESSAGE, content_type="image/jpeg")

    answer = shelf.world.get(f"media/{file.id}")

    assert (answer.status_code, answer.content) == (200, SOUND)
    assert answer.headers["Content-Type"] == "image/jpeg"


@pytest.mark.parametrize(
    ("content_type", "shown"),
    [
        ("image/png", True),
        ("video/mp4", True),
        ("application/pdf", True),
        ("image/svg+xml", False),
        ("image/x+xml", False),
        ("video/xhtml+XML", False),
        ("text/vcard", False),
        ("text/html", False),
        ("application/octet-stream", False),
    ],
)
def test_only_what_no_browser_runs_is_shown_by_one(shelf: Shelf, content_type: str, *, shown: bool) -> None:
    """Everything else is bytes, to be saved."""
    file = shelf.keep(MESSAGE, content_type=content_type)

    headers = shelf.world.get(f"media/{file.id}").headers

    assert headers["Content-Type"] == (content_type if shown else "application/octet-stream")
    assert headers["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_not_stored_yet_is_not_found(shelf: Shelf) -> None:
    """Nor is what never was, or what a storage has lost."""
    addresses = (AUDIO, f"recordings/{CALL.id}/audio", "recordings/x/audio", "media/x")
    before = [shelf.world.get(address).status_code for address in addresses]
    file = shelf.keep(RECORDING)
    shelf.storage.remove(file.storage_key)

    answer = shelf.world.get(AUDIO)

    assert before == [404] * 4
    assert answer.status_code == 404
    assert "Content-Disposition" not in answer.headers


def test_a_storage_that_is_away(shelf: Shelf) -> None:
    """The client is asked to come back."""
    shelf.keep(RECORDING)
    shelf.storage.is_away = True

    answer = shelf.world.get(AUDIO)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_only_with_a_token(shelf: Shelf) -> None:
    """As everything of the API."""
    file = shelf.keep(RECORDING)

    assert shelf.world.get(AUDIO, role=None).status_code == 401
    assert shelf.world.get(f"media/{file.id}", role=None).status_code == 401
    assert shelf.world.get(f"{AUDIO}?download=1").status_code == 400


def test_documents_lead_to_what_is_stored(shelf: Shelf) -> None:
    """Calls, voicemails and messages have a path of ours once their file is here, and nothing before."""
    write(
        shelf.world.crm,
        entries=(
            make.entry(TALK, "hi"),
            make.entry(TALK, "call", kind=ItemKind.CALL),
            make.entry(TALK, "voicemail", kind=ItemKind.VOICEMAIL),
        ),
    )
    before = shown(shelf)

    shelf.keep(RECORDING, VOICEMAIL, MESSAGE)

    after = shown(shelf)
    assert before == [None] * 4
    assert [shelf.world.ask("GET", path or "").status_code for path in after] == [200] * 4
    (call,) = shelf.world.get("calls").json()
    assert [one["audio_url"] for one in call["recordings"]] == [f"/api/v1/{AUDIO}"]


def test_a_stored_file_is_seen_by_who_polls(shelf: Shelf) -> None:
    """The answer that was kept is not good any more."""
    tag = shelf.world.get("calls").headers["ETag"]

    shelf.keep(RECORDING)

    # Another process, which remembers nothing.
    app = create_app(shelf.world.parts)
    fresh = attrs.evolve(shelf.world, app=app).get("calls", headers={"If-None-Match": tag})
    assert fresh.status_code == 200


def shown(shelf: Shelf) -> list[str | None]:
    """Every path of a file in the timeline."""
    items = shelf.world.get(f"conversations/{TALK.id}/timeline").json()
    found = {item["kind"]: item for item in items}
    recordings, media = found["call"]["recordings"], found["message"]["media"]
    return [recordings[0]["audio_url"], found["voicemail"]["audio_url"], *(one["url"] for one in media)]
