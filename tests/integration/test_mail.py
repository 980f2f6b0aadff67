"""What a notification becomes as a mail, whatever strangers put into it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from openphone_crm.notifications import Notification
from tests.integration.mail_server import MailServer, mail_server
from tests.integration.sending import send


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """Lend a mail server."""
    with mail_server() as server:
        yield server


def test_a_mail_reaches_every_recipient(mail: MailServer) -> None:
    """Addresses separated by commas are one channel, and each gets a mail of its own."""
    send(mail.url("ann@shop.example", "ben@shop.example"))

    recipients = sorted(address for letter in mail.letters for address in letter.recipients)

    assert recipients == ["ann@shop.example", "ben@shop.example"]


def test_a_mail_says_who_sent_it(mail: MailServer) -> None:
    """The sender is the one that was set; the product's name stands nowhere but before it."""
    send(mail.url())

    [letter] = mail.letters

    assert "crm@shop.example" in str(letter.message["From"])
    assert "Apprise" not in letter.message.as_string()


def test_a_title_in_any_script_is_encoded(mail: MailServer) -> None:
    """Umlauts and emojis go through servers that know ASCII only, and come out as they were."""
    send(mail.url(), Notification(title="Müller rief an 📞", body="Grüße"))

    [letter] = mail.letters

    assert letter.message.as_bytes().isascii()
    assert (letter.title, letter.body) == ("Müller rief an 📞", "Grüße")


def test_a_stranger_adds_no_header(mail: MailServer) -> None:
    """A line end in what becomes the title does not begin a header."""
    hostile = "Missed call from Ann\r\nBcc: eve@example.com\r\n\r\nHello"

    send(mail.url(), Notification(title=hostile, body=hostile))

    [letter] = mail.letters
    assert letter.recipients == ("ann@shop.example",)
    assert letter.message["Bcc"] is None
    assert letter.title == "Missed call from Ann Bcc: eve@example.com Hello"


def test_a_mail_is_plain_text(mail: MailServer) -> None:
    """Markup in a text stays what it is: letters."""
    send(mail.url(), Notification(title="Voicemail", body="<b>bold</b> & **loud**"))

    [letter] = mail.letters

    assert letter.message.get_content_type() == "text/plain"
    assert letter.body == "<b>bold</b> & **loud**"


def test_markup_is_escaped_where_html_was_asked_for(mail: MailServer) -> None:
    """Even a URL that wants HTML shows a stranger's tags instead of obeying them."""
    send(mail.url(options="&format=html"), Notification(title="Voicemail", body="<script>x</script>"))

    [letter] = mail.letters
    [page] = [part for part in letter.message.walk() if part.get_content_type() == "text/html"]

    assert "<script" not in str(page.get_content())
