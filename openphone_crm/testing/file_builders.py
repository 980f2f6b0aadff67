"""Files that are kept, for tests: each belongs to a recording, a voicemail or a message."""

from __future__ import annotations

from typing import Final

import attrs

from openphone_crm.events import Media
from openphone_crm.file_matter import files_in
from openphone_crm.files.kept import KeptFile
from openphone_crm.follow_ups import FollowUp, follow_up_id
from openphone_crm.handlers.files import KIND, LOCATION, STORE
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make

PLACE: Final = "https://media.example.com"
TALK: Final = make.conversation(make.ANN)
CALL: Final = make.call("call", conversation_id=TALK.id)
RECORDING: Final = make.recording(CALL, openphone_id="CRx1", url=f"{PLACE}/a.mp3?sig=1")
VOICEMAIL: Final = make.voicemail(CALL, conversation_id=TALK.id, url=f"{PLACE}/b.mp3?sig=1")
MESSAGE: Final = make.message(
    "hi", conversation_id=TALK.id, media=(Media(f"{PLACE}/c.jpg"), Media(f"{PLACE}/d.pdf"))
)


def kept_files(*things: object, **fields: object) -> tuple[KeptFile, ...]:
    """All files of these things as they are kept, some fields otherwise."""
    return tuple(
        attrs.evolve(
            KeptFile(
                id=matter.place.file_id,
                kind=matter.place.kind,
                owner=matter.place.owner,
                location=matter.place.location,
                item_id=matter.item_id,
                storage_key=matter.place.key(make.NOON),
                content_type="audio/mpeg",
                size=4_217_000_000,
                sha256="ab" * 32,
                stored_at=make.later(0.000_001),
            ),
            **fields,  # type: ignore[arg-type] # any field
        )
        for matter in files_in(things)
    )


def store_of(thing: object) -> FollowUp:
    """What has the first file of a thing fetched, asked for at noon."""
    place = next(files_in([thing])).place
    return FollowUp(
        id=follow_up_id(STORE, place.file_id),
        kind=STORE,
        subject=place.owner,
        priority=Priority.STANDARD,
        created_at=make.NOON,
        due_at=make.NOON,
        details={KIND: place.kind.value, LOCATION: place.location},
    )
