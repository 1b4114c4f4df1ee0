"""Donors, donations and their receipts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from aidtrack.db import Key, Moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "donors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", Key, nullable=False),
        sa.Column("phone", Key, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("place_path", Key, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donors")),
    )
    op.create_index(op.f("ix_donors_folded"), "donors", ["folded"], unique=False)
    op.create_table(
        "donations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", Key, nullable=False),
        sa.Column("donor_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("promised_at", Moment(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("earmark", sa.JSON(), nullable=False),
        sa.Column("place_path", Key, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('promised', 'part', 'received', 'withdrawn')", name=op.f("ck_donations_state")
        ),
        sa.ForeignKeyConstraint(["donor_id"], ["donors.id"], name=op.f("fk_donations_donor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donations")),
        sa.UniqueConstraint("code", name=op.f("uq_donations_code")),
    )
    op.create_index(op.f("ix_donations_donor_id"), "donations", ["donor_id"], unique=False)
    op.create_table(
        "donation_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("donation_id", sa.Integer(), nullable=False),
        sa.Column("good_code", Key, nullable=False),
        sa.Column("promised", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("promised >= 0", name=op.f("ck_donation_lines_promised")),
        sa.CheckConstraint("received >= 0", name=op.f("ck_donation_lines_received")),
        sa.ForeignKeyConstraint(
            ["donation_id"], ["donations.id"], name=op.f("fk_donation_lines_donation_id")
        ),
        sa.ForeignKeyConstraint(["good_code"], ["goods.code"], name=op.f("fk_donation_lines_good_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donation_lines")),
    )
    op.create_index(op.f("ix_donation_lines_donation_id"), "donation_lines", ["donation_id"], unique=False)
    op.create_index(
        "uq_donation_lines_donation_id_good_code", "donation_lines", ["donation_id", "good_code"], unique=True
    )
    op.create_table(
        "donation_receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("donation_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("on_paper", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("difference_reason", sa.Text(), nullable=False),
        sa.Column("handed_over_by", sa.Text(), nullable=False),
        sa.CheckConstraint("counted > 0", name=op.f("ck_donation_receipts_counted")),
        sa.CheckConstraint("on_paper >= 0", name=op.f("ck_donation_receipts_on_paper")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["stock_documents.id"], name=op.f("fk_donation_receipts_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["donation_id"], ["donations.id"], name=op.f("fk_donation_receipts_donation_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["stock_lots.id"], name=op.f("fk_donation_receipts_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_donation_receipts")),
    )
    op.create_index(
        op.f("ix_donation_receipts_document_id"), "donation_receipts", ["document_id"], unique=False
    )
    op.create_index(
        op.f("ix_donation_receipts_donation_id"), "donation_receipts", ["donation_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("donation_receipts")
    op.drop_table("donation_lines")
    op.drop_table("donations")
    op.drop_table("donors")
