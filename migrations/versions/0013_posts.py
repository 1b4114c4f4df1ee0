"""Posts of community groups and the drafts that were read from them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from aidtrack.db import Key, Moment

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", Key, nullable=False),
        sa.Column("place_id", Key, nullable=False),
        sa.Column("place_path", Key, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("posted_at", Moment(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("kind_read", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("forgotten", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_posts_by_id")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_posts_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    op.create_index(op.f("ix_posts_batch"), "posts", ["batch"], unique=False)
    op.create_index(op.f("ix_posts_by_id"), "posts", ["by_id"], unique=False)
    op.create_index("ix_posts_unsorted", "posts", ["kind", "place_path", "id"], unique=False)
    op.create_index("uq_posts_place_id_digest", "posts", ["place_id", "digest"], unique=True)
    op.create_table(
        "post_drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place_id", Key, nullable=False),
        sa.Column("place_path", Key, nullable=False),
        sa.Column("place_known", sa.Boolean(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("phone", Key, nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("corrected", sa.JSON(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.Text(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'confirmed', 'discarded', 'served')", name=op.f("ck_post_drafts_state")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_post_drafts_case_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_post_drafts_decided_by_id")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_post_drafts_place_id")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_post_drafts_post_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_drafts")),
    )
    op.create_index(op.f("ix_post_drafts_case_id"), "post_drafts", ["case_id"], unique=False)
    op.create_index(op.f("ix_post_drafts_phone"), "post_drafts", ["phone"], unique=False)
    op.create_index("ix_post_drafts_place", "post_drafts", ["place_path", "state"], unique=False)
    op.create_index(
        "ix_post_drafts_open",
        "post_drafts",
        ["urgent", "since", "id", "place_path"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("uq_post_drafts_post_id_number", "post_drafts", ["post_id", "number"], unique=True)


def downgrade() -> None:
    op.drop_table("post_drafts")
    op.drop_table("posts")
