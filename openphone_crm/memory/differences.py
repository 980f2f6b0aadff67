"""What differs between two states, as the things that the API shows by their ids."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from openphone_crm.changes import ChangedKind
from openphone_crm.files.kept import FileKind
from openphone_crm.work_records import Status

if TYPE_CHECKING:
    from openphone_crm.memory.store import State

Difference = tuple[ChangedKind, str, bool]
"""The kind and the id of a thing, and whether it is gone."""

Things = Mapping[Any, object]


def differences(before: State, after: State) -> Iterator[Difference]:
    """What came, changed or went; that somebody works on an event is no change."""
    for kind, (sources, shown) in _KINDS.items():
        if any(getattr(before, source) != getattr(after, source) for source in sources):
            yield from _between(kind, shown(before), shown(after))


def _between(kind: ChangedKind, before: Things, after: Things) -> Iterator[Difference]:
    for changed_id, thing in after.items():
        if before.get(changed_id) != thing and getattr(thing, "status", None) is not Status.PROCESSING:
            yield kind, changed_id, False
    for changed_id in before.keys() - after.keys():
        yield kind, changed_id, True


def _conversations(state: State) -> Things:
    lines = _grouped((row.entry.conversation_id, row) for row in state.entries.values())
    return {found.id: (found, lines[found.id]) for found in state.conversations.values()}


def _calls(state: State) -> Things:
    sounds = _grouped((one.call_openphone_id, one) for one in state.recordings.values())
    files = _files(state, FileKind.RECORDING)
    return {
        call.id: (call, sounds[call.openphone_id], files[call.openphone_id]) for call in state.calls.values()
    }


def _messages(state: State) -> Things:
    files = _files(state, FileKind.MEDIA)
    return {message.id: (message, files[message.openphone_id]) for message in state.messages.values()}


def _voicemails(state: State) -> Things:
    files = _files(state, FileKind.VOICEMAIL)
    return {one.id: (one, files[one.key], state.entries.get(one.id)) for one in state.voicemails.values()}


def _transcripts(state: State) -> Things:
    return {one.id: (one, state.entries.get(one.id)) for one in state.transcripts.values()}


def _summaries(state: State) -> Things:
    return {one.id: (one, state.entries.get(one.id)) for one in state.summaries.values()}


def _failures(state: State) -> Things:
    rows = (*state.events.values(), *state.follow_ups.values())
    left = Counter(row.failure_id for row in rows if row.status is Status.FAILED)
    return {failure_id: (row, left[failure_id]) for failure_id, row in state.failures.items()}


def _files(state: State, kind: FileKind) -> Mapping[str, list[Any]]:
    return _grouped((file.owner, file) for file in state.files.values() if file.kind is kind)


def _grouped(pairs: Iterable[tuple[str, Any]]) -> Mapping[str, list[Any]]:
    groups: defaultdict[str, list[Any]] = defaultdict(list)
    for key, one in pairs:
        groups[key].append(one)
    return groups


_KINDS: Mapping[ChangedKind, tuple[tuple[str, ...], Callable[[State], Things]]] = {
    ChangedKind.ALERT: (("alerts",), lambda state: state.alerts),
    ChangedKind.APPROVAL: (("suggestions",), lambda state: state.suggestions),
    ChangedKind.CALL: (("calls", "recordings", "files"), _calls),
    ChangedKind.CONTACT: (("contacts",), lambda state: state.contacts),
    ChangedKind.CONVERSATION: (("conversations", "entries"), _conversations),
    ChangedKind.EXTRACTION: (("extractions",), lambda state: state.extractions),
    ChangedKind.FAILURE: (("failures", "events", "follow_ups"), _failures),
    ChangedKind.JOB: (("retry_jobs",), lambda state: {key: row.job for key, row in state.retry_jobs.items()}),
    ChangedKind.MESSAGE: (("messages", "files"), _messages),
    ChangedKind.NOTE: (("notes",), lambda state: state.notes),
    ChangedKind.SUMMARY: (("summaries", "entries"), _summaries),
    ChangedKind.TRANSCRIPT: (("transcripts", "entries"), _transcripts),
    ChangedKind.VOICEMAIL: (("voicemails", "files", "entries"), _voicemails),
    ChangedKind.WEBHOOK_EVENT: (("events",), lambda state: state.events),
}
"""For each kind the parts of the state that it is made of, and how it is shown."""
