"""How Alembic runs our migrations: on the connection that it is given, inside the transaction that is open there."""

from __future__ import annotations

from alembic import context

from digest.store.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
