"""What may have been read out of messages, calls and voicemails: which of them have words, and which."""

from __future__ import annotations

from collections.abc import Iterator

from openphone_crm.extraction.reading_matter import (
    matter_of_message,
    matter_of_summary,
    matter_of_transcript,
    matter_of_voicemail,
)
from openphone_crm.extraction.sources import Source
from openphone_crm.ids import ItemId
from openphone_crm.working_set import LoadedResources


def digests_of(loaded: LoadedResources) -> frozenset[str]:
    """By which digests readings of their words are kept."""
    return frozenset(source.digest for source in _sources(loaded) if source is not None)


def spoken_items(loaded: LoadedResources) -> frozenset[ItemId]:
    """What holds the words of somebody who may have said them in a call."""
    return frozenset(one.id for one in (*loaded.voicemails, *loaded.transcripts, *loaded.summaries))


def _sources(loaded: LoadedResources) -> Iterator[Source | None]:
    """All that was ever given to be read; who took part changes nothing about the words."""
    calls = {call.openphone_id: call for call in loaded.calls}
    yield from map(matter_of_message, loaded.messages)
    for voicemail in loaded.voicemails:
        yield matter_of_voicemail(voicemail, calls.get(voicemail.call_openphone_id or ""))
    for transcript in loaded.transcripts:
        yield matter_of_transcript(transcript, calls.get(transcript.call_openphone_id), ())
    for summary in loaded.summaries:
        yield matter_of_summary(summary, calls.get(summary.call_openphone_id), ())
