"""How much of what was read was right, field by field and in all, beside what it should be."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.readings import Topic
from openphone_crm.extraction.trust import ENOUGH


@attrs.frozen(kw_only=True)
class Accuracy:
    """
    The share of right readings of a topic, or of all (None).

    `is_met` tells whether it is as high as it should be; None while too few were looked at to say so.
    """

    topic: Topic | None
    share: Share
    is_met: bool | None

    @property
    def needed(self) -> int:
        """How many verdicts are missing until something can be said."""
        return max(ENOUGH - self.share.whole, 0)


def accuracies(verdicts: Mapping[Topic, Share], *, target: float) -> tuple[Accuracy, ...]:
    """
    All of it first, then topic by topic, in the order in which topics are told; without those of no verdict.

    >>> verdicts = {Topic.NAME: Share(9, 10), Topic.EMAIL: Share(1, 1)}
    >>> [str(one.share) for one in accuracies(verdicts, target=0.9)]
    ['91 % (62-98)', '90 % (60-98)', '100 % (21-100)']
    """
    known = {topic: verdicts[topic] for topic in Topic if topic in verdicts and verdicts[topic].whole}
    whole = Share(sum(share.part for share in known.values()), sum(share.whole for share in known.values()))
    return tuple(
        Accuracy(topic=topic, share=share, is_met=_is_met(share, target))
        for topic, share in ((None, whole), *known.items())
    )


def _is_met(share: Share, target: float) -> bool | None:
    if share.whole < ENOUGH or share.ratio is None:
        return None
    return share.ratio >= target
