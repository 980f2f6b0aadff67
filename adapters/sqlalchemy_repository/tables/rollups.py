"""What happened, in figures by minute, hour and day."""

from __future__ import annotations

from sqlalchemy import Column, Float, SmallInteger, String, Table

from adapters.sqlalchemy_repository.types import Moment

from .metadata import metadata

# In this order the key is the index of every question: some measures, of one span, since then.
figures = Table(
    "figures",
    metadata,
    Column("span", String(10), primary_key=True),
    Column("measure", String(20), primary_key=True),
    Column("begins_at", Moment, primary_key=True),
    Column("label", String(100), primary_key=True),
    # Who counted: workers that settle at once do not wait for each other's row.
    Column("slot", SmallInteger, primary_key=True, autoincrement=False),
    Column("amount", Float, nullable=False),
)
