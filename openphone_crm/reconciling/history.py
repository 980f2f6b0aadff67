"""The words that came in as history, and that nobody has read: how many they are, and having them read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

import attrs

from openphone_crm.codec import decode
from openphone_crm.errors import BodyError, PayloadError
from openphone_crm.events import (
    MessageReported,
    Report,
    SummaryReported,
    TranscriptReported,
    VoicemailReported,
)
from openphone_crm.extraction.costs import Prices
from openphone_crm.extraction.sources import Source, SourceKind
from openphone_crm.follow_ups import FollowUp
from openphone_crm.handlers.reading import reading_of
from openphone_crm.ids import ItemId, derived_id
from openphone_crm.jsontext import parse_object
from openphone_crm.model_requests import EXPECTED_OUTPUT_TOKENS, PROMPT_CHARACTERS
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.follow_ups import FollowUps
from openphone_crm.ports.reading_matter import ReadingMatter
from openphone_crm.ports.readings import Readings
from openphone_crm.ports.reconciliation_book import HistoryEvent, Receipts
from openphone_crm.priority import Priority

BATCH: Final = 200

_NO_MATTER_WHEN: Final = datetime(1970, 1, 1, tzinfo=UTC)


@attrs.frozen(kw_only=True)
class UnreadText:
    """A text to be read: what asks for it, and how long it is."""

    follow_up: FollowUp
    digest: str
    characters: int


@attrs.frozen(kw_only=True)
class UnreadHistory:
    """Finds what of the history is unread by a model, and has it read when nothing else is to be done."""

    receipts: Receipts
    matter: ReadingMatter
    readings: Readings
    follow_ups: FollowUps
    clock: Clock
    model: str

    def find(self, on_progress: Callable[[int], None] = lambda _: None) -> list[UnreadText]:
        """Go through all history that still says something; tells of each batch how many events it had."""
        found: dict[ItemId, UnreadText] = {}
        events = self.receipts.history(limit=BATCH)
        while events:
            found.update(self._unread_in(events))
            on_progress(len(events))
            events = self.receipts.history(limit=BATCH, after=events[-1].id)
        return list(found.values())

    def have_read(self, texts: Sequence[UnreadText]) -> None:
        """
        Ask for these to be read; what was asked for before is asked for once.

        Raises:
            UnavailableError: When the store is away; asked again it goes on.
        """
        for first in range(0, len(texts), BATCH):
            self.follow_ups.add([text.follow_up for text in texts[first : first + BATCH]])

    def _unread_in(self, events: Sequence[HistoryEvent]) -> dict[ItemId, UnreadText]:
        items = dict.fromkeys(item for event in events for item in _items_of(event))
        sources = [source for item in items if (source := self.matter.get(*item)) and source.conversation_id]
        known = self.readings.known([source.digest for source in sources], model=self.model)
        return {source.id: self._text(source) for source in sources if source.digest not in known}

    def _text(self, source: Source) -> UnreadText:
        follow_up = reading_of(source, at=self.clock.now(), priority=Priority.LOW)
        return UnreadText(follow_up=follow_up, digest=source.digest, characters=len(source.text))


def cost_of(texts: Sequence[UnreadText], prices: Prices | None) -> float:
    """What reading them will cost in US dollars, about and at most; each wording is paid for once."""
    if prices is None:
        return 0.0
    characters = {text.digest: text.characters for text in texts}.values()
    return sum(
        prices.estimate(PROMPT_CHARACTERS + each, expected_output_tokens=EXPECTED_OUTPUT_TOKENS)
        for each in characters
    )


def _items_of(event: HistoryEvent) -> Iterator[tuple[SourceKind, ItemId]]:
    """The items that an event has brought words of; what cannot be read has brought none."""
    try:
        reports = decode(parse_object(event.body), received_at=_NO_MATTER_WHEN, digest="")
    except (BodyError, PayloadError):
        return
    for report in reports:
        if (item := _item_of(report)) is not None:
            kind, openphone_id = item
            yield kind, ItemId(derived_id(kind, openphone_id))


def _item_of(report: Report) -> tuple[SourceKind, str] | None:
    match report:
        case MessageReported():
            return SourceKind.MESSAGE, report.openphone_id
        case VoicemailReported():
            return SourceKind.VOICEMAIL, report.call_openphone_id or report.activity_id or ""
        case TranscriptReported():
            return SourceKind.TRANSCRIPT, report.call_id
        case SummaryReported():
            return SourceKind.SUMMARY, report.call_id
        case _:
            return None
