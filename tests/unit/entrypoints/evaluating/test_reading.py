"""Tests of patience with a service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from entrypoints.evaluating.reading import PatientReader
from openphone_crm.errors import RateLimitedError, SettingsError, TransientError, UnavailableError
from openphone_crm.extraction.evaluation import Figures
from openphone_crm.extraction.readings import Reading, ReadingOutcome, TextToRead
from tests.unit.extraction.labelling import finding, labelled

ANN = labelled("I am Ann Lee", expected=(finding("Ann Lee"),))
AWAY = UnavailableError("the model", "no answer in time")


class FailingExtractor:
    """Fails in these ways, one after the other, and then reads what is expected."""

    name = "failing"
    model = "failing/1"

    def __init__(self, *faults: Exception) -> None:
        self._faults: Iterator[Exception] = iter(faults)

    def read(self, texts: Sequence[TextToRead]) -> Reading:
        """Fail, or read."""
        for fault in self._faults:
            raise fault
        findings = {text.id: ANN.expected for text in texts}
        return Reading(outcome=ReadingOutcome.READ, findings=findings)


@pytest.mark.parametrize(
    ("faults", "waits"),
    [
        ([], []),
        ([AWAY, AWAY], [2.0, 4.0]),
        ([RateLimitedError("the model", 7.5)], [7.5]),
        ([RateLimitedError("the model", 3600)], [60.0]),
        ([RateLimitedError("the model"), AWAY, AWAY, AWAY], [2.0, 4.0, 8.0, 16.0]),
    ],
)
def test_a_busy_service_is_asked_again(faults: list[Exception], waits: list[float]) -> None:
    """After as long as it asks for, within reason, or a little longer each time."""
    paused: list[float] = []

    [judgement] = PatientReader(FailingExtractor(*faults), paused.append).judgements([ANN])

    assert judgement.figures(None) == Figures(right=1)
    assert paused == waits


def test_patience_ends() -> None:
    """A service that fails five times ends the evaluation."""
    paused: list[float] = []
    reader = PatientReader(FailingExtractor(*[AWAY] * 5), paused.append)

    with pytest.raises(TransientError):
        list(reader.judgements([ANN]))
    assert len(paused) == 4


def test_a_refused_key_is_not_tried_again() -> None:
    """What cannot change ends the evaluation at once."""
    paused: list[float] = []
    reader = PatientReader(FailingExtractor(SettingsError("GEMINI_API_KEY", "is refused")), paused.append)

    with pytest.raises(SettingsError):
        list(reader.judgements([ANN]))
    assert paused == []
