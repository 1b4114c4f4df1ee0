"""What a deployment keeps of itself: facts and acts that are done once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from aidtrack.db import Key, Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "done_acts",
        sa.Column("key", Key, nullable=False),
        sa.Column("done_at", Moment(), nullable=False),
        sa.Column("leads_to", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_done_acts")),
    )
    op.create_table(
        "kept_facts",
        sa.Column("name", Key, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kept_facts")),
    )


def downgrade() -> None:
    op.drop_table("kept_facts")
    op.drop_table("done_acts")
