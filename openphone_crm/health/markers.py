"""What marks the text of a health check, so that nothing of it gets into the CRM."""

from __future__ import annotations

import re
from typing import Final

import attrs

from openphone_crm.events import MessageReported, Report

_TEXT: Final = "Health check {nonce} of this phone system. Nobody has to answer."
_MARKER: Final = re.compile(r"Health check [0-9a-f]{32} of this phone system\.")


def text_of(nonce: str) -> str:
    """
    The text of a check; short and plain, since each segment costs.

    >>> text_of("0" * 32)[:20]
    'Health check 0000000'
    """
    return _TEXT.format(nonce=nonce)


def nonce_of(new_id: str) -> str:
    """The nonce of a check: an id of ours as plain hexadecimal digits."""
    return new_id.replace("-", "")


@attrs.frozen(kw_only=True)
class CheckedNumbers:
    """Our number that customers write to, and the one that checks whether what they write arrives."""

    main: str
    monitor: str

    def are_checked_by(self, report: Report) -> bool:
        """Whether a report is about a health check's text: from one of the two to the other, and marked."""
        if not isinstance(report, MessageReported):
            return False
        parties = {report.from_number, *report.to_numbers}
        return parties == {self.main, self.monitor} and _MARKER.match(report.text or "") is not None
