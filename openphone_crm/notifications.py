"""What people are told outside of this product: by mail, chat or whatever they chose."""

from __future__ import annotations

import re
from enum import StrEnum

import attrs

from openphone_crm.texts import one_line, storable

_LINE_END = re.compile("\r\n?")


class Audience(StrEnum):
    """Who is told: the shop's own people, or those who run this product."""

    PEOPLE = "people"
    OPERATORS = "operators"


def _lines(text: str) -> str:
    """The text with one kind of line end: mail has its own, and no channel wants two."""
    return storable(_LINE_END.sub("\n", text))


@attrs.frozen(kw_only=True)
class Notification:
    """
    A notification: one line that says what it is about, and a text.

    Both are plain text, in which nothing has a meaning of its own; whatever channel carries them may wrap
    them in its own form. Here the title is put on one line, line ends become one kind, and what no channel
    can carry is replaced.
    """

    title: str = attrs.field(converter=one_line)
    body: str = attrs.field(converter=_lines)
