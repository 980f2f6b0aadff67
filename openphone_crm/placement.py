"""Which conversation something belongs to: one of our numbers, and the set of outside parties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import attrs

from openphone_crm.events import Direction
from openphone_crm.ids import ConversationId, derived_id


class Addressed(Protocol):
    """Anything that goes from someone to someone."""

    @property
    def direction(self) -> Direction | None: ...  # noqa: D102
    @property
    def from_number(self) -> str | None: ...  # noqa: D102
    @property
    def to_numbers(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def phone_number_id(self) -> str | None: ...  # noqa: D102


class SidedCall(Addressed, Protocol):
    """A call, which may name its two sides instead of a sender and receivers."""

    @property
    def our_number(self) -> str | None: ...  # noqa: D102
    @property
    def parties(self) -> tuple[str, ...]: ...  # noqa: D102


@attrs.frozen
class Place:
    """Our number (empty when nobody told it) and the outside parties, sorted."""

    our_number: str
    parties: tuple[str, ...]

    @property
    def conversation_id(self) -> ConversationId:
        """The id that a conversation of this number with these parties always has."""
        return ConversationId(derived_id("conversation", self.our_number, *self.parties))


def place_of(thing: Addressed, lines: Mapping[str, str]) -> Place | None:
    """
    The conversation that a message, a call or a voicemail belongs to.

    Our number is the `to` of an incoming thing and the `from` of an outgoing one. An incoming
    group text lists several `to`: there it is the number already seen for that phone number id
    (`lines`), else the first. None where no outside party is known.
    """
    everyone = tuple(filter(None, (thing.from_number, *thing.to_numbers)))
    line = lines.get(thing.phone_number_id or "")
    if thing.direction is None and len(everyone) > 1 and line not in everyone:
        return None  # which of them is outside, nobody can tell
    return _place(_our_number(thing, everyone, line), everyone)


def place_of_call(call: SidedCall, lines: Mapping[str, str]) -> Place | None:
    """The conversation that a call belongs to: by its sides where they are told, else by direction."""
    if not call.parties:
        return place_of(call, lines)
    insiders = (number for number in (call.from_number, *call.to_numbers) if number not in call.parties)
    ours = call.our_number or lines.get(call.phone_number_id or "") or next(insiders, None)
    return _place(ours, call.parties)


def line_told_by(thing: Addressed) -> tuple[str, str] | None:
    """The phone number id and the number it has, where a thing tells both beyond doubt."""
    if not (thing.phone_number_id and thing.from_number and thing.to_numbers):
        return None
    if thing.direction is Direction.OUTGOING:
        return thing.phone_number_id, thing.from_number
    if thing.direction is Direction.INCOMING and len(thing.to_numbers) == 1:
        return thing.phone_number_id, thing.to_numbers[0]
    return None


def sides_of(call: SidedCall) -> tuple[str | None, tuple[str, ...]]:
    """From and to of a call, as far as they are known."""
    if call.from_number or call.to_numbers or not call.parties:
        return call.from_number, call.to_numbers
    if call.direction is Direction.INCOMING:
        return call.parties[0], tuple(filter(None, [call.our_number]))
    return (call.our_number, call.parties) if call.direction else (None, ())


def outside_number_of(call: SidedCall) -> str | None:
    """The number of whoever called us, or whom we called first."""
    sender, receivers = sides_of(call)
    if call.direction is Direction.INCOMING:
        return sender
    return next(iter(receivers if call.direction else call.parties), None)


def _our_number(thing: Addressed, everyone: tuple[str, ...], line: str | None) -> str | None:
    if line and (len(everyone) == 1 or thing.direction is None):
        return line  # a single number may be theirs or ours, whatever its place
    if thing.direction is Direction.OUTGOING:
        return thing.from_number
    return line if line in thing.to_numbers else next(iter(thing.to_numbers), None)


def _place(our_number: str | None, everyone: Iterable[str]) -> Place | None:
    """The place of a conversation of our number with all the others, if there are others."""
    parties = tuple(sorted(set(everyone) - {our_number}))
    return Place(our_number or "", parties) if parties else None
