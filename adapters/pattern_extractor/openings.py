"""What people say before they say their name."""

from __future__ import annotations

import re
from typing import Final

import attrs

_GREETING: Final = (
    r"(?:^|(?<=[.!?])[ \t]+)"
    r"(?:(?:hi|hello|hey|good (?:morning|afternoon|evening)|hola|buen[oa]s (?:d[ií]as|tardes|noches))\b"
    r"[ \t,!.]*(?:there\b[ \t,!.]*)?)?"
)
_AFTER_A_NAME: Final = r"(?=[ \t]*(?:[,.!;]|$|\b(?:from|with|at|again|here|calling|over|and|de|con|otra)\b))"


@attrs.frozen(kw_only=True)
class Opening:
    """
    Words after which a name comes.

    After those that are sure, one in lower case is a name too, and one that is also another word.
    `then` is what must follow a name, `fewest` how many words it must have at least, and `kinds` of
    which texts this holds, where it does not of all.
    """

    words: re.Pattern[str]
    is_sure: bool = False
    then: re.Pattern[str] = re.compile(r"(?![ \t]*(?:\?|of\b|&|#))")
    fewest: int = 1
    kinds: frozenset[str] | None = None


_SUMMARIES: Final = frozenset({"summary"})

OPENINGS: Final = (
    Opening(
        words=re.compile(
            r"\bmy (?:full )?name(?: is|['\u2019]?s)\b[ \t:,]*|(?<!\bno )\bme llamo\b[ \t]*"
            r"|\bmi nombre (?:completo )?es\b[ \t:,]*|^(?:full )?name[ \t]*:[ \t]*|^nombre[ \t]*:[ \t]*",
            re.IGNORECASE,
        ),
        is_sure=True,
    ),
    Opening(
        words=re.compile(
            r"\b(?:this is|i am|i['\u2019]m|(?<!\bno )soy|(?:le )?habla|le llama)[ \t]+", re.IGNORECASE
        )
    ),
    # "It's hot": only where somebody introduces himself.
    Opening(
        words=re.compile(_GREETING + r"(?:it['\u2019]?s|it is)[ \t]+", re.IGNORECASE),
        then=re.compile(_AFTER_A_NAME, re.IGNORECASE),
    ),
    Opening(
        words=re.compile(_GREETING, re.IGNORECASE),
        then=re.compile(r"[ \t]+here(?=[ \t]*(?:[,.!;]|$|\b(?:from|with|at|again)\b))", re.IGNORECASE),
    ),
    Opening(words=re.compile(_GREETING, re.IGNORECASE), then=re.compile(r"[ \t]+calling\b"), fewest=2),
    # "Ann Lee, 12 Oak St": what somebody answers who was asked for both.
    Opening(
        words=re.compile(
            r"(?:^|(?<=[.!?])[ \t]+)(?:(?:yes|yeah|sure|ok|okay|sí|claro)\b[ \t,.!]*)?", re.IGNORECASE
        ),
        then=re.compile(r"(?=,[ \t]+\d{1,6}[ \t]+\w)"),
        fewest=2,
    ),
    Opening(
        words=re.compile(
            r"(?:\b(?:thanks|thank you|thx|regards|sincerely|gracias|saludos)[ \t]*[,.!-]+"
            r"|[ \t][-\u2013\u2014])[ \t]*",
            re.IGNORECASE,
        ),
        then=re.compile(r"[ \t]*[.!]?$"),
        fewest=2,
    ),
    Opening(
        words=re.compile(
            r"\b(?:customer|client|caller|homeowner|cliente)(?:[ \t]+name)?[ \t]*[:,][ \t]*"
            r"|\bspoke (?:with|to)[ \t]+",
            re.IGNORECASE,
        ),
        then=re.compile(r"(?=[ \t]*(?:[,.;]|$|\b(?:about|called|wants|needs|asks|who|pide|quiere)\b))"),
        kinds=_SUMMARIES,
    ),
    Opening(
        words=re.compile(r"^[ \t]*"),
        then=re.compile(
            r"(?=[ \t]+(?:called|calls|is calling|wants|needs|asked|asks|requested|requests|reported|reports"
            r"|complained|has an?|llamó|pide|pidió|quiere|necesita)\b)"
        ),
        fewest=2,
        kinds=_SUMMARIES,
    ),
)

QUESTION = re.compile(
    r"(?:\bname\b|\bwho am i (?:speaking|talking)|\bwho(?:['\u2019]s| is) (?:calling|speaking|this)\b"
    r"|\bwith whom am i|\bnombre\b|\bcon quién (?:hablo|tengo)|\bquién (?:habla|llama)\b)"
    r"[^?]{0,60}\?[^?]{0,20}$",
    re.IGNORECASE,
)
"""A line that asks for a name: the next begins with one."""

ANSWER = Opening(
    words=re.compile(
        r"^(?:(?:yes|yeah|sure|ok|okay|oh|uh|um|sí|claro|bueno|pues)\b[ \t,.!]*)?"
        r"(?:(?:it['\u2019]?s|it is|this is|i['\u2019]m|i am|soy|de|es)[ \t]+)?",
        re.IGNORECASE,
    ),
    then=re.compile(r"(?=[ \t]*(?:[,.!;]|$))"),
)

SIGNATURE = Opening(words=re.compile(r"^[ \t]*"), then=re.compile(r"[ \t]*,?$"), fewest=2)
"""A line that is a name and nothing else; what follows must be an address or an e-mail."""
