"""A shop whose people want to be told, through two channels, and a worker who tells them."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

import attrs

from openphone_crm.attempts import Problem
from openphone_crm.follow_up_work import FollowUpWork, Save
from openphone_crm.follow_ups import ClaimedFollowUp
from openphone_crm.handlers.telling import TELL, want_telling
from openphone_crm.memory import MemoryNotifier
from openphone_crm.notifications import Audience, Notification
from openphone_crm.telling import Telling
from tests.unit.processing.shop import Shop

MAIL, CHAT = "mail", "chat"
PUBLIC_URL = "https://crm.shop.example"


class Crew(Shop):
    """A shop with people in it."""

    def __init__(self) -> None:
        super().__init__()
        self.processing = attrs.evolve(self.processing, wants=(want_telling,))
        self.notifier = MemoryNotifier({Audience.PEOPLE: [MAIL, CHAT], Audience.OPERATORS: ["pager"]})
        self.unsent: list[Problem] = []
        self.telling = Telling(
            calls=self.crm.calls,
            notifier=self.notifier,
            clock=self.clock,
            timezone=ZoneInfo("America/Los_Angeles"),
            public_url=PUBLIC_URL,
            on_notice=self.notices.append,
        )
        self.follow_up_work = FollowUpWork(
            follow_ups=self.crm.follow_ups,
            unit_of_work=self.crm.unit_of_work,
            clock=self.clock,
            tasks=self.telling.tasks,
            on_problem=self.unsent.append,
        )

    def follow_up(self) -> int:
        """Do what is due of what the events led to."""
        return self.follow_up_work.drain(worker="w1", should_stop=lambda: False)

    def after(self, seconds: float) -> None:
        """Let so much time pass, and do what is due then."""
        self.clock.advance(seconds=seconds)
        self.work()
        self.follow_up()

    def meanwhile(self, act: Callable[[], object]) -> None:
        """Have something happen, and be worked on, just when a worker has looked at what is to be told."""

        def tell(claim: ClaimedFollowUp) -> Save:
            try:
                return self.telling.tell(claim)
            finally:
                act()
                self.work()

        looks = iter((False,))
        interrupted = attrs.evolve(self.follow_up_work, tasks={TELL: tell})
        interrupted.drain(worker="w1", should_stop=lambda: next(looks, True))
        self.follow_up()

    def through(self, *channels: str) -> None:
        """Have people reached through these channels from now on."""
        self.notifier = MemoryNotifier({Audience.PEOPLE: channels})
        self.telling = attrs.evolve(self.telling, notifier=self.notifier)
        self.follow_up_work = attrs.evolve(self.follow_up_work, tasks=self.telling.tasks)

    def told(self, channel: str = MAIL) -> tuple[Notification, ...]:
        """Everything that went through a channel."""
        return self.notifier.sent(channel)

    def titles(self, channel: str = MAIL) -> list[str]:
        """What it was about."""
        return [notification.title for notification in self.told(channel)]
