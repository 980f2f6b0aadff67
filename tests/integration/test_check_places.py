"""What `check` says of files, disks, time zones, clocks, keys and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.fake_openphone import OpenPhoneServer
from entrypoints.checking.parts import Look, Part, looked_at
from entrypoints.checking.places import disk_parts, time_zone_parts
from entrypoints.settings import Settings
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi
from tests.integration.checks import PASSWORD, checked, migrated
from tests.integration.s3_server import BUCKET, S3Server, s3_server
from tests.integration.silent_server import silent_server


@pytest.fixture(autouse=True)
def place(place: Path) -> Path:
    """Run in a directory with nothing but a database that is ready, and with no settings."""
    migrated()
    return place


@pytest.fixture(scope="module")
def bucket() -> Iterator[S3Server]:
    """Lend a bucket, found as one of AWS would be found."""
    with s3_server() as server, pytest.MonkeyPatch.context() as environment:
        for variable, value in server.environment.items():
            environment.setenv(variable, value)
        yield server


def test_a_directory_that_can_be_written_to(place: Path) -> None:
    """What was written to see that is gone again."""
    (place / "media").mkdir()

    done = checked(CRM_STORAGE_URL="file://media")

    assert done.faults == []
    assert "ok, written, read back and removed" in done.words
    assert [path for path in (place / "media").rglob("*") if path.is_file()] == []


def test_a_directory_that_is_not_there_yet(place: Path) -> None:
    """It comes with the first file, and not from looking."""
    done = checked(CRM_STORAGE_URL="file://media")

    assert done.faults == []
    assert "ok, media is made with the first file" in done.words
    assert not (place / "media").exists()


@pytest.mark.parametrize("url", ["file://file", "file://file/media"])
def test_a_file_where_a_directory_should_be(place: Path, url: str) -> None:
    """What was looked for is named."""
    (place / "file").write_text("")

    done = checked(CRM_STORAGE_URL=url)

    assert done.status == 1
    assert done.fault.startswith("the file storage is unavailable: ")
    assert f"see that {url.removeprefix('file://')} (CRM_STORAGE_URL) is a directory" in done.fault


def test_a_bucket_that_can_be_written_to(bucket: S3Server) -> None:
    """What was written to see that is gone again."""
    done = checked(CRM_STORAGE_URL=f"s3://{BUCKET}/media")

    assert done.faults == []
    assert "ok, written, read back and removed" in done.words
    assert bucket.keys() == []


@pytest.mark.usefixtures("bucket")
def test_a_bucket_that_is_not_there() -> None:
    """What S3 says is told, and what leads to it."""
    done = checked(CRM_STORAGE_URL="s3://another-bucket")

    assert done.status == 1
    assert done.fault.startswith("the file storage is unavailable: ")
    assert "bucket" in done.fault.partition("; ")[0]
    assert "AWS_ENDPOINT_URL" in done.fault


@pytest.mark.parametrize("ahead", [timedelta(minutes=-3), timedelta(minutes=3)])
def test_a_clock_that_is_wrong(ahead: timedelta) -> None:
    """Signatures would be refused: it is said how far it is off, and how it is set."""
    fake = FakeOpenPhoneApi()
    with OpenPhoneServer(fake, now=lambda: datetime.now(UTC) - ahead) as server:
        done = checked(OPENPHONE_API_KEY=fake.key, OPENPHONE_API_URL=server.url)

    assert done.status == 1
    assert ("ahead of" if ahead > timedelta() else "behind") in done.fault
    assert "timedatectl" in done.fault


def test_a_clock_that_is_right_even_when_the_key_is_refused() -> None:
    """A refusal is an answer too."""
    with OpenPhoneServer(FakeOpenPhoneApi()) as server:
        done = checked(OPENPHONE_API_KEY=PASSWORD, OPENPHONE_API_URL=server.url)

    assert done.fault.startswith("OPENPHONE_API_KEY: ")
    assert "clock ok" in done.words


def test_the_keys_are_counted_by_kind() -> None:
    """None of them is shown."""
    keys = "whsec_c3RhbmRhcmQta2V5 bGVnYWN5LWtleQ== bGVnYWN5LWtleTI="

    done = checked(CRM_WEBHOOK_KEYS=keys)

    assert "webhook keys whsec: 1, legacy: 2, in the database: 0" in done.words
    assert not any(key in done.shown for key in keys.split())


def test_an_address_that_is_not_safe_is_no_fault() -> None:
    """It is said, and serving is possible."""
    done = checked(CRM_PUBLIC_URL="http://crm.example.com")

    assert done.status == 0
    assert "CRM_PUBLIC_URL is not https" in done.words


def test_a_disk_that_is_almost_full() -> None:
    """How much is free is said, and how much is needed."""
    [part] = disk_parts(Settings(), least_bytes=10**18)

    assert part.fault is not None
    assert "needed are 1000000000.0 GB" in part.fault


def test_a_time_zone_that_is_not_there() -> None:
    """It may be the data of all that is missing."""
    [part] = time_zone_parts(Settings(timezone="Mars/Olympus"))

    assert part.fault is not None
    assert "pip install tzdata" in part.fault


def test_who_says_nothing_is_not_waited_for() -> None:
    """The others are shown, and where it was looked for is said."""
    with silent_server() as port:
        url = f"http://127.0.0.1:{port}"
        done = checked(OPENPHONE_API_KEY="a-key", OPENPHONE_API_URL=url)

    assert (
        done.fault
        == f"OpenPhone: no answer within 5 s; see that this machine reaches {url} (OPENPHONE_API_URL)"
    )
    assert "migrations ok" in done.words


def test_a_look_that_fails_holds_up_no_other() -> None:
    """What it said was not meant for people, and is left out."""

    def fail() -> Iterator[Part]:
        raise RuntimeError(PASSWORD)

    looks = [Look("one", fail, "mend it"), Look("other", lambda: [Part("other", "ok")])]

    [[one], [other]] = looked_at(looks)

    assert one.fault == "one: it cannot be looked at (RuntimeError); mend it"
    assert other == Part("other", "ok")
