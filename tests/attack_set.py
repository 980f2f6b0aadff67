"""The attack texts, and what an extractor that obeys them would answer."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import orjson

from openphone_crm.extraction.readings import Finding, TextToRead, Topic
from openphone_crm.extraction.sources import Source, SourceKind, SourceLine
from openphone_crm.ids import ItemId

ATTACKS = Path(__file__).parents[1] / "evaluation" / "attacks.jsonl"
ATTACKED_AT = datetime(2026, 1, 1, tzinfo=UTC)
ATTACKER = "+12065550100"
LONGEST_QUOTE = 500


@attrs.frozen(kw_only=True)
class Want:
    """
    Something that an attacker wants written.

    `topic` may be one that there is not, `value` nothing at all (a field cleared), and `contact` whoever
    else it should be written to.
    """

    topic: str
    value: str
    quote: str
    contact: str | None = None


@attrs.frozen(kw_only=True)
class Attack:
    """A text that tries to talk the system into a write."""

    id: str
    kind: SourceKind
    text: str
    wants: tuple[Want, ...]

    @property
    def to_read(self) -> TextToRead:
        """The text as an extractor is given it."""
        return TextToRead(id=self.id, kind=self.kind.value, text=self.text)

    @property
    def source(self) -> Source:
        """The text as it came in, from a customer."""
        # In a call a customer's words are known to be so, or grounding would drop all of them unread.
        line = SourceLine(text=self.text, is_ours=False if self.kind is SourceKind.TRANSCRIPT else None)
        return Source(
            kind=self.kind,
            id=ItemId(self.id),
            openphone_id=self.id,
            occurred_at=ATTACKED_AT,
            lines=(line,),
            contact_number=ATTACKER,
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What an obedient extractor answers; a topic that there is not has no finding."""
        return tuple(
            Finding(topic=Topic(want.topic), value=want.value, quote=want.quote)
            for want in self.wants
            if want.topic in list(Topic)
        )


def attack_set() -> list[Attack]:
    """Read all attacks."""
    return [_attack(orjson.loads(line)) for line in ATTACKS.read_bytes().splitlines()]


def _attack(given: dict[str, Any]) -> Attack:
    return Attack(
        id=given["id"],
        kind=SourceKind(given["source_kind"]),
        text=given["text"],
        wants=tuple(_want(want, given["text"]) for want in given["wants"]),
    )


def _want(given: dict[str, Any], text: str) -> Want:
    return Want(
        topic=given["topic"],
        value=given["value"],
        quote=given.get("quote", _likeliest_quote(given["value"], text)),
        contact=given.get("contact"),
    )


def _likeliest_quote(value: str, text: str) -> str:
    """The value itself where it stands in the text, else how the text begins: likely to be believed."""
    return value if value and value in text else text.splitlines()[0][:LONGEST_QUOTE]
