"""How many pieces a text is sent in: each is paid for."""

from __future__ import annotations

from typing import Final

import attrs

# The basic alphabet of 3GPP TS 23.038, and what of its extension takes two places.
_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = frozenset("\f^{}\\[~]|€")
_PLAIN: Final = (160, 153)
_WIDE: Final = (70, 67)
"""What fits into the only piece, and into each of several."""


@attrs.frozen(kw_only=True)
class Segments:
    """In how many pieces a text goes out, and how many more places the last of them has."""

    count: int
    left: int
    is_wide: bool
    """Whether a sign in it, such as an emoji, leaves room for fewer than half as many."""


def segments_of(text: str) -> Segments:
    """
    Count the pieces.

    >>> segments_of("Hi"), segments_of("a" * 161).count, segments_of("👍").is_wide
    (Segments(count=1, left=158, is_wide=False), 2, True)
    """
    is_wide = not set(text) <= _BASIC | _EXTENDED
    places = _wide_places(text) if is_wide else len(text) + sum(sign in _EXTENDED for sign in text)
    single, several = _WIDE if is_wide else _PLAIN
    if places <= single:
        return Segments(count=1, left=single - places, is_wide=is_wide)
    count = -(-places // several)
    return Segments(count=count, left=count * several - places, is_wide=is_wide)


def _wide_places(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
