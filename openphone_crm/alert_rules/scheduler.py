"""Whether there is a scheduler, as whoever is not one sees it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from .judgements import Fine, InBetween, Judgement, Wrong

_DEAD: Final = """\
The scheduler is not there: {last}. Nobody retries, rings for what was missed, checks the health or reports. \
What arrives is stored and worked on all the same. Start `python -m entrypoints scheduler`; when it runs, \
see in its log whether it reaches the database."""
_ALIVE: Final = Fine(title="The scheduler is there again", message="It makes up for what has waited.")


def judge_scheduler(
    seen: datetime | None, *, now: datetime, watched_since: datetime, limit: timedelta
) -> Judgement:
    """Judge by when a scheduler was last seen; whoever has not watched for long knows nothing yet."""
    if seen is not None and now - seen <= limit:
        return _ALIVE
    if now - watched_since <= limit:
        return InBetween()
    last = "none was ever seen" if seen is None else f"the last was seen on {seen:%Y-%m-%d at %H:%M:%S} UTC"
    return Wrong(title="The scheduler is not there", message=_DEAD.format(last=last))
