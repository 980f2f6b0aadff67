"""To say how everything is costs the same, however many events there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from adapters.sqlalchemy_repository import Database
from benchmarks.status import board_of, fill, keep_figures

Statement = tuple[str, Any]

FEW, MANY = 1_000, 20_000
DEAD = MANY // 1000


@pytest.mark.parametrize("ask", [lambda one: board_of(one).now(), keep_figures])
def test_few_rows_are_visited_among_many(postgresql_url: str, ask: Callable[[Database], object]) -> None:
    """Not more events than the latest, the dead letters and what is left to do; nothing scans the table."""
    fill(postgresql_url, MANY)
    with closing(Database.open(postgresql_url)) as database:
        keep_figures(database)
        engine = database._connections.engine

        statements = _statements_of(engine, lambda: ask(database))

        plans = [_plan(engine, statement) for statement in statements]
    nodes = [node for plan in plans for node in _nodes(plan) if node.get("Relation Name") == "webhook_events"]
    assert nodes
    assert [node for node in nodes if node["Node Type"] == "Seq Scan"] == []
    # Dead letters are counted by cause, and for the share that failed.
    assert sum(_visited(node) for node in nodes) <= 5 * DEAD + 10


def test_sqlite_goes_by_indexes(tmp_path: Path) -> None:
    """No question about events is answered by looking at all of them."""
    with closing(Database.open(f"sqlite:///{tmp_path}/crm.db")) as database:
        database.migrate()
        engine = database._connections.engine

        statements = _statements_of(engine, lambda: keep_figures(database))
        statements += _statements_of(engine, lambda: board_of(database).now())

        with engine.connect() as connection:
            steps = [
                str(row.detail)
                for text, parameters in statements
                for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", parameters)
            ]
    about_events = [step for step in steps if "webhook_events" in step]
    assert about_events
    assert [step for step in about_events if step.startswith("SCAN") and "INDEX" not in step] == []


def _statements_of(engine: Engine, ask: Callable[[], object]) -> list[Statement]:
    """The questions that are asked meanwhile; what is written is not asked again."""
    found: list[Statement] = []

    def note(*execution: Any) -> None:  # noqa: ANN401 - what SQLAlchemy tells
        _, _, statement, parameters, *_ = execution
        if statement.lstrip().startswith(("SELECT", "(SELECT")):
            found.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return found


def _plan(engine: Engine, statement: Statement) -> dict[str, Any]:
    text, parameters = statement
    with engine.connect() as connection:
        explained = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {text}", parameters)
        plan: dict[str, Any] = explained.scalar_one()[0]["Plan"]
        return plan


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


def _visited(node: dict[str, Any]) -> float:
    rows: float = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    loops: int = node["Actual Loops"]
    return rows * loops
