"""Visits to households with witnesses and photos; lists whose sample is called back; who asked for whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from aidtrack.db import Key, Moment

revision = "0012"
down_revision = "0011"

COLUMNS = (
    "asked_by_name",
    "asked_by_phone",
    "asked_by_relation",
    "reasons",
    "visited_at",
    "appealed_from_id",
)


def upgrade() -> None:
    op.add_column("cases", sa.Column("asked_by_name", sa.Text(), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("asked_by_phone", Key, nullable=True))
    op.add_column("cases", sa.Column("asked_by_relation", sa.Text(), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("reasons", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("cases", sa.Column("visited_at", Moment(), nullable=True))
    op.add_column("cases", sa.Column("appealed_from_id", sa.Integer(), nullable=True))
    _visits()
    _call_lists()


def _visits() -> None:
    op.create_table(
        "case_visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.Column("people_found", sa.Integer(), nullable=True),
        sa.Column("without_papers", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("consent_by", sa.Text(), nullable=False),
        sa.Column("vouched", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "result IN ('as_told', 'differs', 'nobody_in', 'not_known')", name=op.f("ck_case_visits_result")
        ),
        sa.CheckConstraint("without_papers >= 0", name=op.f("ck_case_visits_without_papers")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_case_visits_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_visits_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_visits")),
    )
    op.create_index(op.f("ix_case_visits_case_id"), "case_visits", ["case_id"], unique=False)
    op.create_table(
        "case_visit_witnesses",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", Key, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", Key, nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["case_visits.id"], name=op.f("fk_case_visit_witnesses_visit_id")
        ),
        sa.PrimaryKeyConstraint("visit_id", "position", name=op.f("pk_case_visit_witnesses")),
    )
    op.create_table(
        "case_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("name", Key, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("erased_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_case_photos_by_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["case_visits.id"], name=op.f("fk_case_photos_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_photos")),
        sa.UniqueConstraint("name", name=op.f("uq_case_photos_name")),
    )
    op.create_index(op.f("ix_case_photos_visit_id"), "case_photos", ["visit_id"], unique=False)
    op.create_index("ix_case_photos_erased_at", "case_photos", ["erased_at"], unique=False)


def _call_lists() -> None:
    op.create_table(
        "case_call_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_path", Key, nullable=False),
        sa.Column("seed", Key, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("verified", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('', 'verified', 'refused', 'dropped')", name=op.f("ck_case_call_lists_outcome")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_case_call_lists_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_call_lists")),
    )
    op.create_index("ix_case_call_lists_place", "case_call_lists", ["place_path", "outcome"], unique=False)
    op.create_table(
        "case_call_list_cases",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lot", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_by_name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "answer IS NULL OR answer IN ('confirmed', 'wrong', 'not_reached')",
            name=op.f("ck_case_call_list_cases_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_case_call_list_cases_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_call_list_cases_case_id")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["case_call_lists.id"], name=op.f("fk_case_call_list_cases_list_id")
        ),
        sa.PrimaryKeyConstraint("list_id", "case_id", name=op.f("pk_case_call_list_cases")),
    )
    op.create_index(
        op.f("ix_case_call_list_cases_case_id"), "case_call_list_cases", ["case_id"], unique=False
    )


def downgrade() -> None:
    for table in (
        "case_call_list_cases",
        "case_call_lists",
        "case_photos",
        "case_visit_witnesses",
        "case_visits",
    ):
        op.drop_table(table)
    for column in reversed(COLUMNS):
        op.drop_column("cases", column)
