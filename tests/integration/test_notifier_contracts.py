"""Mail and a web service keep what the contract of the way out to people promises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
import pytest

from adapters.notifications import AppriseNotifier
from openphone_crm.notifications import Audience, Notification
from openphone_crm.ports.notifier import Notifier
from openphone_crm.testing import contracts
from tests.integration import mail_server as mail
from tests.integration.json_server import JsonServer, json_server
from tests.integration.mail_server import MailServer, mail_server

TOKEN = "t0ps3cret"


@attrs.frozen
class AppriseOutpost:
    """A server that a channel leads to."""

    server: MailServer | JsonServer
    url: str
    secrets: Sequence[str]
    notifier: Notifier = attrs.field()

    @notifier.default
    def restarted(self) -> Notifier:
        """Make a notifier of the same address."""
        return AppriseNotifier({Audience.PEOPLE: [self.url], Audience.OPERATORS: []})

    def arrived(self) -> list[Notification]:
        """Read what the server has taken."""
        match self.server:
            case MailServer(letters=letters):
                return [Notification(title=letter.title, body=letter.body) for letter in letters]
            case JsonServer(posts=posts):
                return [Notification(title=post["title"], body=post["message"]) for post in posts]

    def break_down(self) -> None:
        """Stop the server."""
        self.server.stop()

    def recover(self) -> None:
        """Start the server again."""
        self.server.start()


@pytest.fixture
def mail_outpost() -> Iterator[AppriseOutpost]:
    """Lend a mail server."""
    with mail_server() as server:
        secrets = (mail.USER, mail.PASSWORD, "ann")
        yield AppriseOutpost(server, server.url("ann@shop.example"), secrets)


@pytest.fixture
def json_outpost() -> Iterator[AppriseOutpost]:
    """Lend a web service."""
    with json_server() as server:
        url = f"json://ann:{TOKEN}@127.0.0.1:{server.port}/hooks/{TOKEN}"
        yield AppriseOutpost(server, url, ("ann", TOKEN, "hooks"))


@pytest.fixture(params=["mail", "json"])
def outpost(request: pytest.FixtureRequest) -> contracts.Outpost:
    """Lend the far end of a channel of each kind."""
    outpost: AppriseOutpost = request.getfixturevalue(f"{request.param}_outpost")
    return outpost


class TestNotifier(contracts.NotifierContract):
    """The way out to people."""
