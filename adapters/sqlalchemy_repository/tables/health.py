"""How the system is: alerts, health checks, and how much arrives and is refused."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, Text, text

from adapters.sqlalchemy_repository.types import Id, Moment

from .metadata import metadata

_OPEN = text("ended_at IS NULL")
_WAITING = text("state = 'waiting'")

alerts = Table(
    "alerts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("rule", String(50), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("message", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("acknowledged_at", Moment),
    Column("acknowledged_by", Text),
    Column("ended_at", Moment),
    Column("told_at", Moment),
    Index("ix_alerts_since", "since", "id"),
    # One fault is one alert, whoever notices it.
    Index("ix_alerts_open", "rule", unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN),
)

health_checks = Table(
    "health_checks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("nonce", Text, nullable=False),
    Column("openphone_id", Text),
    Column("fault", String(30)),
    Column("detail", Text),
    Column("started_at", Moment, nullable=False),
    Column("checked_at", Moment),
    Index("ix_health_checks_started", "started_at", "id"),
    Index("ix_health_checks_waiting", "started_at", postgresql_where=_WAITING, sqlite_where=_WAITING),
)

refusals = Table(
    "refusals",
    metadata,
    Column("minute", Moment, primary_key=True),
    Column("reason", String(50), primary_key=True),
    Column("count", Integer, nullable=False),
)

delivery_hours = Table(
    "delivery_hours",
    metadata,
    Column("hour", Moment, primary_key=True),
    Column("count", Integer, nullable=False),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("part", String(50), primary_key=True),
    Column("process", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)
