"""The product with OpenPhone's API, in this process: what a webhook left out is due to be fetched at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs

from adapters.system_clock import SystemClock
from entrypoints.bootstrap import Application, bootstrap
from entrypoints.preparing import migrate
from entrypoints.settings import Settings
from openphone_crm.memory import MemoryClock
from openphone_crm.paging import PageRequest
from openphone_crm.priority import Priority
from openphone_crm.testing import Generation, events, sign
from openphone_crm.testing.happenings import Call, Happening
from openphone_crm.testing.openphone_api import FakeOpenPhoneApi
from openphone_crm.testing.payloads import changed, render
from openphone_crm.views import CallFilter, CallView, ConversationFilter, ConversationView, TimelineItem
from tests.integration.mail_server import MailServer
from tests.integration.processes import NO_STRANGERS

KEY = "bGVnYWN5LWtleQ=="
A_MINUTE = timedelta(minutes=1)
LONG = timedelta(days=1)


class ClockBehind(SystemClock):
    """A clock that is a minute slow."""

    def now(self) -> datetime:
        """A minute ago."""
        return super().now() - A_MINUTE


@attrs.frozen
class Shop:
    """The product in this process, with OpenPhone's API and people who get mail."""

    application: Application
    fake: FakeOpenPhoneApi
    mail: MailServer
    _numbers: Iterator[int] = attrs.field(factory=lambda: iter(range(1000)))

    def hear(self, happening: Happening, **changes: Any) -> None:  # noqa: ANN401 - any field
        """Work on a webhook of the v1 API that came a minute ago: what is to be asked is due by now."""
        overrides = {f"data.object.{name}": value for name, value in changes.items()}
        clock = ClockBehind()
        delivery = sign(
            changed(render(happening, Generation.API_V4), overrides),
            generation=Generation.API_V4,
            key=KEY,
            at=clock.now(),
            sequence=str(next(self._numbers)),
        )
        intake = attrs.evolve(self.application.intake, clock=clock)
        intake.receive(delivery.headers, delivery.body)
        self.work()

    def work(self) -> None:
        """Work on every event that is due, and then on every follow-up."""
        for priority in Priority:
            self.application.processing.drain(priority, worker="w1", should_stop=lambda: False)
        self.application.follow_up_work.drain(worker="w1", should_stop=lambda: False)

    def work_later(self, *, minutes: int) -> None:
        """Work on the follow-ups that are due in so many minutes."""
        later = MemoryClock(datetime.now(UTC) + timedelta(minutes=minutes))
        work = attrs.evolve(self.application.follow_up_work, clock=later)
        work.drain(worker="w1", should_stop=lambda: False)

    @property
    def call(self) -> CallView:
        """The one call."""
        (view,) = self.application.database.calls.find(CallFilter(), PageRequest(10)).items
        return view

    @property
    def conversations(self) -> tuple[ConversationView, ...]:
        """All conversations."""
        return self.application.database.conversations.find(ConversationFilter(), PageRequest(10)).items

    @property
    def items(self) -> tuple[TimelineItem, ...]:
        """The timeline of the one conversation, the newest first."""
        (conversation,) = self.conversations
        return self.application.database.conversations.timeline(conversation.id, PageRequest(10)).items

    @property
    def asked(self) -> list[str]:
        """The paths that OpenPhone was asked for, without the ids."""
        return [seen.path.rsplit("/", 1)[0] for seen in self.fake.requests]


@contextmanager
def shop_with(fake: FakeOpenPhoneApi, mail: MailServer, variables: dict[str, str]) -> Iterator[Shop]:
    """Open a shop with these settings."""
    usual = {"CRM_WEBHOOK_KEYS": KEY, "CRM_NOTIFY_URLS": mail.url(), **NO_STRANGERS}
    settings = Settings.load({**usual, **variables})
    migrate(settings)
    with bootstrap(settings) as application:
        yield Shop(application, fake, mail)


def missed(**fields: Any) -> Call:  # noqa: ANN401 - any field of a call
    """Have a call that nobody took some minutes ago."""
    return events.unanswered(created_at=datetime.now(UTC) - 5 * A_MINUTE, **fields)


def taken(**fields: Any) -> Call:  # noqa: ANN401 - any field of a call
    """Have a call that somebody took some minutes ago."""
    call = events.answered(created_at=datetime.now(UTC) - 5 * A_MINUTE)
    return attrs.evolve(call, **fields)
