"""Telling people: of each missed call and voicemail once, through every channel that they chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta, tzinfo

import attrs

from openphone_crm.errors import DeferredError, NotFoundError
from openphone_crm.follow_up_work import Save, Task, nothing_to_do, nothing_to_save
from openphone_crm.follow_ups import ClaimedFollowUp, FollowUp, begun_by
from openphone_crm.handlers.telling import TELL
from openphone_crm.hanging import HangingChannels
from openphone_crm.notifications import Audience, Notification
from openphone_crm.ports.clock import Clock
from openphone_crm.ports.notifier import Notifier
from openphone_crm.ports.readers import CallReader
from openphone_crm.ports.unit_of_work import Transaction
from openphone_crm.sendings import SEND, Sending
from openphone_crm.stories import CallStory
from openphone_crm.story_texts import notification_of
from openphone_crm.working_set import Changes

TOO_LATE = timedelta(days=1)
"""What was received so long ago, and is worked on only now, is no urgent callback any more."""
MORE_TO_COME = "something of the call may still come"


@attrs.frozen(kw_only=True)
class Telling:
    """
    Writes what people are told, and sends it.

    To tell is one follow-up, and to send is one more for each channel: one that fails is tried
    again by itself, and the others have long got theirs. A notification is sent at least once. It
    is sent twice only when its worker dies between the sending and the writing down of it: that no
    way out to people can rule out. `is_asked_for` says that OpenPhone is asked for what is missing.
    """

    calls: CallReader
    notifier: Notifier
    clock: Clock
    timezone: tzinfo
    public_url: str | None = None
    is_asked_for: bool = False
    on_notice: Callable[[str], None] = lambda _: None
    hanging: HangingChannels = attrs.field(factory=HangingChannels)

    @property
    def tasks(self) -> Mapping[str, Task]:
        """What to do for each kind of follow-up that this is about."""
        return {TELL: self.tell, SEND: self.send}

    def tell(self, claim: ClaimedFollowUp) -> Save:
        """
        Write to everybody about the call as it is known by now; to nobody when it was taken after all.

        That nobody was told is no telling: what is reported of the call later may have it told.

        Raises:
            DeferredError: When words are announced that may still come in time.
        """
        story = self.calls.story(claim.subject)
        if story is None or not story.is_for_people or self._is_too_late(claim):
            return nothing_to_do
        self._wait_for_the_rest(story, claim)
        sends = tuple(begun_by(claim.origin, send) for send in self._sends_of(story))
        if not sends:
            return nothing_to_do

        def save(transaction: Transaction) -> None:
            transaction.save(Changes(follow_ups=sends))

        return save

    def send(self, claim: ClaimedFollowUp) -> Save:
        """
        Send one notification through one channel; one that was taken out of the settings gets nothing.

        Raises:
            UnavailableError: When the channel cannot be reached or refuses.
            DeferredError: When it hung a moment ago.
        """
        details = claim.details
        notification = Notification(title=details["title"], body=details["body"])
        try:
            with self.hanging.trying(details["channel"], self.clock):
                self.notifier.send(details["channel"], notification)
        except NotFoundError as error:
            self.on_notice(f"a notification is dropped: {error} in the settings any more")
        return nothing_to_save

    def _is_too_late(self, claim: ClaimedFollowUp) -> bool:
        """Whether it was received too long ago; a call's own time may be of any year, as in tests."""
        is_too_late = self.clock.now() - claim.created_at > TOO_LATE
        if is_too_late:
            self.on_notice(f"nobody is told of {claim.subject}: it was received more than a day ago")
        return is_too_late

    def _wait_for_the_rest(self, story: CallStory, claim: ClaimedFollowUp) -> None:
        """Put it off while there is patience: when it was asked for, less was known of it."""
        until = claim.created_at + story.patience(is_asked_for=self.is_asked_for)
        if self.clock.now() < until:
            raise DeferredError(MORE_TO_COME, until)

    def _sends_of(self, story: CallStory) -> tuple[FollowUp, ...]:
        notification = notification_of(story, timezone=self.timezone, public_url=self.public_url)
        sending = Sending(
            notification=notification, told_as=(_told_as(story),), subject=story.key, at=self.clock.now()
        )
        return sending.through(self.notifier.channels(Audience.PEOPLE))


def _told_as(story: CallStory) -> str:
    """
    What makes it one thing to tell: a voicemail's own id, if it has one.

    A voicemail whose call is named late was perhaps told already, when nobody knew its call. (Was the
    call told meanwhile too, then nobody could know that they are one.)
    """
    return (story.voicemail and story.voicemail.activity_id) or story.key
