"""Having labelled texts read one by one, with patience for a service that asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

import attrs

from openphone_crm.errors import RateLimitedError, TransientError
from openphone_crm.extraction.evaluation import Judgement, judge
from openphone_crm.extraction.labelled import LabelledText
from openphone_crm.extraction.readings import Reading
from openphone_crm.ports.extractor import Extractor

TRIES = 5
LONGEST_WAIT_S = 60.0


@attrs.frozen
class PatientReader:
    """Reads again after a while, as often as is sensible while a person waits."""

    extractor: Extractor
    pause: Callable[[float], None] = time.sleep

    def judgements(self, texts: Sequence[LabelledText]) -> Iterator[Judgement]:
        """
        Yield what the extractor makes of each text, each in a request of its own.

        Raises:
            TransientError: When the service still cannot after several tries.
            SettingsError: When its key or model is refused.
        """
        return (judge(text, self._read(text)) for text in texts)

    def _read(self, text: LabelledText) -> Reading:
        for tried in range(1, TRIES):
            try:
                return self.extractor.read([text.to_read])
            except TransientError as error:
                self.pause(_wait_after(error, tried))
        return self.extractor.read([text.to_read])


def _wait_after(error: TransientError, tried: int) -> float:
    asked = error.retry_after_s if isinstance(error, RateLimitedError) else None
    return min(2.0**tried if asked is None else asked, LONGEST_WAIT_S)
