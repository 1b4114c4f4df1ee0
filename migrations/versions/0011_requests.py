"""Requests for help that residents send themselves, in quarantine until somebody takes them up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from aidtrack.db import Key, Moment

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "request_pages",
        sa.Column("place_id", Key, nullable=False),
        sa.Column("place_path", Key, nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("phone", Key, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by_name", sa.Text(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_request_pages_place_id")),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_request_pages")),
    )
    op.create_index(op.f("ix_request_pages_place_path"), "request_pages", ["place_path"], unique=False)
    op.create_table(
        "help_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("key_digest", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place_id", Key, nullable=False),
        sa.Column("place_path", Key, nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("for_neighbour", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", Key, nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asker_name", sa.Text(), nullable=False),
        sa.Column("asker_phone", Key, nullable=True),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("suspicions", sa.JSON(), nullable=False),
        sa.Column("words_digest", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("linked", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("reason_text", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_by_name", sa.Text(), nullable=False),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("withdrawal_asked_at", Moment(), nullable=True),
        sa.Column("erased_at", Moment(), nullable=True),
        sa.CheckConstraint("state <> 'taken' OR case_id IS NOT NULL", name=op.f("ck_help_requests_case")),
        sa.CheckConstraint(
            "state IN ('apart', 'waiting', 'taken', 'declined', 'spam', 'withdrawn')",
            name=op.f("ck_help_requests_state"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_help_requests_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_help_requests_case_id")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_help_requests_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_requests")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_help_requests_code_digest")),
        sa.UniqueConstraint("key_digest", name=op.f("uq_help_requests_key_digest")),
    )
    op.create_index(op.f("ix_help_requests_case_id"), "help_requests", ["case_id"], unique=False)
    op.create_index("ix_help_requests_asker_phone", "help_requests", ["asker_phone"], unique=False)
    op.create_index("ix_help_requests_phone", "help_requests", ["phone"], unique=False)
    op.create_index(
        "ix_help_requests_place_id_sent_at", "help_requests", ["place_id", "sent_at"], unique=False
    )
    op.create_index(
        "ix_help_requests_queue",
        "help_requests",
        ["state", "urgent", "sent_at", "id", "place_path"],
        unique=False,
    )
    op.create_table(
        "request_knocks",
        sa.Column("door", Key, nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("door", "who", "since", name=op.f("pk_request_knocks")),
    )
    op.create_index("ix_request_knocks_since", "request_knocks", ["since"], unique=False)


def downgrade() -> None:
    op.drop_table("request_knocks")
    op.drop_table("help_requests")
    op.drop_table("request_pages")
