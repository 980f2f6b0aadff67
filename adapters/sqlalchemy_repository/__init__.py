"""SQLite and PostgreSQL behind the core's ports: SQLAlchemy Core, in bulk, no ORM."""

from __future__ import annotations

from .looking import Trouble, trouble_with
from .repository import Database

__all__ = ["Database", "Trouble", "trouble_with"]
