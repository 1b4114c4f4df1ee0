"""How migrations run: on the connection that `aidtrack.schema` hands over, never on one of their own."""

from __future__ import annotations

from importlib import import_module

from alembic import context

from aidtrack.schema import is_ours

for topic in ("audit", "places", "people", "goods", "stock", "donations", "cases", "campaigns", "deliveries"):
    import_module(f"aidtrack.{topic}.models")

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes["metadata"],
    compare_type=True,
    transaction_per_migration=False,
    render_as_batch=False,  # batch mode drops triggers without a word, see the ledger's tables
    include_object=lambda thing, name, kind, reflected, other: is_ours(name),
)
context.run_migrations()
