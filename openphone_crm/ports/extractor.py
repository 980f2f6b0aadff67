"""Whoever reads names, addresses and e-mails out of texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from openphone_crm.extraction.readings import Reading, TextToRead


class Extractor(Protocol):
    """
    Reads texts of strangers, which are data to it and never orders.

    Nothing that it answers is believed unless its quote stands in the text, so that it may be as
    wrong, or as obedient to the text, as it likes.
    """

    @property
    def name(self) -> str:
        """Which extractor this is, such as `google-genai` or `pattern`."""
        ...

    @property
    def model(self) -> str:
        """The model and the version of the prompt: with another of either, a text may be read again."""
        ...

    def read(self, texts: Sequence[TextToRead]) -> Reading:
        """
        Read these texts, in one request.

        Blocked, unreadable and cut answers are outcomes, not errors.

        Raises:
            RateLimitedError: When asked to come back later; tells when, if the answer did.
            UnavailableError: When it cannot be reached, or is not well; nothing was read, nothing is paid.
            UncertainError: When the answer was lost or did not come in time; it may have to be paid for.
            SettingsError: When the key or the model is refused.
        """
        ...
