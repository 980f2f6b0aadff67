"""What the way out to people promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from openphone_crm.errors import NotFoundError, UnavailableError
from openphone_crm.notifications import Audience, Notification
from openphone_crm.ports.notifier import Notifier
from openphone_crm.testing.contracts.asserting import ODD_TEXTS, raising

MISSED = Notification(title="Missed call from Ann", body="Ann called at 12:05.\nCall back: +12065550123")


class Outpost(Protocol):
    """A notifier under test with one channel, which is the people's, and the far end of that channel."""

    @property
    def notifier(self) -> Notifier:
        """What sends."""
        ...

    @property
    def secrets(self) -> Sequence[str]:
        """What the address of the channel holds that nobody may see."""
        ...

    def restarted(self) -> Notifier:
        """Make a second notifier of the same address, as another process would."""
        ...

    def arrived(self) -> Sequence[Notification]:
        """Everything that has come out at the far end, in order."""
        ...

    def break_down(self) -> None:
        """Make the far end unreachable."""
        ...

    def recover(self) -> None:
        """Make the far end reachable again."""
        ...


class NotifierContract:
    """What is sent arrives as it is, or an error says that it did not."""

    def test_an_audience_has_its_own_channels(self, outpost: Outpost) -> None:
        """Whoever gave no address has no channel."""
        counts = {audience: len(outpost.notifier.channels(audience)) for audience in Audience}

        assert counts == {Audience.PEOPLE: 1, Audience.OPERATORS: 0}

    def test_a_channel_keeps_its_name(self, outpost: Outpost) -> None:
        """The same address has the same name in every process."""
        names = outpost.notifier.channels(Audience.PEOPLE)

        names_later = outpost.restarted().channels(Audience.PEOPLE)

        assert names_later == names

    def test_a_name_gives_nothing_away(self, outpost: Outpost) -> None:
        """A name is short and plain, and holds nothing of the address."""
        name = people(outpost)

        assert [secret for secret in outpost.secrets if secret in name] == []
        assert name.isascii()
        assert name.isalnum()
        assert len(name) <= 40

    def test_what_is_sent_arrives(self, outpost: Outpost) -> None:
        """Title and body come out at the far end, once."""
        outpost.notifier.send(people(outpost), MISSED)

        assert list(outpost.arrived()) == [MISSED]

    def test_any_text_arrives(self, outpost: Outpost) -> None:
        """No text of a stranger is taken for anything but text, wherever it stands."""
        sent = [Notification(title=shown(text), body=f"Said: {text}.") for text in ODD_TEXTS + HOSTILE_TEXTS]

        for notification in sent:
            outpost.notifier.send(people(outpost), notification)

        assert list(outpost.arrived()) == sent

    def test_a_title_without_a_text_arrives(self, outpost: Outpost) -> None:
        """Somebody who has nothing to add still gets through."""
        outpost.notifier.send(people(outpost), Notification(title="Nothing failed today", body=""))

        assert [notification.title for notification in outpost.arrived()] == ["Nothing failed today"]

    def test_an_unknown_channel_is_an_error(self, outpost: Outpost) -> None:
        """A channel that is not configured any more is not taken for one that is away."""
        with raising(NotFoundError):
            outpost.notifier.send("gone", MISSED)

        assert list(outpost.arrived()) == []

    def test_a_failing_channel_is_an_error(self, outpost: Outpost) -> None:
        """Whoever sends is told that it did not arrive, and nothing of the address."""
        outpost.break_down()
        shown = ""

        try:
            outpost.notifier.send(people(outpost), MISSED)
        except UnavailableError as error:
            shown = str(error)

        assert "is unavailable" in shown
        assert [secret for secret in outpost.secrets if secret in shown] == []

    def test_a_channel_recovers(self, outpost: Outpost) -> None:
        """After a failure a later try arrives, once."""
        outpost.break_down()
        with raising(UnavailableError):
            outpost.notifier.send(people(outpost), MISSED)
        outpost.recover()

        outpost.notifier.send(people(outpost), MISSED)

        assert list(outpost.arrived()) == [MISSED]


HOSTILE_TEXTS = (
    "Ann\r\nBcc: everyone@example.com\r\n\r\nnot the body",
    "<script>alert(1)</script> &amp; <b>bold</b>",
    "**bold** [link](https://example.com) `code` :smile: \\n \\t \\u0041",
    "\n.\nQUIT\n",
    "{{ body }} ${HOME} {title} %s",
)
"""Texts that a careless channel would take for a header, markup, an escape or a command."""


def people(outpost: Outpost) -> str:
    """Name the one channel."""
    [name] = outpost.notifier.channels(Audience.PEOPLE)
    return name


def shown(text: str) -> str:
    """Make the beginning of a text a title."""
    return f"Message: {text[:60]}"
