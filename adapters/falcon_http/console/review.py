"""A sample of what was read, and whether it was read rightly: that is how its accuracy is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import attrs
from falcon.asgi import Request, Response

from adapters.falcon_http.parameters import no_parameters
from adapters.falcon_http.parts import HttpParts
from adapters.falcon_http.sign_in import caller_of
from openphone_crm.contact_words import field_label
from openphone_crm.errors import InvalidInputError, NotFoundError
from openphone_crm.extraction.accuracy import accuracies
from openphone_crm.extraction.records import Extraction
from openphone_crm.ids import ExtractionId
from openphone_crm.ports.extraction_readers import ExtractionReader
from openphone_crm.review_desk import ReviewDesk

from .forms import form_of
from .page import Page
from .pages import Pages
from .quotes import Quoted, Quotes

PATH: Final = "/review"
SIZE: Final = 10
"""So many stand on a page; the next ones come as these get their verdicts."""

VERDICTS: Final[Mapping[str, bool]] = {"right": True, "wrong": False}


@attrs.frozen(kw_only=True)
class ReviewCard:
    """Something that was read, and what it was read in."""

    entry: Extraction
    label: str
    quoted: Quoted


@attrs.frozen
class Review(Page):
    """Some of what nobody has looked at, and how much was right so far."""

    extractions: ExtractionReader
    quotes: Callable[[], Quotes]
    target: float

    async def on_get(self, request: Request, response: Response) -> None:
        """Show them."""
        no_parameters(request)

        def load() -> Mapping[str, object]:
            quotes = self.quotes()
            sample = self.extractions.sample(SIZE)
            return {
                "title": "Review",
                "cards": [_card(entry, quotes) for entry in sample],
                "accuracies": accuracies(self.extractions.verdicts(), target=self.target),
                "target": self.target,
            }

        await self.pages.show(request, response, "review.html", load)


@attrs.frozen
class Judging(Page):
    """A person's verdict on one of them."""

    desk: ReviewDesk

    async def on_post(self, request: Request, response: Response, extraction_id: ExtractionId) -> None:
        """Keep it, and lead back to the next."""
        verdict, by = form_of(request).text("verdict"), caller_of(request).name
        if verdict not in VERDICTS:
            raise InvalidInputError("verdict", f"must be one of {', '.join(VERDICTS)}")
        try:
            await self.pages.threads.run(self.desk.review, extraction_id, is_correct=VERDICTS[verdict], by=by)
        except NotFoundError:
            self.pages.lead(response, PATH, "It is gone: the contact was erased meanwhile.", is_good=False)
        else:
            self.pages.lead(response, PATH, f"Noted as {verdict}.")


def review_pages(pages: Pages, parts: HttpParts) -> dict[str, Page]:
    """Give the pages about the review by their address."""
    return {
        PATH: Review(
            pages,
            parts.extractions,
            lambda: Quotes(parts.reading_matter, parts.files),
            parts.status_board.precision,
        ),
        f"{PATH}/{{extraction_id:id}}": Judging(pages, parts.review_desk),
    }


def _card(entry: Extraction, quotes: Quotes) -> ReviewCard:
    label = field_label(entry.topic) if entry.topic else "Nothing"
    return ReviewCard(entry=entry, label=label, quoted=quotes.of(entry))
