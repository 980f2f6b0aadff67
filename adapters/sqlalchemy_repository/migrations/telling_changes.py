"""
What tells of changes: triggers, so that nothing that writes can forget to.

They decide nothing; they write down which thing it was. Whoever writes has that thing's row locked
already, so that no two wait for each other in a circle that was not there before, and rows of one
statement are told in one order.

A step that copies a table of SQLite, as a batch does, loses its triggers, and has to make them anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

FED: Final = {
    "alerts": "alert",
    "calls": "call",
    "contacts": "contact",
    "conversations": "conversation",
    "extractions": "extraction",
    "failure_groups": "failure",
    "messages": "message",
    "notes": "note",
    "retry_jobs": "job",
    "suggestions": "approval",
    "summaries": "summary",
    "transcripts": "transcript",
    "voicemails": "voicemail",
    "webhook_events": "webhook_event",
}
"""Tables, and the kinds of things that their rows are."""

_ALWAYS: Final[tuple[str, ...]] = ("INSERT", "UPDATE", "DELETE")

_HAVING_FILES: Final = """
    SELECT 'call' AS kind, id FROM calls WHERE part.kind = 'recording' AND openphone_id = part.owner
    UNION ALL
    SELECT 'message' AS kind, id FROM messages WHERE part.kind = 'media' AND openphone_id = part.owner
    UNION ALL
    SELECT 'voicemail' AS kind, id FROM voicemails WHERE part.kind = 'voicemail' AND key = part.owner
"""

_PARTS: Final[tuple[tuple[str, tuple[str, ...], str], ...]] = (
    (
        "recordings",
        _ALWAYS,
        "SELECT 'call' AS kind, id FROM calls WHERE openphone_id = part.call_openphone_id",
    ),
    ("stored_files", _ALWAYS, _HAVING_FILES),
    # Where a part stands depends on its call.
    (
        "timeline_items",
        ("UPDATE",),
        "SELECT part.kind AS kind, part.id AS id WHERE part.kind IN ('voicemail', 'transcript', 'summary')",
    ),
)
"""Tables of parts, and which things show a part that is written."""

_LEFT: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("webhook_events", ("UPDATE", "DELETE")),
    ("follow_ups", ("UPDATE", "DELETE")),
)
"""What a failure counts: whoever joins it writes the failure's own row, but not whoever leaves."""

_TELL = """
    INSERT INTO changes (kind, id, number, deleted, changed_at)
    SELECT DISTINCT {kind}, CAST({id} AS varchar(36)), CAST(CAST(pg_current_xact_id() AS text) AS bigint),
        {deleted}, now()
    FROM {source}
    ORDER BY 1, 2
    ON CONFLICT (kind, id) DO UPDATE
    SET number = excluded.number, deleted = excluded.deleted, changed_at = excluded.changed_at
    WHERE changes.number <> excluded.number OR changes.deleted <> excluded.deleted
"""

# On PostgreSQL triggers go with their functions.
_MADE: Final = {
    "postgresql": re.compile(r"CREATE FUNCTION (?P<name>\w+)"),
    "sqlite": re.compile(r"CREATE TRIGGER (?P<name>\w+)"),
}

_NOW = "strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')"


def tellers(dialect: str) -> Iterator[str]:
    """The statements that make them."""
    yield from _postgresql() if dialect == "postgresql" else _sqlite()


def silencers(dialect: str) -> Iterator[str]:
    """The statements that take them away."""
    for statement in tellers(dialect):
        made = _MADE[dialect].search(statement)
        if made is not None:
            name = made["name"]
            yield f"DROP TRIGGER {name}" if dialect == "sqlite" else f"DROP FUNCTION {name}() CASCADE"


def _postgresql() -> Iterator[str]:
    yield _function("tell_changed", kind="TG_ARGV[0]", source="touched")
    yield _function("tell_deleted", kind="TG_ARGV[0]", deleted="true", source="touched")
    # That somebody works on it is for a moment only, and what comes of it is told.
    yield _function("tell_events", kind="TG_ARGV[0]", source="touched WHERE status <> 'processing'")
    left = "left_behind WHERE status = 'failed' AND failure_id IS NOT NULL"
    yield _function("tell_failures", kind="'failure'", identity="failure_id", source=left)
    for table, kind in FED.items():
        changed = "tell_events" if table == "webhook_events" else "tell_changed"
        yield _trigger(table, "INSERT", "tell_changed", kind)
        yield _trigger(table, "UPDATE", changed, kind)
        yield _trigger(table, "DELETE", "tell_deleted", kind)
    for table, acts, wholes in _PARTS:
        source = f"touched AS part CROSS JOIN LATERAL ({wholes}) AS whole (kind, id)"
        yield _function(f"tell_wholes_of_{table}", kind="whole.kind", identity="whole.id", source=source)
        yield from (_trigger(table, act, f"tell_wholes_of_{table}") for act in acts)
    for table, acts in _LEFT:
        for act in acts:
            yield _trigger(table, act, "tell_failures", rows="OLD TABLE AS left_behind")


def _function(name: str, *, kind: str, identity: str = "id", deleted: str = "false", source: str) -> str:
    told = _TELL.format(kind=kind, id=identity, deleted=deleted, source=source)
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {told}; RETURN NULL; END $$"
    )


def _trigger(table: str, act: str, function: str, *kind: str, rows: str | None = None) -> str:
    found = rows or f"{'OLD' if act == 'DELETE' else 'NEW'} TABLE AS touched"
    return (
        f"CREATE TRIGGER {function}_on_{act.lower()} AFTER {act} ON {table} REFERENCING {found} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}({', '.join(map(repr, kind))})"
    )


def _sqlite() -> Iterator[str]:
    for table, kind in FED.items():
        is_event = table == "webhook_events"
        for act in _ALWAYS:
            when = "NEW.status <> 'processing'" if is_event and act == "UPDATE" else "true"
            row = _row(act)
            told = f"SELECT '{kind}' AS kind, {row}.id AS id"
            yield _row_trigger("tell_changed", table, act, told, when=when)
    for table, acts, wholes in _PARTS:
        for act in acts:
            yield _row_trigger("tell_wholes", table, act, wholes.replace("part.", f"{_row(act)}."))
    for table, acts in _LEFT:
        for act in acts:
            told = "SELECT 'failure' AS kind, OLD.failure_id AS id"
            when = "OLD.status = 'failed' AND OLD.failure_id IS NOT NULL"
            yield _row_trigger("tell_failures", table, act, told, when=when)


def _row_trigger(name: str, table: str, act: str, told: str, *, when: str = "true") -> str:
    # Not an upsert: in a trigger its conflict clause gives way to that of the statement outside.
    deleted = "true" if act == "DELETE" and name == "tell_changed" else "false"
    return f"""
        CREATE TRIGGER {name}_of_{table}_on_{act.lower()} AFTER {act} ON {table} WHEN {when}
        BEGIN
            UPDATE change_feed SET last = last + 1;
            DELETE FROM changes WHERE (kind, id) IN ({told});
            INSERT INTO changes (kind, id, number, deleted, changed_at)
            SELECT told.kind, told.id, change_feed.last, {deleted}, {_NOW}
            FROM change_feed, ({told}) AS told;
        END
    """  # noqa: S608 - names of ours


def _row(act: str) -> str:
    return "OLD" if act == "DELETE" else "NEW"
