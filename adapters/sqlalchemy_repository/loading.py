"""Reading the present state of what a batch touches: one query per table."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from openphone_crm.crm import (
    Call,
    Contact,
    ContactLink,
    Message,
    Recording,
    Summary,
    Transcript,
    Voicemail,
)
from openphone_crm.working_set import LoadedContacts, LoadedResources, Wanted

from .bulk import among
from .mapping import entity_of
from .tables import (
    calls,
    contact_links,
    contact_numbers,
    contacts,
    messages,
    phone_lines,
    recordings,
    summaries,
    transcripts,
    voicemails,
)

T = TypeVar("T")


def load_resources(connection: Connection, wanted: Wanted) -> LoadedResources:
    """The wanted messages, calls with all their parts, voicemails and lines."""
    kept_voicemails = _voicemails(connection, wanted)
    # A voicemail found by its activity brings its call, which it will be settled with.
    named = {voicemail.call_openphone_id for voicemail in kept_voicemails}
    call_ids = wanted.call_ids | set(filter(None, named))

    def of_call(kind: type[T], table: Table) -> tuple[T, ...]:
        return _found(connection, kind, table, table.c.call_openphone_id, call_ids)

    lines, our_numbers = _lines(connection, wanted.line_ids)
    return LoadedResources(
        messages=_found(connection, Message, messages, messages.c.openphone_id, wanted.message_ids),
        calls=_found(connection, Call, calls, calls.c.openphone_id, call_ids),
        recordings=of_call(Recording, recordings),
        voicemails=kept_voicemails,
        transcripts=of_call(Transcript, transcripts),
        summaries=of_call(Summary, summaries),
        lines=lines,
        our_numbers=our_numbers,
    )


def load_contacts(
    connection: Connection, numbers: Collection[str], openphone_ids: Collection[str]
) -> LoadedContacts:
    """
    The contacts that own these numbers or are linked to these OpenPhone contacts.

    Where contacts of OpenPhone are asked for they will be rewritten, so that their rows are locked:
    an edit made by hand at the same moment is not lost.
    """
    links = _found(connection, ContactLink, contact_links, contact_links.c.openphone_id, openphone_ids)
    owners = _owners(connection, numbers)
    owners.update(link.contact_id for link in links if link.contact_id)
    found = contacts_by_id(connection, owners, lock=bool(openphone_ids))
    return LoadedContacts(contacts=found, links=links)


def contacts_by_id(connection: Connection, ids: Iterable[str], *, lock: bool = False) -> tuple[Contact, ...]:
    """These contacts, each with its numbers in their order; kept from changing when locked."""
    ids = list(ids)
    if not ids:
        return ()
    wanted = select(contacts).where(among(connection, contacts.c.id, ids)).order_by(contacts.c.id)
    rows = connection.execute(wanted.with_for_update() if lock else wanted).mappings().all()
    numbers: dict[str, list[str]] = {}
    query = select(contact_numbers).where(among(connection, contact_numbers.c.contact_id, ids))
    for row in connection.execute(query.order_by(contact_numbers.c.position, contact_numbers.c.number)):
        numbers.setdefault(row.contact_id, []).append(row.number)
    return tuple(entity_of(Contact, {**row, "phone_numbers": numbers.get(row["id"], [])}) for row in rows)


def _found(
    connection: Connection,
    kind: type[T],
    table: Table,
    column: ColumnElement[Any],
    values: Collection[str],
) -> tuple[T, ...]:
    if not values:
        return ()
    rows = connection.execute(select(table).where(among(connection, column, values))).mappings()
    return tuple(entity_of(kind, row) for row in rows)


def _voicemails(connection: Connection, wanted: Wanted) -> tuple[Voicemail, ...]:
    """By call, and by the activity id that OpenPhone uses where it cannot name the call."""
    keys = wanted.call_ids | wanted.activity_ids
    if not keys:
        return ()
    columns = voicemails.c
    same = or_(
        among(connection, columns.key, keys),
        among(connection, columns.activity_id, wanted.activity_ids),
    )
    rows = connection.execute(select(voicemails).where(same)).mappings()
    return tuple(entity_of(Voicemail, row) for row in rows)


def _lines(
    connection: Connection, ids: Collection[str]
) -> tuple[tuple[tuple[str, str], ...], frozenset[str]]:
    """The lines with these ids, and the numbers of all that are listed; a shop has a handful."""
    wanted = among(connection, phone_lines.c.phone_number_id, ids)
    rows = connection.execute(select(phone_lines).where(or_(phone_lines.c.is_listed, wanted))).all()
    lines = tuple((row.phone_number_id, row.number) for row in rows if row.phone_number_id in ids)
    return lines, frozenset(row.number for row in rows if row.is_listed)


def _owners(connection: Connection, numbers: Collection[str]) -> set[str]:
    if not numbers:
        return set()
    query = select(contact_numbers.c.contact_id).where(among(connection, contact_numbers.c.number, numbers))
    return set(connection.execute(query).scalars())
