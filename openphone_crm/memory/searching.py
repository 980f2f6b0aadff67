"""Whether a text that somebody looks for is in a name or in a number."""

from __future__ import annotations

from collections.abc import Iterable

from openphone_crm.phones import digits_of


def is_in_texts(wanted: str, texts: Iterable[str | None]) -> bool:
    """Whether one of the texts holds the wanted one, in whatever case."""
    needle = wanted.casefold()
    return any(needle in text.casefold() for text in texts if text is not None)


def is_in_numbers(wanted: str, numbers: Iterable[str]) -> bool:
    """
    Whether one of the numbers holds the wanted one, however that is written.

    >>> is_in_numbers("(206) 555", ["+12065550123"])
    True
    """
    needles = {wanted, digits_of(wanted) or wanted}
    return any(needle.casefold() in number.casefold() for needle in needles for number in numbers)
