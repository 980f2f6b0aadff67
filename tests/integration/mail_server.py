"""A real mail server that keeps what it is given, for tests that send mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as MAIL
from typing import cast

import attrs
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.integration.server_process import free_port

HOST = "127.0.0.1"
USER = "shop"
PASSWORD = "hunter2"
SENDER = "crm@shop.example"


@attrs.frozen(kw_only=True)
class Letter:
    """A mail as it was handed in: who it is for by the envelope, and what is in it."""

    recipients: tuple[str, ...]
    message: EmailMessage

    @property
    def title(self) -> str:
        """The subject, decoded."""
        return str(self.message["Subject"])

    @property
    def body(self) -> str:
        """The text, decoded, with our line ends instead of those of mail."""
        return str(self.message.get_content()).replace("\r\n", "\n").removesuffix("\n")


class MailServer:
    """Takes mail at one port for as long as it runs; a recipient can be refused."""

    def __init__(self) -> None:
        self.port = free_port()
        self.letters: list[Letter] = []
        self.refused: set[str] = set()
        self._controller: Controller | None = None

    def url(self, *recipients: str, password: str = PASSWORD, options: str = "") -> str:
        """Name this server and who gets the mail, as apprise wants it."""
        to = ",".join(recipients or ("ann@shop.example",))
        return f"mailto://{USER}:{password}@{HOST}:{self.port}/?from={SENDER}&to={to}{options}"

    def start(self) -> None:
        """Take mail, unless it does already."""
        if self._controller is None:
            # Without encryption: a login is allowed all the same.
            self._controller = Controller(
                self,
                HOST,
                self.port,
                authenticator=_authenticate,
                auth_require_tls=False,
            )
            self._controller.start()

    def stop(self) -> None:
        """Be away; what was taken is kept."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd looks for this name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or refuse it."""
        if address in self.refused:
            return f"550 5.1.1 {address} is unknown here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd looks for this name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep a mail."""
        content = cast("bytes", envelope.content)
        message = message_from_bytes(content, policy=MAIL)
        self.letters.append(Letter(recipients=tuple(envelope.rcpt_tos), message=message))
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Lend a mail server that runs."""
    server = MailServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, login: object
) -> AuthResult:
    known = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=login == known, handled=False)
