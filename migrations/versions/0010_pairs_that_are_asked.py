"""Suspected pairs: a third answer, the other ward is asked; scores go from 0 to 100."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from aidtrack.db import Key, Moment

revision = "0010"
down_revision = "0009"

# A score was the sum of points, 12 and more; it became 60 and more of 100.
TO_HUNDRED = "UPDATE case_pairs SET score = CASE WHEN score > 24 THEN 100 ELSE 60 + 3 * (score - 12) END"
TO_POINTS = "UPDATE case_pairs SET score = 12 + (score - 60) / 3"


def upgrade() -> None:
    op.create_table(
        "case_pair_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("asking_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_name", sa.Text(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("answer_note", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_by_name", sa.Text(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("place", Key, nullable=False),
        sa.CheckConstraint(
            "answer IS NULL OR answer IN ('same', 'different', 'lapsed')",
            name=op.f("ck_case_pair_questions_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["pair_id"], ["case_pairs.id"], name=op.f("fk_case_pair_questions_pair_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asking_id"], ["cases.id"], name=op.f("fk_case_pair_questions_asking_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asked_id"], ["cases.id"], name=op.f("fk_case_pair_questions_asked_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["people.id"], name=op.f("fk_case_pair_questions_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_case_pair_questions_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_pair_questions")),
    )
    for column in ("pair_id", "asking_id", "asked_id"):
        op.create_index(
            op.f(f"ix_case_pair_questions_{column}"), "case_pair_questions", [column], unique=False
        )
    op.execute(f"{TO_HUNDRED} WHERE score > 0")


def downgrade() -> None:
    op.execute(f"{TO_POINTS} WHERE score >= 60")
    op.drop_table("case_pair_questions")
