"""What happens at the shop: each scene is one person's, whom no other test meets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final

import attrs

from openphone_crm.testing import Generation, events
from openphone_crm.testing.happenings import (
    SHOP_LINE,
    Call,
    Happening,
    Media,
    Recording,
    Utterance,
    Voicemail,
)
from openphone_crm.testing.payloads import REMOVED, changed, render
from tests.browser.site import Json, Site
from tests.integration.waiting import wait_until

_PEOPLE: Final = count()
HOSTILE: Final = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"

DIALOGUE: Final = (
    Utterance("Harbor Repairs, this is Dana.", 0.8, 3.1),
    Utterance("Hi Dana, this is Priya Natarajan, my dishwasher leaks again.", 3.6, 8.2, is_external=True),
    Utterance("I am sorry to hear that. Where shall we come?", 9.0, 12.4),
    Utterance("410 Cedar Lane, Tacoma, WA 98402.", 13.0, 17.5, is_external=True),
)


@attrs.frozen
class Person:
    """Somebody with a number of their own, who does things at the shop."""

    site: Site
    number: str = attrs.field(factory=lambda: f"+1425555{next(_PEOPLE) % 10_000:04}")

    def texts(self, words: str, *, minutes_ago: float = 5, **fields: Any) -> None:  # noqa: ANN401 - any field of a text
        """Write to the shop."""
        moment = ago(minutes_ago)
        self.site.tell(events.message_received(words, sender=self.number, created_at=moment, **fields))

    def gets(self, words: str, *, minutes_ago: float = 4) -> None:
        """Get a text that somebody at the shop wrote in OpenPhone."""
        self.site.tell(events.message_delivered(words, to=self.number, created_at=ago(minutes_ago)))

    def writes_to_a_group(self, words: str, *others: str, minutes_ago: float = 5) -> None:
        """Write to the shop and to others at once."""
        self.texts(words, minutes_ago=minutes_ago, recipients=(SHOP_LINE.number, *others))

    def does_not_get(self, words: str, *, minutes_ago: float = 3) -> None:
        """Be written to in vain: the carrier does not know the number."""
        text = events.message_undelivered(words, to=self.number, created_at=ago(minutes_ago))
        self.site.tell(text)

    def sends_a_picture(self, words: str = "This is the leak", *, minutes_ago: float = 5) -> None:
        """Write to the shop with a picture."""
        picture = Media(url=self._file("picture", minutes_ago))
        self.texts(words, minutes_ago=minutes_ago, media=(picture,))

    def is_not_answered(self, *, minutes_ago: float = 8) -> None:
        """Call, and nobody takes the call."""
        call = events.unanswered(external=self.number, created_at=ago(minutes_ago))
        self.site.tell(events.call_missed(call))

    def leaves_a_voicemail(self, words: str, *, seconds: int = 30, minutes_ago: float = 9) -> None:
        """Call, and leave words."""
        name = f"{self.number[1:]}v{minutes_ago:g}"
        url = self._file("voicemail.mp3", minutes_ago)
        voicemail = Voicemail(transcript=words, duration=seconds, id=f"VMx{name}", url=url)
        call = events.unanswered(external=self.number, created_at=ago(minutes_ago), voicemail=voicemail)
        self.site.tell(events.call_missed(call), events.call_voicemail_completed(call))

    def talks(
        self, *, seconds: int = 300, minutes_ago: float = 20, words: tuple[Utterance, ...] = DIALOGUE
    ) -> Call:
        """Talk to the shop; what was said is recorded, written down and summed up."""
        call = events.answered(external=self.number, created_at=ago(minutes_ago), talks=seconds)
        recording = attrs.evolve(events.recording_of(call), url=self._file("recording.mp3", minutes_ago))
        self.site.tell(events.call_completed(call), *_afterwards(call, recording, words))
        return call

    def is_known_as(self, first_name: str, last_name: str | None = None, **fields: Any) -> None:  # noqa: ANN401 - any field of a card
        """Be a contact in Quo."""
        moment = ago(1)
        card = {"last_name": last_name, "created_at": moment, "updated_at": moment, **fields}
        self.site.tell(events.contact_updated(first_name, phone_numbers=(self.number,), **card))

    def _file(self, name: str, minutes_ago: float) -> str:
        """Name a file where the fake OpenPhone has its files."""
        return f"{self.site.openphone.media_url}/{self.number[1:]}-{minutes_ago:g}-{name}"

    @property
    def conversation(self) -> Json:
        """Their conversation, as the API shows it."""
        [conversation] = self.site.listed("conversations", phone_number=self.number)
        return conversation

    @property
    def contact(self) -> Json:
        """Their contact, as the API shows it."""
        [contact] = self.site.listed("contacts", phone_number=self.number)
        return contact

    def approvals(self) -> list[Json]:
        """What waits for somebody's approval about them."""
        return self.site.listed("approvals", status="pending", contact_id=self.contact["id"])

    def is_asked_about(
        self, known_as: tuple[str, str] = ("Anna", "Miller"), name: str = "Annette Millard"
    ) -> Json:
        """Say another name than the one that is known, which somebody has to approve."""
        self.is_known_as(*known_as)
        self.texts(f"Hi, this is {name}, is my washer ready?", minutes_ago=0)
        assert wait_until(lambda: bool(self.approvals())), "nothing was read out of the text"
        return self.approvals()[0]


def ago(minutes: float) -> datetime:
    """So many minutes before now, to the millisecond as OpenPhone has it."""
    moment = datetime.now(UTC) - timedelta(minutes=minutes)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def dead_letter(site: Site) -> str:
    """Have a text without an id arrive, which cannot be read; the id of its event."""
    happening = events.message_received("Hi", sender=Person(site).number, created_at=ago(1))
    broken = changed(render(happening, Generation.DATED), {"data.resource.id": REMOVED})
    event_id = site.post(broken)
    assert wait_until(lambda: _status(site, event_id) == "failed")
    return event_id


def bulk_retry(site: Site) -> str:
    """Have all dead letters tried again; the id of the job."""
    answer = site.api("POST", "webhook-events/retry", json={"status": "failed"})
    assert answer.is_success, answer.text
    return str(answer.json()["id"])


def _status(site: Site, event_id: str) -> str:
    return str(site.api("GET", f"webhook-events/{event_id}").json()["status"])


def _afterwards(call: Call, recording: Recording, words: tuple[Utterance, ...]) -> list[Happening]:
    return [
        events.call_recording_completed(attrs.evolve(call, recordings=(recording,))),
        events.call_transcript_completed(call, words),
        events.call_summary_completed(
            call,
            ["Priya's dishwasher leaks again after the repair in March."],
            ["Send somebody to 410 Cedar Lane on Thursday."],
        ),
    ]
