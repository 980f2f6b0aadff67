"""With what the HTTP face counts, and tells what was counted."""

from __future__ import annotations

from typing import Protocol


class Counts(Protocol):
    """Counts in this process, and never blocks, fails or waits."""

    def answered(self, route: str | None, *, method: str, status: int, seconds: float) -> None:
        """Count an answer; `route` is a template, or None where no address was found."""
        ...

    def delivered(self, outcome: str) -> None:
        """Count a delivery of OpenPhone's."""
        ...

    def committed(self, webhooks: int, seconds: float) -> None:
        """Count webhooks that were committed together; called in the committer's thread."""
        ...


class Scrape(Protocol):
    """An answer to Prometheus."""

    @property
    def content_type(self) -> str:
        """In which of its formats it is."""
        ...

    @property
    def body(self) -> bytes:
        """What it says."""
        ...


class Metrics(Protocol):
    """Counts, and tells what was counted, here and elsewhere."""

    @property
    def counts(self) -> Counts:
        """What counts in this process."""
        ...

    def scrape(self, accept: str) -> Scrape:
        """
        Tell everything, in the format that is accepted; this may block.

        Raises:
            UnavailableError: When the database is away.
        """
        ...

    def scrape_without_database(self, accept: str) -> Scrape:
        """Tell what can be told at once, and that the database did not answer."""
        ...
