"""Looking into the database behind everybody's back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import attrs
import psycopg

from tests.chaos.checker import Event, Found
from tests.chaos.misbehaving import EFFECT

CONNECT_LIMIT_S = 2

_EVENTS = """
    SELECT id::text, delivery_key, status, due_at, processed_at,
        jsonb_path_query_array(attempts, '$[*].outcome')
    FROM webhook_events
"""
_EFFECTS = "SELECT source_id, count(*) FROM contact_changes WHERE source_kind = %s GROUP BY source_id, field"
_THINGS = """
    SELECT thing.kind, thing.name, count(DISTINCT thing.id), count(line.id)
    FROM (
        SELECT 'message' AS kind, openphone_id AS name, id FROM messages
        UNION ALL SELECT 'call', openphone_id, id FROM calls
        UNION ALL SELECT 'summary', call_openphone_id, id FROM summaries
    ) AS thing
    LEFT JOIN timeline_items AS line ON line.id = thing.id
    GROUP BY thing.kind, thing.name
"""
_LEFT = "SELECT count(*) FROM webhook_events WHERE status IN ('pending', 'processing')"
_DONE = "SELECT count(*) FROM webhook_events WHERE status = 'processed'"
_AMONG = "SELECT count(*) FROM webhook_events WHERE status = 'processed' AND delivery_key = ANY(%s)"
_DUE = """
    SELECT count(*) FROM webhook_events
    WHERE status IN ('pending', 'processing') AND priority = %s AND due_at <= now()
"""
_HELD = """
    SELECT id::text FROM webhook_events
    WHERE status = 'processing' AND split_part(claimed_by, ':', 2) = ANY(%s)
"""


@attrs.frozen
class Evidence:
    """What a database says, whoever else is connected to it."""

    url: str = attrs.field(repr=False)

    def found(self) -> Found:
        """Read all that the checker wants to know."""
        effects: dict[str, list[int]] = defaultdict(list)
        for source_id, times in self._ask(_EFFECTS, [EFFECT]):
            effects[source_id].append(times)
        things = self._ask(_THINGS)
        return Found(
            events=[_event(row, effects) for row in self._ask(_EVENTS)],
            things={(kind, name): rows for kind, name, rows, _ in things},
            lines={(kind, name): lines for kind, name, _, lines in things},
        )

    def left(self) -> int | None:
        """Count what is still to be done; None while the database is away."""
        return self._count(_LEFT)

    def done(self) -> int | None:
        """Count what is processed; None while the database is away."""
        return self._count(_DONE)

    def has_processed(self, delivery_ids: Collection[str]) -> bool:
        """Tell whether one of these deliveries at least is processed."""
        return bool(self._count(_AMONG, [list(delivery_ids)]))

    def due(self, priority: int) -> int:
        """Count what waits for a worker, or is in the hands of one."""
        return self._count(_DUE, [priority]) or 0

    def held_by(self, pids: Iterable[int]) -> list[str]:
        """Name the events that these processes have claimed, and hold even now that they are dead."""
        return [name for (name,) in self._ask(_HELD, [[str(pid) for pid in pids]])]

    def _count(self, query: str, parameters: list[object] | None = None) -> int | None:
        try:
            ((number,),) = self._ask(query, parameters)
        except psycopg.OperationalError:
            return None
        return int(number)

    def _ask(self, query: str, parameters: list[object] | None = None) -> list[tuple[Any, ...]]:
        address = self.url.replace("+psycopg", "")
        with psycopg.connect(address, connect_timeout=CONNECT_LIMIT_S) as connection:
            return connection.execute(query.encode(), parameters).fetchall()


def _event(row: tuple[Any, ...], effects: Mapping[str, list[int]]) -> Event:
    name, delivery_id, status, due_at, processed_at, outcomes = row
    return Event(
        id=name,
        delivery_id=delivery_id,
        status=status,
        due_at=due_at,
        processed_at=processed_at,
        outcomes=outcomes,
        effects=effects.get(name, ()),
    )
