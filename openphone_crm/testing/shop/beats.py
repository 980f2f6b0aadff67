"""What can happen in a story: the beats of which a screenplay is made."""

from __future__ import annotations

from typing import TypeAlias

import attrs

from openphone_crm.testing.happenings import Utterance

CALL_TAIL = 12
"""Seconds after the end of a call within which its recording, transcript and summary are ready."""


@attrs.frozen
class Says:
    """The customer, or the other person of the group, texts the shop."""

    text: str
    pictures: int = 0
    by_partner: bool = False
    in_group: bool = False
    seconds: int = 2


@attrs.frozen
class Replies:
    """The shop texts the customer, or the whole group."""

    text: str
    arrives: bool = True
    in_group: bool = False
    seconds: int = 3


@attrs.frozen(kw_only=True)
class Talks:
    """Two people, or a customer and Sona, speak on the phone."""

    outgoing: bool = False
    by_ai: bool = False
    menu: bool = False
    dialogue: tuple[Utterance, ...] = ()
    summary: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()

    @property
    def talk_seconds(self) -> int:
        """How long they speak."""
        return int(self.dialogue[-1].end) + 2 if self.dialogue else 5

    @property
    def seconds(self) -> int:
        """How long the beat lasts, ringing and writing up included."""
        return 9 + self.talk_seconds + CALL_TAIL


@attrs.frozen
class Misses:
    """The customer calls, nobody answers, and they may leave their words."""

    voicemail: str | None = None

    @property
    def voicemail_seconds(self) -> int:
        """How long it takes to say the words."""
        return 3 + len((self.voicemail or "").split()) * 2 // 5

    @property
    def seconds(self) -> int:
        """How long the beat lasts."""
        return 22 + 7 + self.voicemail_seconds + CALL_TAIL


@attrs.frozen
class RingsOut:
    """The shop calls and nobody answers."""

    seconds: int = 24 + CALL_TAIL


@attrs.frozen
class Forwards:
    """The customer's call is passed on to another phone."""

    to: str
    seconds: int = 18 + CALL_TAIL


@attrs.frozen
class Saves:
    """Somebody at the shop saves the customer's card in Quo."""

    company: str | None = None
    seconds: int = 4


@attrs.frozen
class Assigns:
    """Somebody at the shop is given a task."""

    task: str
    seconds: int = 2


@attrs.frozen
class Surprises:
    """OpenPhone sends an event of a type that nobody knows yet."""

    type: str
    seconds: int = 1


Beat: TypeAlias = Says | Replies | Talks | Misses | RingsOut | Forwards | Saves | Assigns | Surprises
