"""Files are fetched over HTTP from a fake OpenPhone, kept in a directory, and let go of with a person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from adapters.fake_openphone import OpenPhoneServer
from adapters.file_storage import file_storage_at
from openphone_crm.crm import Voicemail as KeptVoicemail
from openphone_crm.failure_views import FailureFilter
from openphone_crm.files.kept import KeptFile
from openphone_crm.paging import PageRequest
from openphone_crm.testing import events
from openphone_crm.testing.happenings import Happening, Media, Recording, Voicemail
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi, MediaFault, Workspace
from openphone_crm.views import ContactFilter
from tests.integration.fetching import Shop, missed, shop_with, taken
from tests.integration.mail_server import MailServer, mail_server


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """Lend a mail server."""
    with mail_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the url of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/crm.db"
    return str(request.getfixturevalue("postgresql_url"))


@attrs.frozen
class Depot:
    """The product, and the directory in which it keeps files."""

    shop: Shop
    directory: Path

    def happens(self, happening: Happening, **changes: Any) -> None:  # noqa: ANN401 - any field
        """Have it happen, with the urls that are good now, and work on all that follows."""
        workspace = self.shop.fake.workspace
        workspace.learn(happening)
        self.shop.hear(workspace.links().happening(happening), **changes)

    def paths(self) -> list[Path]:
        """All files that are there, whole or not."""
        return [path for path in self.directory.rglob("*") if path.is_file()]

    def sound(self) -> KeptFile | None:
        """What the one recording sounds like."""
        recordings = self.shop.call.recordings
        return self.shop.application.database.files.sound_of(recordings[0].id) if recordings else None


@pytest.fixture
def depot(database_url: str, mail: MailServer, tmp_path: Path) -> Iterator[Depot]:
    """Lend the product with a key of OpenPhone's API, beside which its files lie."""
    directory = tmp_path / "files"
    with OpenPhoneServer(FakeOpenPhoneApi(workspace=Workspace())) as server:
        variables = {
            "CRM_DATABASE_URL": database_url,
            "CRM_STORAGE_URL": f"file://{directory}",
            "CRM_MEDIA_HOSTS": "127.0.0.1",
            "OPENPHONE_API_KEY": server.fake.key,
            "OPENPHONE_API_URL": server.url,
        }
        with shop_with(server.fake, mail, variables) as shop:
            yield Depot(shop, directory)


def test_a_recording_is_kept(depot: Depot) -> None:
    """The very bytes that OpenPhone has, and nobody there saw our key."""
    call = taken(recordings=(Recording(),))

    depot.happens(events.call_recording_completed(call))

    file = depot.sound()
    assert file is not None
    (path,) = depot.paths()
    sound = depot.shop.fake.media(Recording().url or "")
    assert (path.read_bytes(), file.size, file.content_type) == (sound, len(sound), "audio/mpeg")
    assert file.sha256 == hashlib.sha256(sound).hexdigest()
    assert path.relative_to(depot.directory).as_posix() == file.storage_key
    names = {name.lower() for seen in depot.shop.fake.media_requests for name in seen.headers}
    assert "authorization" not in names


def test_a_voicemail_that_no_webhook_held_is_kept(depot: Depot) -> None:
    """It is asked for, and then its sound is fetched."""
    depot.happens(events.call_completed(missed(voicemail=Voicemail(duration=11))))
    depot.shop.work()

    voicemails = [item for item in depot.shop.items if isinstance(item.body, KeptVoicemail)]
    assert [len(item.files) for item in voicemails] == [1]
    assert len(depot.paths()) == 1


def test_a_picture_is_kept(depot: Depot) -> None:
    """Beside its message; so is a second one."""
    media = (Media(), Media(url=f"{Media().url}-two.jpg"))

    depot.happens(events.message_received("Look!", media=media), media=_shown(depot, media))

    (item,) = depot.shop.items
    assert len(item.files) == len(depot.paths()) == 2


def test_an_expired_url_is_exchanged(depot: Depot) -> None:
    """OpenPhone is asked for another, which works."""
    depot.shop.fake.fail_media(MediaFault.EXPIRED)

    depot.happens(events.call_recording_completed(taken(recordings=(Recording(),))))

    assert depot.sound() is not None
    assert depot.shop.asked == ["/v1/call-recordings"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (MediaFault.HUGE, "TooLargeError"),
        (MediaFault.REDIRECTING, "ForbiddenHostError"),
        (MediaFault.WRONG_TYPE, "UnexpectedTypeError"),
    ],
)
def test_what_is_never_kept(depot: Depot, fault: MediaFault, error: str) -> None:
    """It is asked for once, leaves nothing, and the call is shown."""
    depot.shop.fake.keep_failing_media(fault)

    depot.happens(events.call_recording_completed(taken(recordings=(Recording(),))))
    depot.shop.work_later(minutes=10)

    failures = depot.shop.application.database.failures.find(FailureFilter(), PageRequest(10)).items
    assert [group.cause.error_class for group in failures] == [error]
    assert len(depot.shop.fake.media_requests) == 1
    assert (depot.paths(), depot.sound(), len(depot.shop.call.recordings)) == ([], None, 1)


@pytest.mark.parametrize("fault", [MediaFault.TRUNCATED, MediaFault.FAILING])
def test_what_breaks_off_is_fetched_again(depot: Depot, fault: MediaFault) -> None:
    """Half a file is none."""
    depot.shop.fake.fail_media(fault)
    depot.happens(events.call_recording_completed(taken(recordings=(Recording(),))))
    before = (depot.paths(), depot.sound())

    depot.shop.work_later(minutes=2)

    assert before == ([], None)
    assert depot.sound() is not None


def test_an_erased_person_leaves_no_file(depot: Depot) -> None:
    """What is known of it goes with the person, its bytes with the next follow-ups."""
    call = taken(recordings=(Recording(),))
    depot.happens(events.call_completed(call))
    depot.happens(events.call_recording_completed(call))
    before = len(depot.paths())
    database = depot.shop.application.database
    for contact in database.contacts.find(ContactFilter(), PageRequest(10)).items:
        depot.shop.application.erasing.erase(contact.id, by="test")

    depot.shop.work()

    assert (before, depot.paths()) == (1, [])
    assert not database.follow_ups.due(datetime.now(UTC))


def test_a_full_disk(depot: Depot, tmp_path: Path) -> None:
    """The recording is fetched once there is room."""
    (tmp_path / "files").write_text("in the way")
    depot.happens(events.call_recording_completed(taken(recordings=(Recording(),))))
    before = depot.sound()

    (tmp_path / "files").unlink()
    depot.shop.work_later(minutes=2)

    assert (before, depot.sound() is None) == (None, False)
    storage = file_storage_at(f"file://{depot.directory}")
    file = depot.sound()
    assert file is not None
    assert storage.size(file.storage_key) == file.size


def _shown(depot: Depot, media: tuple[Media, ...]) -> list[dict[str, object]]:
    links = depot.shop.fake.workspace.links()
    return [{"url": links.shown(each.url), "type": each.type} for each in media]
