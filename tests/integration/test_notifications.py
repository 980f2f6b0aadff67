"""Mail servers and web services as they are: away, silent, refusing, and short of room."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO

import pytest

from adapters.notifications import AppriseNotifier, is_channel_url
from openphone_crm.errors import UnavailableError
from openphone_crm.notifications import Audience, Notification
from tests.integration.json_server import JsonServer, json_server
from tests.integration.mail_server import PASSWORD, USER, MailServer, mail_server
from tests.integration.processes import CHECKOUT
from tests.integration.sending import PATIENCE_S, send
from tests.integration.silent_server import silent_server

SHORT_LIMIT_S = 1.0


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """Lend a mail server."""
    with mail_server() as server:
        yield server


@pytest.fixture
def web() -> Iterator[JsonServer]:
    """Lend a web service."""
    with json_server() as server:
        yield server


@pytest.fixture
def words_of_apprise() -> Iterator[StringIO]:
    """Lend all that a process which logs whatever it can would write of apprise."""
    written = StringIO()
    handler, root = logging.StreamHandler(written), logging.getLogger()
    handler.addFilter(logging.Filter("apprise"))
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.setLevel(level)
    root.removeHandler(handler)


def complaint(url: str, *, limit_s: float = PATIENCE_S) -> str:
    """Give what is said when sending fails."""
    with pytest.raises(UnavailableError) as raised:
        send(url, limit_s=limit_s)
    return str(raised.value)


def test_a_refused_recipient_is_an_error(mail: MailServer) -> None:
    """What the server answers is told, without the address."""
    mail.refused.add("ann@shop.example")

    shown = complaint(mail.url("ann@shop.example"))

    assert shown == "E-Mail at 127.0.0.1 is unavailable: it answers 550"
    assert mail.letters == []


def test_a_wrong_password_is_an_error(mail: MailServer) -> None:
    """A login that is refused says so, and shows neither name nor password."""
    shown = complaint(mail.url(password="wr0ng"))

    assert shown == "E-Mail at 127.0.0.1 is unavailable: it answers 535"


def test_a_server_that_is_away_is_an_error(mail: MailServer) -> None:
    """Nobody listening is told in the words of the system."""
    mail.stop()

    assert complaint(mail.url()) == "E-Mail at 127.0.0.1 is unavailable: Connection refused"


def test_a_web_service_that_refuses_is_an_error(web: JsonServer) -> None:
    """The status is told, and nothing of the path, which may be a token."""
    web.status = 403

    shown = complaint(f"json://{USER}:{PASSWORD}@127.0.0.1:{web.port}/t0ken")

    assert shown == "JSON at 127.0.0.1 is unavailable: it answers 403"


def test_a_long_report_arrives_in_parts(web: JsonServer) -> None:
    """A service that takes short messages only gets several, and no line is lost."""
    report = [f"{number} calls failed" for number in range(400)]

    send(mattermost(web), Notification(title="Report", body="\n".join(report)))

    parts = [post["text"] for post in web.posts]
    assert len(parts) > 1
    assert [line for part in parts for line in part.splitlines() if line in report] == report


def test_a_report_without_end_is_cut(web: JsonServer) -> None:
    """More parts than can be sent within the limit would never arrive."""
    send(mattermost(web), Notification(title="Report", body="failed " * 100_000))

    assert 1 < len(web.posts) <= 10
    assert web.posts[-1]["text"].endswith("\u2026")


@pytest.mark.parametrize("scheme", ["mailto", "json"])
def test_a_silent_server_is_an_error(scheme: str) -> None:
    """A server that accepts and says nothing is given up after the time that the URL allows."""
    with silent_server() as port:
        shown = complaint(url_of(scheme, port, "&cto=0.3&rto=0.3"))

    assert shown.endswith("127.0.0.1 is unavailable: no answer in time")


@pytest.mark.parametrize("scheme", ["mailto", "json"])
def test_a_server_that_stalls_is_given_up(scheme: str) -> None:
    """A server that sends a byte now and then never lets a single read run out; the limit does."""
    with silent_server(dripping=True) as port:
        shown = complaint(url_of(scheme, port), limit_s=SHORT_LIMIT_S)

    assert shown.endswith("no answer within 1 s")


def test_nothing_of_a_failure_is_logged(mail: MailServer, words_of_apprise: StringIO) -> None:
    """What apprise logs holds addresses; it stays out of the log of the process."""
    mail.refused.add("ann@shop.example")

    complaint(mail.url("ann@shop.example"))

    assert words_of_apprise.getvalue() == ""


def test_one_address_is_one_channel(mail: MailServer) -> None:
    """An address that is given twice is told once; one that both audiences gave has one name."""
    notifier = AppriseNotifier(
        {Audience.PEOPLE: [mail.url(), mail.url()], Audience.OPERATORS: [mail.url(), mail.url("b@b.example")]}
    )

    people, operators = (notifier.channels(audience) for audience in (Audience.PEOPLE, Audience.OPERATORS))

    assert (len(people), len(operators)) == (1, 2)
    assert people[0] == operators[0]


@pytest.mark.parametrize(
    "url", ["", "ann@example.com", "nonsense://host", "mailto://example.com", "mailto://a:b@c.example?to=,"]
)
def test_what_cannot_be_sent_to_is_told_beforehand(url: str) -> None:
    """A service that nobody knows, or a mail to nobody, is no channel."""
    assert not is_channel_url(url)


def test_who_tells_nobody_does_not_load_apprise() -> None:
    """Making a notifier, and asking for its channels, costs nothing."""
    program = (
        "import sys\n"
        "from adapters.notifications import AppriseNotifier\n"
        "from openphone_crm.notifications import Audience\n"
        "AppriseNotifier({Audience.PEOPLE: ['json://localhost']}).channels(Audience.PEOPLE)\n"
        "print('apprise' in sys.modules)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "False\n"


def mattermost(web: JsonServer) -> str:
    """Name a service that takes short messages only."""
    return f"mmost://127.0.0.1:{web.port}/3ccdd113474722377935511fc85d3dd4"


def url_of(scheme: str, port: int, options: str = "") -> str:
    """Name a service at a port of this machine."""
    return f"{scheme}://{USER}:{PASSWORD}@127.0.0.1:{port}/?to=a@b.example&from=c@d.example{options}"
