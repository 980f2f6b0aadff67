"""An extractor that knows by heart what stands in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from threading import Lock

from openphone_crm.extraction.readings import Finding, Reading, ReadingOutcome, TextToRead, Usage


class MemoryExtractor:
    """
    Finds in each text what it is told to find there.

    `fail` lets the next readings end in an error, `answer` in a given reading. Every request is remembered.
    """

    def __init__(
        self,
        find: Callable[[TextToRead], Iterable[Finding]],
        *,
        name: str = "memory",
        model: str = "memory/1",
    ) -> None:
        self._find = find
        self._name = name
        self._model = model
        self._lock = Lock()
        self._next: list[Exception | Reading] = []
        self.requests: list[tuple[TextToRead, ...]] = []

    @property
    def name(self) -> str:
        """What it is called."""
        return self._name

    @property
    def model(self) -> str:
        """Its version."""
        return self._model

    def fail(self, *errors: Exception) -> None:
        """Let the next readings end in these errors, one each."""
        with self._lock:
            self._next.extend(errors)

    def answer(self, *readings: Reading) -> None:
        """Let the next readings be these."""
        with self._lock:
            self._next.extend(readings)

    def read(self, texts: Sequence[TextToRead]) -> Reading:
        """Find what is known of these texts."""
        if not texts:
            return Reading(outcome=ReadingOutcome.READ)
        with self._lock:
            self.requests.append(tuple(texts))
            prepared = self._next.pop(0) if self._next else None
        match prepared:
            case Exception():
                raise prepared
            case Reading():
                return prepared
            case None:
                findings = {text.id: tuple(self._find(text)) for text in texts}
                return Reading(
                    outcome=ReadingOutcome.READ, findings=findings, usage=Usage(input_tokens=len(texts))
                )
