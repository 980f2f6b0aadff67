"""What a change feed promises of things that show what is kept elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts import dead_letters
from openphone_crm.testing.contracts.following import Follower, caught_up
from openphone_crm.testing.contracts.scenes import converse, write
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.file_builders import CALL, MESSAGE, RECORDING, VOICEMAIL, kept_files

_TALK = make.conversation(make.ANN)


class ChangedWholesContract:
    """A part that changes changes the whole that shows it."""

    def test_what_a_conversation_shows_changes_it(self, store: Store) -> None:
        """An item that comes, changes or goes, and that somebody has read it."""
        entry = make.entry(_TALK, is_inbound=True)
        follower = caught_up(store)
        steps: list[Callable[[], object]] = [
            partial(converse, store, _TALK, entry),
            partial(_mark_read, store),
            partial(write, store, removed_entries=(entry.id,), also_touched=(_TALK.id,)),
        ]

        told = [_ids_after(follower, step) for step in steps]

        assert all(_TALK.id in ids for ids in told)

    def test_a_call_shows_its_recordings(self, store: Store) -> None:
        """A recording that comes or goes changes the call."""
        call = make.call()
        recording = make.recording(call)
        write(store, calls=(call,))
        follower = caught_up(store)

        came = _ids_after(follower, partial(write, store, recordings=(recording,)))
        went = _ids_after(follower, partial(write, store, removed_recordings=(recording.id,)))

        assert (came, went) == ([call.id], [call.id])

    def test_a_file_changes_what_has_it(self, store: Store) -> None:
        """What was stored can be heard or seen from then on."""
        write(store, calls=(CALL,), recordings=(RECORDING,), messages=(MESSAGE,), voicemails=(VOICEMAIL,))
        files = [kept_files(owner) for owner in (RECORDING, MESSAGE, VOICEMAIL)]
        follower = caught_up(store)

        told = [_ids_after(follower, partial(write, store, files=each)) for each in files]

        assert told == [[CALL.id], [MESSAGE.id], [VOICEMAIL.id]]

    def test_a_failure_changes_with_what_it_counts(self, store: Store) -> None:
        """An event or a follow-up that fails, and one that is tried again, change their failure."""
        failure, other = dead_letters.cause().id, dead_letters.cause(event_type="send").id
        follower = caught_up(store)
        steps: list[Callable[[], object]] = [
            partial(dead_letters.fail, store, "one", at=1),
            partial(dead_letters.retry, store, "one", at=2),
            partial(dead_letters.fail_follow_up, store, "two", at=3),
            partial(_retry_follow_ups, store),
        ]

        told = [_ids_after(follower, step) for step in steps]

        assert [failure in told[0], failure in told[1]] == [True, True]
        assert (told[2], told[3]) == ([other], [other])


def _ids_after(follower: Follower, step: Callable[[], object]) -> list[str]:
    step()
    return [change.id for change in follower.news()]


def _mark_read(store: Store) -> None:
    with store.unit_of_work.begin() as transaction:
        transaction.mark_read(_TALK.id)


def _retry_follow_ups(store: Store) -> None:
    failure = dead_letters.cause(event_type="send").id
    store.failures.retry_follow_ups(failure, now=make.later(9), entry=dead_letters.decision(failure))
