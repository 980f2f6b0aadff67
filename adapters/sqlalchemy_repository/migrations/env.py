"""Alembic's way in: the connection comes from whoever migrates."""

from __future__ import annotations

from alembic import context

from adapters.sqlalchemy_repository.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
