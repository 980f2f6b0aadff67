"""Which topics a reader is trusted with: too many wrong readings, and nothing is added without asking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.readings import Topic

ENOUGH: Final = 20
"""Verdicts below which a share of right ones says too little to take trust away."""


def doubtful(verdicts: Mapping[Topic, Share], *, precision: float, enough: int = ENOUGH) -> frozenset[Topic]:
    """
    The fields of which fewer were right than that share, by enough verdicts to say so.

    >>> sorted(doubtful({Topic.NAME: Share(16, 20), Topic.EMAIL: Share(18, 20)}, precision=0.9))
    [<Topic.NAME: 'name'>]
    """
    return frozenset(
        topic
        for topic, share in verdicts.items()
        if topic.is_field and share.whole >= enough and (share.ratio or 0) < precision
    )
