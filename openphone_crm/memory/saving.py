"""What a transaction or an edit writes into memory."""

from __future__ import annotations

from collections.abc import Iterable

from openphone_crm.crm import Contact, ContactChange, TimelineEntry
from openphone_crm.errors import ConflictError
from openphone_crm.memory.follow_ups import save_follow_ups
from openphone_crm.memory.forgetting import drop
from openphone_crm.memory.store import CRM, EntryRow, State
from openphone_crm.texts import masked
from openphone_crm.working_set import Changes


def save(changes: Changes, state: State) -> None:
    """
    Write the changes; what conversations amount to is told when they are looked at.

    Raises:
        ConflictError: When a number belongs to another contact.
    """
    state.conversations.update((one.id, one) for one in changes.conversations)
    _save_items(changes, state)
    _save_entries(changes, state)
    state.lines.update(changes.lines)
    state.links.update((link.openphone_id, link) for link in changes.links)
    save_contacts(changes.contacts, changes.history, state)
    save_follow_ups(changes.follow_ups, state)


def save_contacts(contacts: Iterable[Contact], history: Iterable[ContactChange], state: State) -> None:
    """
    Write contacts and what happened to them.

    Raises:
        ConflictError: When a number belongs to another contact.
    """
    for contact in contacts:
        _save_contact(contact, state)
    state.history.update((change.id, change) for change in history)
    state.count(CRM)


def _save_items(changes: Changes, state: State) -> None:
    _save_messages(changes, state)
    state.texts.update((text.id, text) for text in changes.texts)
    state.files.update((file.id, file) for file in changes.files)
    state.calls.update((one.openphone_id, one) for one in changes.calls)
    for recording_id in changes.removed_recordings:
        state.recordings.pop(recording_id, None)
    state.recordings.update((one.id, one) for one in changes.recordings)
    for voicemail_id in changes.removed_voicemails:
        state.voicemails.pop(voicemail_id, None)
    state.voicemails.update((one.id, one) for one in changes.voicemails)
    state.transcripts.update((one.call_openphone_id, one) for one in changes.transcripts)
    state.summaries.update((one.call_openphone_id, one) for one in changes.summaries)


def _save_messages(changes: Changes, state: State) -> None:
    """Write messages; one may be known by another key than before, once OpenPhone has given it an id."""
    replaced = {*changes.removed_messages, *(one.id for one in changes.messages)}
    if changes.texts or changes.removed_messages:
        drop(state.messages, lambda one: one.id in replaced)
    state.messages.update((one.openphone_id, one) for one in changes.messages)


def _save_entries(changes: Changes, state: State) -> None:
    for item_id in changes.removed_entries:
        state.entries.pop(item_id, None)
    for entry in changes.entries:
        state.entries[entry.id] = EntryRow(entry, is_unread=_is_unread(entry, state.entries.get(entry.id)))


def _is_unread(entry: TimelineEntry, before: EntryRow | None) -> bool:
    """Whether somebody has to look: from when it first is for a person here, until it is read."""
    if before is not None and before.entry.is_inbound:
        return entry.is_inbound and before.is_unread
    return entry.is_inbound and not entry.is_history


def _save_contact(contact: Contact, state: State) -> None:
    for number in contact.phone_numbers:
        if state.owners.get(number, contact.id) != contact.id:
            reason = f"{masked(number)} belongs to another contact"
            raise ConflictError(reason)
    before = state.contacts.get(contact.id)
    for number in before.phone_numbers if before else ():
        state.owners.pop(number, None)
    state.owners.update(dict.fromkeys(contact.phone_numbers, contact.id))
    state.contacts[contact.id] = contact
