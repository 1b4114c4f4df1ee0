"""Cases with members, categories, timeline, look-alikes and imports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from aidtrack.db import Key, Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "case_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", Key, nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("edition", sa.String(length=4), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("committed_at", Moment(), nullable=True),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.Column("already", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_case_imports_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_imports")),
        sa.UniqueConstraint("token", name=op.f("uq_case_imports_token")),
    )
    op.create_index(op.f("ix_case_imports_file_digest"), "case_imports", ["file_digest"], unique=False)
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", Key, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("suspected", sa.Boolean(), nullable=False),
        sa.Column("place_id", Key, nullable=False),
        sa.Column("place_path", Key, nullable=False),
        sa.Column("residential_group", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", Key, nullable=False),
        sa.Column("name_sort", Key, nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("citizen_id", Key, nullable=True),
        sa.Column("phone", Key, nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("young", sa.Integer(), nullable=True),
        sa.Column("old", sa.Integer(), nullable=True),
        sa.Column("residence", sa.String(length=16), nullable=False),
        sa.Column("home_address", sa.Text(), nullable=False),
        sa.Column("circumstances", sa.Text(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("consent_by", sa.Text(), nullable=False),
        sa.Column("consent_at", Moment(), nullable=True),
        sa.Column("registered_by_id", sa.Integer(), nullable=True),
        sa.Column("registered_by_name", sa.Text(), nullable=False),
        sa.Column("registered_at", Moment(), nullable=False),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.Column("verified_at", Moment(), nullable=True),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("import_key", Key, nullable=True),
        sa.Column("list_position", sa.Integer(), nullable=True),
        sa.Column("progress", sa.String(length=16), nullable=False),
        sa.Column("progress_note", sa.JSON(), nullable=False),
        sa.Column("served_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "progress IN ('none', 'planned', 'allocated', 'out', 'served', 'partial', 'failed')",
            name=op.f("ck_cases_progress"),
        ),
        sa.CheckConstraint("people > 0", name=op.f("ck_cases_people")),
        sa.ForeignKeyConstraint(["import_id"], ["case_imports.id"], name=op.f("fk_cases_import_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["cases.id"], name=op.f("fk_cases_merged_into_id")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_cases_place_id")),
        sa.ForeignKeyConstraint(["registered_by_id"], ["people.id"], name=op.f("fk_cases_registered_by_id")),
        sa.ForeignKeyConstraint(["verified_by_id"], ["people.id"], name=op.f("fk_cases_verified_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("code", name=op.f("uq_cases_code")),
        sa.UniqueConstraint("import_key", name=op.f("uq_cases_import_key")),
    )
    op.create_index(
        "ix_cases_board",
        "cases",
        ["place_path", "state", "progress", "people", "registered_at"],
        unique=False,
    )
    op.create_index(op.f("ix_cases_citizen_id"), "cases", ["citizen_id"], unique=False)
    op.create_index(op.f("ix_cases_import_id"), "cases", ["import_id"], unique=False)
    op.create_index(
        "ix_cases_list",
        "cases",
        ["registered_at", "id", "place_path", "name_folded", "name_sort"],
        unique=False,
    )
    op.create_index(op.f("ix_cases_phone"), "cases", ["phone"], unique=False)
    op.create_index("ix_cases_place", "cases", ["place_path", "registered_at", "id"], unique=False)
    op.create_index(
        "ix_cases_progress", "cases", ["progress", "registered_at", "id", "place_path"], unique=False
    )
    op.create_index(op.f("ix_cases_registered_by_id"), "cases", ["registered_by_id"], unique=False)
    op.create_index(
        "ix_cases_state",
        "cases",
        ["state", "registered_at", "id", "place_path", "suspected", "registered_by_id"],
        unique=False,
    )
    op.create_index(
        "ix_cases_suspected",
        "cases",
        ["suspected", "registered_at", "id", "place_path"],
        unique=False,
        sqlite_where=sa.text("suspected = 1"),
        postgresql_where=sa.text("suspected"),
    )
    op.create_table(
        "case_blocks",
        sa.Column("key", Key, nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_blocks_case_id")),
        sa.PrimaryKeyConstraint("key", "case_id", name=op.f("pk_case_blocks")),
    )
    op.create_index(op.f("ix_case_blocks_case_id"), "case_blocks", ["case_id"], unique=False)
    op.create_table(
        "case_categories",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("code", Key, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_categories_case_id")),
        sa.PrimaryKeyConstraint("case_id", "code", name=op.f("pk_case_categories")),
    )
    op.create_index("ix_case_categories_code", "case_categories", ["code"], unique=False)
    op.create_table(
        "case_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_case_events_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_events_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_events")),
    )
    op.create_index("ix_case_events_case_id_id", "case_events", ["case_id", "id"], unique=False)
    op.create_table(
        "case_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("care", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_members_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_members")),
    )
    op.create_index(op.f("ix_case_members_case_id"), "case_members", ["case_id"], unique=False)
    op.create_table(
        "case_pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("found_at", Moment(), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "decision IS NULL OR decision IN ('same', 'different')", name=op.f("ck_case_pairs_decision")
        ),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_case_pairs_order")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_case_pairs_decided_by_id")),
        sa.ForeignKeyConstraint(["first_id"], ["cases.id"], name=op.f("fk_case_pairs_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["cases.id"], name=op.f("fk_case_pairs_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_pairs")),
    )
    op.create_index("ix_case_pairs_decision", "case_pairs", ["decision"], unique=False)
    op.create_index(op.f("ix_case_pairs_second_id"), "case_pairs", ["second_id"], unique=False)
    op.create_index("uq_case_pairs_first_id_second_id", "case_pairs", ["first_id", "second_id"], unique=True)
    op.create_table(
        "case_waiting_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("import_key", Key, nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("place_path", Key, nullable=False),
        sa.Column("of_case_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "decision IS NULL OR decision IN ('same', 'different')",
            name=op.f("ck_case_waiting_rows_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_case_waiting_rows_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["case_imports.id"], name=op.f("fk_case_waiting_rows_import_id")
        ),
        sa.ForeignKeyConstraint(["of_case_id"], ["cases.id"], name=op.f("fk_case_waiting_rows_of_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_waiting_rows")),
        sa.UniqueConstraint("import_key", name=op.f("uq_case_waiting_rows_import_key")),
    )
    op.create_index("ix_case_waiting_rows_decision", "case_waiting_rows", ["decision"], unique=False)
    op.create_index(op.f("ix_case_waiting_rows_import_id"), "case_waiting_rows", ["import_id"], unique=False)
    op.create_index(
        op.f("ix_case_waiting_rows_of_case_id"), "case_waiting_rows", ["of_case_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("case_waiting_rows")
    op.drop_table("case_pairs")
    op.drop_table("case_members")
    op.drop_table("case_events")
    op.drop_table("case_categories")
    op.drop_table("case_blocks")
    op.drop_table("cases")
    op.drop_table("case_imports")
