"""What knowing which files are kept promises."""

from __future__ import annotations

import attrs

from openphone_crm.crm import ItemKind
from openphone_crm.ids import FileId, ItemId
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.erased_files import ErasedFilesContract
from openphone_crm.testing.contracts.scenes import EVERYTHING, write
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.file_builders import (
    CALL,
    MESSAGE,
    PLACE,
    RECORDING,
    TALK,
    VOICEMAIL,
    kept_files,
)
from openphone_crm.views import CallFilter


class FileBookContract(ErasedFilesContract):
    """A file belongs to what it was fetched for, whatever signature its url has by now."""

    def test_a_file_comes_back_whole(self, store: Store) -> None:
        """With every field, however large it is."""
        (file,) = kept_files(RECORDING)
        write(store, files=(file,))

        found = store.files.get(file.id)

        assert found == file

    def test_what_is_unknown_is_none(self, store: Store) -> None:
        """Nothing is made up, whatever is asked for."""
        write(store, calls=(CALL,), recordings=(RECORDING,))

        assert store.files.get(FileId("no-such-file")) is None
        assert store.files.sound_of(ItemId("no-such-item")) is None
        assert store.files.sound_of(RECORDING.id) is None

    def test_a_file_that_is_stored_again_is_one(self, store: Store) -> None:
        """What was written last is what is there."""
        (file,) = kept_files(RECORDING)
        again = attrs.evolve(file, size=7, sha256="cd" * 32)
        write(store, files=(file,))

        write(store, files=(again,))

        assert store.files.get(file.id) == again

    def test_sound_is_found_by_what_it_is_of(self, store: Store) -> None:
        """A recording and a voicemail of one call have each their own."""
        write(store, calls=(CALL,), recordings=(RECORDING,), voicemails=(VOICEMAIL,))
        recording, voicemail = kept_files(RECORDING, VOICEMAIL)
        write(store, files=(recording, voicemail))

        assert store.files.sound_of(RECORDING.id) == recording
        assert store.files.sound_of(VOICEMAIL.id) == voicemail

    def test_a_recording_that_was_renamed_keeps_its_sound(self, store: Store) -> None:
        """One that was known by its place alone has another id once OpenPhone's is known."""
        renamed = attrs.evolve(RECORDING, id=make.item_id("renamed"), url=f"{PLACE}/a_mono.mp3?sig=2")
        (file,) = kept_files(RECORDING)
        write(store, calls=(CALL,), recordings=(RECORDING,), files=(file,))

        write(store, recordings=(renamed,), removed_recordings=(RECORDING.id,))

        assert store.files.sound_of(renamed.id) == file
        assert store.files.sound_of(RECORDING.id) is None

    def test_a_recording_that_was_moved_is_heard_from_the_old_place(self, store: Store) -> None:
        """Until it was fetched from the new one."""
        moved = attrs.evolve(RECORDING, url=f"{PLACE}/elsewhere.mp3")
        (old,), (new,) = kept_files(RECORDING), kept_files(moved)
        write(store, calls=(CALL,), recordings=(moved,), files=(old,))
        before = store.files.sound_of(moved.id)

        write(store, files=(new,))

        assert (before, store.files.sound_of(moved.id)) == (old, new)

    def test_a_call_sounds_like_its_last_recording(self, store: Store) -> None:
        """A voicemail of the call is no recording of it, and another call has its own."""
        second = attrs.evolve(RECORDING, id=make.item_id("second"), url=f"{PLACE}/second.mp3")
        (old, voicemail), (new,) = (
            kept_files(RECORDING, VOICEMAIL),
            kept_files(second, stored_at=make.later(9)),
        )
        write(store, calls=(CALL,), files=(voicemail,))
        before = store.files.recording_of(CALL.openphone_id)

        write(store, files=(new, old))

        assert (before, store.files.recording_of(CALL.openphone_id)) == (None, new)
        assert store.files.recording_of("ACxother") is None

    def test_what_is_looked_at_has_its_files(self, store: Store) -> None:
        """A call those of its recordings, a voicemail and a message their own."""
        write(
            store,
            conversations=(TALK,),
            calls=(CALL,),
            recordings=(RECORDING,),
            voicemails=(VOICEMAIL,),
            messages=(MESSAGE,),
            entries=(
                make.entry(TALK, "hi"),
                make.entry(TALK, "call", kind=ItemKind.CALL),
                make.entry(TALK, "voicemail", kind=ItemKind.VOICEMAIL),
            ),
        )
        files = kept_files(RECORDING, VOICEMAIL, MESSAGE)
        write(store, files=files)

        (view,) = store.calls.find(CallFilter(), EVERYTHING).items
        items = store.conversations.timeline(TALK.id, EVERYTHING).items

        shown = {item.id: {file.id for file in item.files} for item in items}
        assert {file.id for file in view.files} >= {files[0].id}
        assert shown[VOICEMAIL.id] >= {files[1].id}
        assert shown[MESSAGE.id] == {files[2].id, files[3].id}

    def test_a_stored_file_is_a_change(self, store: Store) -> None:
        """Whoever polls is told."""
        before = store.changes.current("crm")

        write(store, files=kept_files(RECORDING))

        assert store.changes.current("crm") > before
