"""Runs the migrations of the release on the connection it is given."""

from alembic import context

from app.migration_targets import RELEASE

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=RELEASE, transactional_ddl=True, render_as_batch=False
)
with context.begin_transaction():
    context.run_migrations()
