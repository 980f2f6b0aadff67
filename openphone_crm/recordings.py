"""Which recordings are the same: by OpenPhone's id, or by where they lie."""

from __future__ import annotations

import re
from functools import partial, reduce

import attrs

from openphone_crm.crm import Recording
from openphone_crm.events import RecordingCopy, RecordingsReported
from openphone_crm.ids import ItemId, derived_id
from openphone_crm.merging import joined, merged, recording_rank

_KIND = 2
"""Letters of an id that tell what kind it is."""
_FIELDS = ("openphone_id", "url", "content_type", "duration_seconds", "state", "started_at")
_SCHEME = re.compile(r"^https?://", re.IGNORECASE)
_MONO = re.compile(r"_mono(?=\.\w+$|$)")


def add_recordings(known: tuple[Recording, ...], report: RecordingsReported) -> tuple[Recording, ...]:
    """The recordings of a call with these copies added, each recording once."""
    return reduce(partial(_added, report=report), report.recordings, known)


def location(url: str) -> str:
    """
    Where a file lies, whatever signature its url carries this time.

    The query differs at each fetch, and `<hash>_mono.mp3` is the same recording.

    >>> location("https://share.quo.com/v1/a_mono.mp3?sig=1")
    'share.quo.com/v1/a.mp3'
    """
    path = url.partition("?")[0].partition("#")[0]
    return _MONO.sub("", _SCHEME.sub("", path))


def _added(
    kept: tuple[Recording, ...], copy: RecordingCopy, *, report: RecordingsReported
) -> tuple[Recording, ...]:
    """The recordings with one copy added; one that has neither id nor place cannot be told from others."""
    if not (copy.openphone_id or copy.url):
        return kept
    same = [recording for recording in kept if _is_same(recording, copy)]
    base = reduce(joined, same) if same else Recording(id=ItemId(""), call_openphone_id=report.call_id)
    stamp = report.stamp._replace(rank=recording_rank(copy.state))
    together = merged(base, copy, _FIELDS, stamp)
    others = (recording for recording in kept if recording not in same)
    return (*others, attrs.evolve(together, id=_id(together)))


def _is_same(recording: Recording, copy: RecordingCopy) -> bool:
    """
    By id where both have one of a kind, else by place.

    Webhooks of different generations give one recording ids of different kinds: `CR...` and `RE...`.
    """
    known, told = recording.openphone_id, copy.openphone_id
    if known and told and known[:_KIND] == told[:_KIND]:
        return known == told
    return bool(recording.url and copy.url) and location(recording.url or "") == location(copy.url or "")


def _id(recording: Recording) -> ItemId:
    identity = recording.openphone_id or location(recording.url or "")
    return ItemId(derived_id("recording", recording.call_openphone_id, identity))
