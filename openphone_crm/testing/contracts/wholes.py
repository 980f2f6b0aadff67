"""One thing of each kind with every field filled, to see that no field is lost."""

from __future__ import annotations

from openphone_crm.crm import Origin
from openphone_crm.events import Direction, Media, ProcessingState, Utterance
from openphone_crm.stamps import Stamp
from openphone_crm.testing import builders as make

_STAMPS = {"text": Stamp(make.later(0.000_001), 3, "ab" * 32), "status": Stamp(make.NOON, 0, "")}
_TALK = make.conversation(make.ANN).id

MESSAGE = make.message(
    "text",
    conversation_id=_TALK,
    direction=Direction.INCOMING,
    text="Hi",
    media=(Media("https://example.com/a.jpg", "image/jpeg"), Media("https://example.com/b")),
    status="received",
    error_code="30006",
    from_number=make.ANN,
    to_numbers=(make.OUR_NUMBER, make.BEN),
    phone_number_id="PNx1",
    created_at=make.later(-1.000_001),
    deep_link="https://my.quo.com/inbox/1",
    stamps=_STAMPS,
)
CALL = make.call(
    "call",
    conversation_id=_TALK,
    direction=Direction.OUTGOING,
    status="completed",
    from_number=make.OUR_NUMBER,
    to_numbers=(make.ANN, make.BEN),
    our_number=make.OUR_NUMBER,
    parties=(make.ANN, make.BEN),
    phone_number_id="PNx1",
    created_at=make.later(-9),
    answered_at=make.later(-8),
    completed_at=make.later(-1.5),
    answered_by="USx1",
    ended=True,
    forwarded=True,
    answered=True,
    ai_handled=True,
    has_voicemail=True,
    no_voicemail=True,
    talk_seconds=6.5,
    deep_link="https://my.quo.com/inbox/2",
    stamps=_STAMPS,
)
RECORDING = make.recording(
    CALL,
    openphone_id="RECx1",
    url="https://example.com/a.mp3?sig=1",
    content_type="audio/mpeg",
    duration_seconds=6.25,
    state="completed",
    started_at=make.later(-8),
    stamps=_STAMPS,
)
VOICEMAIL = make.voicemail(
    CALL,
    activity_id="ACx9",
    conversation_id=_TALK,
    direction=Direction.INCOMING,
    duration_seconds=12.5,
    transcript="Call me",
    url="https://example.com/v.mp3",
    content_type="audio/mpeg",
    from_number=make.ANN,
    to_numbers=(make.OUR_NUMBER,),
    phone_number_id="PNx1",
    stamps=_STAMPS,
)
TRANSCRIPT = make.transcript(
    CALL,
    conversation_id=_TALK,
    state=ProcessingState.COMPLETED,
    dialogue=(
        Utterance(speaker=make.ANN, text="Hello", start=0.1, end=2.75),
        Utterance(speaker=make.OUR_NUMBER, text="Hi", is_ours=True),
        Utterance(speaker=None, text=""),
    ),
    stamps=_STAMPS,
)
SUMMARY = make.summary(
    CALL,
    conversation_id=_TALK,
    state=ProcessingState.IN_PROGRESS,
    summary=("They talked.", "About a crack."),
    next_steps=("Call back",),
    stamps=_STAMPS,
)
CONTACT = make.contact(
    "Ann",
    make.CARA,
    make.ANN,
    updated_at=make.later(1),
    email="ann@example.com",
    address="1 Pier",
    company="Harbor",
    origins={"name": Origin("person", make.NOON), "email": Origin("openphone", make.NOON, "ab")},
)
