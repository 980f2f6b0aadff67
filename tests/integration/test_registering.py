"""A running server is registered, and knows the key at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from functools import partial

import attrs
import httpx2
import pytest

from adapters.fake_openphone import OpenPhoneServer
from adapters.sqlalchemy_repository import Database
from openphone_crm.paging import PageRequest
from openphone_crm.registration.keys import RegisteredKey
from openphone_crm.remote import Surface
from openphone_crm.testing import Generation, render, sign
from openphone_crm.testing.events import message_received
from openphone_crm.testing.happenings import Happening
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi
from openphone_crm.views import ConversationFilter
from tests.integration.checkup import PATH, PUBLIC_URL, posting
from tests.integration.processes import answers, entry_point, finished, output_of, running
from tests.integration.server_process import free_port
from tests.integration.waiting import wait_until

OLD_KEY = "bGVnYWN5LWtleQ=="
NEW_KEY = "whsec_bmV3LWtleQ=="


@attrs.frozen(kw_only=True)
class Installation:
    """A server with its workers inside, its database, and the OpenPhone that posts to it."""

    fake: FakeOpenPhoneApi
    settings: Mapping[str, str]
    address: str
    database: Database

    def post(self, text: str, *, key: str, generation: Generation) -> int:
        """Post that somebody has written this, and give the status that answers it."""
        delivery = sign(
            render(written(text), generation), generation=generation, key=key, at=datetime.now(UTC)
        )
        url = f"{self.address}{PATH}"
        return httpx2.post(url, content=delivery.body, headers=delivery.headers).status_code

    def texts(self) -> list[str]:
        """What the conversations show last."""
        found = self.database.conversations.find(ConversationFilter(), PageRequest(50))
        return [view.last_item.text for view in found.items]


def written(text: str) -> Happening:
    """Let somebody write this now."""
    return message_received(text, created_at=datetime.now(UTC))


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Run one for all tests of this module, that no webhook leads to yet."""
    fake, tmp_path = FakeOpenPhoneApi(), tmp_path_factory.mktemp("installation")
    address = f"127.0.0.1:{free_port()}"
    with ExitStack() as stack:
        server = stack.enter_context(OpenPhoneServer(fake))
        settings = {
            "CRM_DATABASE_URL": f"sqlite:///{tmp_path}/crm.db",
            "CRM_STORAGE_URL": f"file://{tmp_path}/media",
            "CRM_WEBHOOK_KEYS": OLD_KEY,
            "OPENPHONE_API_KEY": fake.key,
            "OPENPHONE_API_URL": server.url,
        }
        output_of("migrate", settings=settings)
        is_ready = partial(answers, address, "/readyz")
        stack.enter_context(running(entry_point("serve", "--bind", address), settings, ready=is_ready))
        stack.enter_context(posting(fake, f"http://{address}{PATH}"))
        database = stack.enter_context(closing(Database.open(settings["CRM_DATABASE_URL"])))
        yield Installation(fake=fake, settings=settings, address=f"http://{address}", database=database)


def test_a_running_server_uses_a_new_key_at_once(installation: Installation) -> None:
    """What it signs is refused until the key is in the database, and then accepted without a restart."""
    post = partial(installation.post, "Hi", key=NEW_KEY, generation=Generation.DATED)
    before = post()

    installation.database.webhook_keys.add(
        RegisteredKey(
            webhook_id="of another hand",
            surface=Surface.DATED,
            url=installation.address,
            key=NEW_KEY,
            created_at=datetime.now(UTC),
        )
    )

    assert before == 400
    assert wait_until(lambda: post() == 200)


def test_a_server_is_registered_without_a_gap(installation: Installation) -> None:
    """What happened since the last delivery is brought in, and what happens from now on is delivered."""
    fake = installation.fake
    assert installation.post("before", key=OLD_KEY, generation=Generation.APP_V3) == 200
    assert wait_until(lambda: installation.texts() == ["before"])
    fake.workspace.learn(written("in the gap"))

    done = finished("webhooks", "sync", "--url", PUBLIC_URL, settings=installation.settings)

    assert "the test event was delivered, verified and processed" in done.stderr
    assert done.returncode == 0
    assert installation.texts() == ["in the gap"]
    fake.tell(written("afterwards"), datetime.now(UTC))
    assert wait_until(lambda: installation.texts() == ["afterwards"])
    again = finished("webhooks", "sync", "--url", PUBLIC_URL, settings=installation.settings)
    assert (again.returncode, again.stdout) == (0, "")


def test_our_own_numbers_are_known(installation: Installation) -> None:
    """The server has looked them up by itself, and `check` tells how many there are."""
    assert wait_until(lambda: len(installation.database.workspace.lines()) == 1)

    done = finished("check", settings=installation.settings)

    assert "our own numbers known" in done.stdout
    assert len(installation.database.workspace.users()) == len(installation.fake.workspace.members)
