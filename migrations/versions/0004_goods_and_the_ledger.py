"""Goods with packs; the ledger: locations, lots, documents, movements, balances, reservations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from aidtrack.db import Key, Moment
from aidtrack.schema import append_only, rewritable

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "goods",
        sa.Column("code", Key, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("base", sa.String(length=16), nullable=False),
        sa.Column("shown", sa.String(length=16), nullable=False),
        sa.Column("shown_factor", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("perishable", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("shown_factor > 0", name=op.f("ck_goods_shown_factor")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_goods")),
    )
    op.create_table(
        "stock_counters",
        sa.Column("name", Key, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_stock_counters")),
    )
    op.create_table(
        "stock_locations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", Key, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("place_path", Key, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_locations")),
        sa.UniqueConstraint("code", name=op.f("uq_stock_locations_code")),
    )
    op.create_table(
        "packs",
        sa.Column("good_code", Key, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("factor", sa.Integer(), nullable=False),
        sa.Column("usual", sa.Boolean(), nullable=False),
        sa.CheckConstraint("factor > 0", name=op.f("ck_packs_factor")),
        sa.ForeignKeyConstraint(["good_code"], ["goods.code"], name=op.f("fk_packs_good_code")),
        sa.PrimaryKeyConstraint("good_code", "name", "factor", name=op.f("pk_packs")),
    )
    op.create_table(
        "stock_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", Key, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("subject", Key, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("key", Key, nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("place_path", Key, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_stock_documents_by_id")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["stock_documents.id"], name=op.f("fk_stock_documents_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_documents")),
        sa.UniqueConstraint("key", name=op.f("uq_stock_documents_key")),
        sa.UniqueConstraint("number", name=op.f("uq_stock_documents_number")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_stock_documents_reverses_id")),
    )
    op.create_index("ix_stock_documents_kind_at", "stock_documents", ["kind", "at"], unique=False)
    op.create_index("ix_stock_documents_place_path_id", "stock_documents", ["place_path", "id"], unique=False)
    op.create_index("ix_stock_documents_subject", "stock_documents", ["subject"], unique=False)
    op.create_table(
        "stock_lots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", Key, nullable=False),
        sa.Column("good_code", Key, nullable=False),
        sa.Column("pack_name", sa.Text(), nullable=True),
        sa.Column("pack_factor", sa.Integer(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.CheckConstraint("pack_factor IS NULL OR pack_factor > 0", name=op.f("ck_stock_lots_pack_factor")),
        sa.ForeignKeyConstraint(["good_code"], ["goods.code"], name=op.f("fk_stock_lots_good_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_lots")),
        sa.UniqueConstraint("code", name=op.f("uq_stock_lots_code")),
    )
    op.create_index(op.f("ix_stock_lots_good_code"), "stock_lots", ["good_code"], unique=False)
    op.create_table(
        "stock_transfers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"], ["stock_locations.id"], name=op.f("fk_stock_transfers_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["stock_locations.id"], name=op.f("fk_stock_transfers_target_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_transfers")),
    )
    op.create_index("ix_stock_transfers_closed_at", "stock_transfers", ["closed_at"], unique=False)
    op.create_table(
        "stock_balances",
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.Column("reserved", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("reserved >= 0 AND on_hand >= reserved", name=op.f("ck_stock_balances_covered")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["stock_locations.id"], name=op.f("fk_stock_balances_location_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["stock_lots.id"], name=op.f("fk_stock_balances_lot_id")),
        sa.PrimaryKeyConstraint("location_id", "lot_id", name=op.f("pk_stock_balances")),
    )
    op.create_index(op.f("ix_stock_balances_lot_id"), "stock_balances", ["lot_id"], unique=False)
    op.create_table(
        "stock_count_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("expected >= 0 AND counted >= 0", name=op.f("ck_stock_count_lines_amounts")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["stock_documents.id"], name=op.f("fk_stock_count_lines_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["stock_locations.id"], name=op.f("fk_stock_count_lines_location_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["stock_lots.id"], name=op.f("fk_stock_count_lines_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count_lines")),
    )
    op.create_index(
        op.f("ix_stock_count_lines_document_id"), "stock_count_lines", ["document_id"], unique=False
    )
    op.create_index(
        "ix_stock_count_lines_location_id_lot_id",
        "stock_count_lines",
        ["location_id", "lot_id"],
        unique=False,
    )
    op.create_table(
        "stock_movements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_stock_movements_amount")),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_stock_movements_elsewhere")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["stock_documents.id"], name=op.f("fk_stock_movements_document_id")
        ),
        sa.ForeignKeyConstraint(["from_id"], ["stock_locations.id"], name=op.f("fk_stock_movements_from_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["stock_lots.id"], name=op.f("fk_stock_movements_lot_id")),
        sa.ForeignKeyConstraint(["to_id"], ["stock_locations.id"], name=op.f("fk_stock_movements_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_movements")),
    )
    op.create_index(op.f("ix_stock_movements_document_id"), "stock_movements", ["document_id"], unique=False)
    op.create_index(
        "ix_stock_movements_from_id_lot_id", "stock_movements", ["from_id", "lot_id"], unique=False
    )
    op.create_index(op.f("ix_stock_movements_lot_id"), "stock_movements", ["lot_id"], unique=False)
    op.create_index("ix_stock_movements_to_id_lot_id", "stock_movements", ["to_id", "lot_id"], unique=False)
    op.create_table(
        "stock_reservations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("subject", Key, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=True),
        sa.Column("ended", sa.String(length=16), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "ended IS NULL OR ended IN ('used', 'released', 'expired')",
            name=op.f("ck_stock_reservations_ended"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_stock_reservations_amount")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["stock_locations.id"], name=op.f("fk_stock_reservations_location_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["stock_lots.id"], name=op.f("fk_stock_reservations_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_reservations")),
    )
    op.create_index(
        "ix_stock_reservations_ended_expires_at", "stock_reservations", ["ended", "expires_at"], unique=False
    )
    op.create_index("ix_stock_reservations_lot_id", "stock_reservations", ["lot_id"], unique=False)
    op.create_index("ix_stock_reservations_subject", "stock_reservations", ["subject"], unique=False)
    append_only(op, "stock_documents")
    append_only(op, "stock_movements")
    append_only(op, "stock_count_lines")


def downgrade() -> None:
    rewritable(op, "stock_documents")
    rewritable(op, "stock_movements")
    rewritable(op, "stock_count_lines")
    op.drop_table("stock_reservations")
    op.drop_table("stock_movements")
    op.drop_table("stock_count_lines")
    op.drop_table("stock_balances")
    op.drop_table("stock_transfers")
    op.drop_table("stock_lots")
    op.drop_table("stock_documents")
    op.drop_table("packs")
    op.drop_table("stock_locations")
    op.drop_table("stock_counters")
    op.drop_table("goods")
