"""What erasing promises about files: what is known of them goes at once, and their bytes soon after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import attrs

from openphone_crm.erasure import Erasure
from openphone_crm.follow_ups import ClaimedFollowUp
from openphone_crm.handlers.files import KEY, STORE, UNSTORE
from openphone_crm.priority import Priority
from openphone_crm.testing import builders as make
from openphone_crm.testing.contracts.scenes import write
from openphone_crm.testing.contracts.store import Store
from openphone_crm.testing.file_builders import (
    CALL,
    MESSAGE,
    RECORDING,
    TALK,
    VOICEMAIL,
    kept_files,
    store_of,
)
from openphone_crm.working_set import Wanted

_LEASE: Final = timedelta(seconds=120)
_OF_THE_CALL: Final = Wanted(call_ids=frozenset({CALL.openphone_id}))
_ELSEWHERE: Final = attrs.evolve(RECORDING, id=make.item_id("other"), call_openphone_id="ACxother")


class ErasedFilesContract:
    """Files go with what they belong to, and nobody else's do."""

    def test_files_go_with_their_call(self, store: Store) -> None:
        """Those of others stay, even of the very same place."""
        mine, others = kept_files(RECORDING, VOICEMAIL), kept_files(_ELSEWHERE, MESSAGE)
        write(store, calls=(CALL,), recordings=(RECORDING, _ELSEWHERE), files=(*mine, *others))

        _erase(store, resources=_OF_THE_CALL)

        assert [store.files.get(file.id) for file in mine] == [None, None]
        assert [store.files.get(file.id) for file in others] == [*others]
        assert set(_due(store)) == {file.storage_key for file in mine}

    def test_files_go_with_their_message(self, store: Store) -> None:
        """Each of them."""
        files = kept_files(MESSAGE)
        write(store, conversations=(TALK,), messages=(MESSAGE,), files=files)

        _erase(store, resources=Wanted(message_ids=frozenset({MESSAGE.openphone_id})))

        assert [store.files.get(file.id) for file in files] == [None, None]
        assert set(_due(store)) == {file.storage_key for file in files}

    def test_nothing_is_heard_of_a_call_that_stays(self, store: Store) -> None:
        """Where others were in it, its sound goes all the same."""
        files = kept_files(RECORDING, VOICEMAIL)
        write(store, calls=(CALL,), recordings=(RECORDING,), files=files)

        _erase(store, silenced=frozenset({CALL.openphone_id}))

        assert [store.files.get(file.id) for file in files] == [None, None]
        assert set(_due(store)) == {file.storage_key for file in files}

    def test_what_was_not_fetched_yet_is_not_fetched(self, store: Store) -> None:
        """What an earlier try may have left of it is taken away at once."""
        asked = store_of(RECORDING)
        store.follow_ups.add([asked])

        _erase(store, names=frozenset({CALL.openphone_id}), resources=_OF_THE_CALL)

        (file,) = kept_files(RECORDING)
        assert _due(store, STORE) == {}
        assert _due(store) == {file.storage_key: make.NOON}

    def test_what_is_just_being_fetched_goes_when_its_worker_has_ended(self, store: Store) -> None:
        """Whoever has it may write it after the erasure, and no later than a lease lasts."""
        store.follow_ups.add([store_of(RECORDING)])
        store.follow_ups.claim(Priority.STANDARD, worker="w1", now=make.NOON, lease=_LEASE, limit=10)

        _erase(store, names=frozenset({CALL.openphone_id}), resources=_OF_THE_CALL)

        (file,) = kept_files(RECORDING)
        assert _due(store) == {}
        assert list(_due(store, at=make.NOON + _LEASE)) == [file.storage_key]

    def test_a_file_that_stays_is_not_taken_away(self, store: Store) -> None:
        """A picture in a group text is somebody else's, though it is asked for once more."""
        files = kept_files(MESSAGE)
        write(store, messages=(MESSAGE,), files=files)
        store.follow_ups.add([store_of(MESSAGE)])

        _erase(store, names=frozenset({MESSAGE.openphone_id}))

        assert [store.files.get(file.id) for file in files] == [*files]
        assert _due(store) == {}


def _erase(store: Store, **fields: Any) -> None:  # noqa: ANN401 - the fields of an erasure
    with store.unit_of_work.begin() as transaction:
        transaction.erase(attrs.evolve(Erasure(at=make.NOON, names=frozenset({make.ANN})), **fields))


def _due(store: Store, kind: str = UNSTORE, *, at: datetime = make.NOON) -> Mapping[str, datetime]:
    """What of a kind is due by then: its keys, and since when it is."""
    found: list[ClaimedFollowUp] = []
    for priority in Priority:
        found += store.follow_ups.claim(priority, worker="w2", now=at, lease=_LEASE, limit=100)
    store.follow_ups.release([claim.id for claim in found], worker="w2")
    return {claim.details.get(KEY, ""): claim.created_at for claim in found if claim.kind == kind}
