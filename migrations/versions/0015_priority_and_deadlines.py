"""Since when a case stands in its state and who put it there; scores that somebody changed by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from aidtrack.db import Key, Moment

revision = "0015"
down_revision = "0014"

STEPS = """
    'register', 'import', 'row', 'take_up', 'visit', 'verify', 'send_back', 'resubmit', 'reject', 'appeal',
    'hold', 'resume', 'withdraw', 'reopen', 'unmark', 'expire', 'recheck'
"""
"""Lines of a timeline that move a case, as far as they were written before this migration."""


def upgrade() -> None:
    op.add_column("cases", sa.Column("state_since", Moment(), nullable=True))
    op.add_column("cases", sa.Column("state_by_id", sa.Integer(), nullable=True))
    for column, value in (("state_since", "at"), ("state_by_id", "by_id")):
        last = f"SELECT e.{value} FROM case_events e WHERE e.case_id = cases.id AND e.kind IN ({STEPS})"
        op.execute(f"UPDATE cases SET {column} = ({last} ORDER BY e.id DESC LIMIT 1)")
    op.execute("UPDATE cases SET state_since = registered_at WHERE state_since IS NULL")
    op.create_index(
        "ix_cases_since", "cases", ["state", "state_since", "place_path", "place_id"], unique=False
    )
    op.create_table(
        "case_priority_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("version", Key, nullable=False),
        sa.CheckConstraint("points BETWEEN -20 AND 20", name=op.f("ck_case_priority_changes_points")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_case_priority_changes_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_priority_changes_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_priority_changes")),
    )
    op.create_index(
        op.f("ix_case_priority_changes_case_id"), "case_priority_changes", ["case_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("case_priority_changes")
    op.drop_index("ix_cases_since", table_name="cases")
    op.drop_column("cases", "state_by_id")
    op.drop_column("cases", "state_since")
