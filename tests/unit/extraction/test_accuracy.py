"""How much of what was read was right."""

from __future__ import annotations

import pytest

from openphone_crm.extraction.accuracy import accuracies
from openphone_crm.extraction.intervals import Share
from openphone_crm.extraction.readings import Topic


def test_all_comes_first() -> None:
    """Then the topics of which somebody has judged anything."""
    found = accuracies(
        {Topic.EMAIL: Share(1, 2), Topic.NAME: Share(2, 2), Topic.FACT: Share(0, 0)}, target=0.9
    )

    assert [(one.topic, one.share) for one in found] == [
        (None, Share(3, 4)),
        (Topic.NAME, Share(2, 2)),
        (Topic.EMAIL, Share(1, 2)),
    ]


@pytest.mark.parametrize(
    ("share", "is_met", "needed"),
    [
        (Share(19, 19), None, 1),
        (Share(18, 20), True, 0),
        (Share(17, 20), False, 0),
        (Share(0, 0), None, 20),
    ],
)
def test_few_verdicts_say_nothing(share: Share, is_met: bool | None, needed: int) -> None:  # noqa: FBT001
    """With enough of them the target is met or not."""
    whole = accuracies({Topic.NAME: share}, target=0.9)[0]

    assert (whole.is_met, whole.needed) == (is_met, needed)
