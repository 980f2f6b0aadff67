"""Wishes to be called back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from openphone_crm.extraction.readings import Finding, Topic

from .lines import Lines

_SENTENCE = re.compile(r"(?:[^.!?\u2026]|\.(?=\w)|(?<=\b[ap])\.(?=m\b)|(?<=\b[ap]\.m)\.(?=\s[a-z]))+[.!?]?")
_WISH = re.compile(
    r"""
      \b(?:call|phone|ring)\s+(?:me|us)\b (?!\s+(?:crazy|a|an|mrs?|ms|dr)\b)
      # "Call me Ann"
      (?!\s+(?-i:(?!Mon|Tue|Wed|Thu|Fri|Sat|Sun|A[tf]|Before|Back|Tod|Tom|ASAP|When|If|I\b|On\b|Please)[A-Z]))
    | \b(?:call|phone|ring)\s+(?:(?:me|us|him|her|them)\s+)?back\b
    | \b(?:please|to)\s+call\s+(?:me|us|him|her|them|the\s+(?:customer|client|caller))\b
    | \b(?:please|to)\s+call\s+(?:after|before|at|when|in\s+the|any\s?time)\b | \bplease\s+call\s*(?:[,.!]|$)
    | \b(?:somebody|someone)\s+call\s+(?:me|us|him|her|them)\b | \bto\s+be\s+called\b
    | \b(?:to\s+)?call\s+(?-i:[A-Z]\w+(?:\s+[A-Z]\w+)?)\s+(?:back|on|at|after|before|today|tomorrow)\b
    | \bcall\s+or\s+text\s+(?:me|us)\b | \bplease\s+call\s+my\b
    | \bcall-?backs?\b
    | \b(?:expect(?:s|ing)?|waiting\s+for)\s+(?:a|your|the)\s+call\b
    | \b(?:give|gimme)\s+(?:me|us)?\s*a\s+(?:call|ring|buzz|shout)\b
    | \breturn(?:\s+(?:my|our|his|her))\s+call\b
    | \b(?:reach|get\s+(?:a\s+)?hold\s+of)\s+(?:me|us)\s+(?:at|on|by|after|before|any\s?time|tomorrow|today)\b
    | \bll[aá]men?(?:me|nos)\b | \bllamar(?:me|nos|le)\b | \bque\s+(?:me|nos|l[aeo])\s+llamen?\b
    | \b(?:me|nos)\s+(?:puede[ns]?|podr[ií]an?)\s+(?:llamar|marcar|hablar|devolver\s+la\s+llamada)\b
    | \bm[aá]rquen?(?:me|nos)\b | \bmarcar(?:me|nos)\b | \bmarque\s+al\b
    | \b(?:devu[eé]lvan?(?:me|nos)|devolver(?:me|nos)|regr[eé]sen?(?:me|nos))\s+(?:la|mi)\s+llamada\b
    | \bespero\s+su\s+llamada\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Those who promise to call, and those who want to be left in peace.
_NO_WISH = re.compile(
    r"""
      \b(?:do\s*n[o']?t|do\s+not|don\u2019t|never|stop|quit|no\s+need\s+(?:to|for)|needn'?t|without|instead\s+of)\b
      [^,;]{0,40}\b(?:call|phone|ring|return|give)
    | \b(?:i|we)(?:['\u2019]?ll|\s+will|\s+can|\s+could|\s+tried\s+to|\s+wanted\s+to)\s+(?:\w+\s+)?call\b
    | \b(?:you|he|she|they|who|nobody)\s+(?:called|phoned|rang)\b
    | \b(?:thanks?|thank\s+you|gracias)\s+(?:for|por)\b [^,;]{0,30}\bcall
    | \bno\s+(?:me\s+)?llam | \bno\s+hace\s+falta\b | \bno\s+(?:es\s+)?necesari
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST: Final = 200


def callbacks(lines: Lines) -> Iterator[Finding]:
    """Find the sentences in which somebody asks for a call."""
    for line in lines:
        for sentence in _SENTENCE.finditer(line):
            words = sentence[0].strip()
            wish = _WISH.search(words)
            if wish and not _NO_WISH.search(words):
                quote = words if len(words) <= _LONGEST else _cut(words[wish.start() :])
                yield Finding(topic=Topic.CALLBACK, value=quote.strip("¿¡.!? "), quote=quote)


def _cut(sentence: str) -> str:
    """Keep the beginning of a sentence without end."""
    if len(sentence) <= _LONGEST:
        return sentence
    return sentence[:_LONGEST].rpartition(" ")[0] or sentence[:_LONGEST]
