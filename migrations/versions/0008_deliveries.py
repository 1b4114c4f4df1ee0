"""Trips, stops, what they carry and what was signed for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from aidtrack.db import Key, Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "trips",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", Key, nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("place_id", Key, nullable=False),
        sa.Column("place_path", Key, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("driver_id", sa.Integer(), nullable=True),
        sa.Column("vehicle_id", sa.Integer(), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), nullable=True),
        sa.Column("planned_at", Moment(), nullable=False),
        sa.Column("sent_out_at", Moment(), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("issue_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'out', 'closed', 'cancelled')", name=op.f("ck_trips_state")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_trips_campaign_id")),
        sa.ForeignKeyConstraint(["driver_id"], ["people.id"], name=op.f("fk_trips_driver_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["stock_documents.id"], name=op.f("fk_trips_issue_id")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_trips_place_id")),
        sa.ForeignKeyConstraint(["planned_by_id"], ["people.id"], name=op.f("fk_trips_planned_by_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["stock_locations.id"], name=op.f("fk_trips_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trips")),
        sa.UniqueConstraint("code", name=op.f("uq_trips_code")),
    )
    op.create_index(op.f("ix_trips_campaign_id"), "trips", ["campaign_id"], unique=False)
    op.create_index(op.f("ix_trips_driver_id"), "trips", ["driver_id"], unique=False)
    op.create_index(op.f("ix_trips_place_path"), "trips", ["place_path"], unique=False)
    op.create_table(
        "stops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("trip_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('received', 'received_for', 'absent', 'declined', 'partial')",
            name=op.f("ck_stops_outcome"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_stops_case_id")),
        sa.ForeignKeyConstraint(["trip_id"], ["trips.id"], name=op.f("fk_stops_trip_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stops")),
    )
    op.create_index(op.f("ix_stops_case_id"), "stops", ["case_id"], unique=False)
    op.create_index(op.f("ix_stops_trip_id"), "stops", ["trip_id"], unique=False)
    op.create_index("uq_stops_trip_id_case_id", "stops", ["trip_id", "case_id"], unique=True)
    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stop_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("give_id", sa.Integer(), nullable=True),
        sa.Column("return_id", sa.Integer(), nullable=True),
        sa.Column("key", Key, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("superseded_at", Moment(), nullable=True),
        sa.CheckConstraint("corrects_id IS NULL OR reason <> ''", name=op.f("ck_receipts_reason")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_receipts_by_id")),
        sa.ForeignKeyConstraint(["corrects_id"], ["receipts.id"], name=op.f("fk_receipts_corrects_id")),
        sa.ForeignKeyConstraint(["give_id"], ["stock_documents.id"], name=op.f("fk_receipts_give_id")),
        sa.ForeignKeyConstraint(["return_id"], ["stock_documents.id"], name=op.f("fk_receipts_return_id")),
        sa.ForeignKeyConstraint(["stop_id"], ["stops.id"], name=op.f("fk_receipts_stop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_receipts_corrects_id")),
        sa.UniqueConstraint("key", name=op.f("uq_receipts_key")),
    )
    op.create_index(op.f("ix_receipts_stop_id"), "receipts", ["stop_id"], unique=False)
    op.create_index(
        "uq_receipts_stop_id_counts",
        "receipts",
        ["stop_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "stop_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stop_id", sa.Integer(), nullable=False),
        sa.Column("portion_id", sa.Integer(), nullable=False),
        sa.Column("good_code", Key, nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("reservation_id", sa.Integer(), nullable=False),
        sa.Column("planned", sa.BigInteger(), nullable=False),
        sa.Column("given", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "given IS NULL OR (given >= 0 AND given <= planned)", name=op.f("ck_stop_lines_given")
        ),
        sa.CheckConstraint("planned > 0", name=op.f("ck_stop_lines_planned")),
        sa.ForeignKeyConstraint(["good_code"], ["goods.code"], name=op.f("fk_stop_lines_good_code")),
        sa.ForeignKeyConstraint(["lot_id"], ["stock_lots.id"], name=op.f("fk_stop_lines_lot_id")),
        sa.ForeignKeyConstraint(["portion_id"], ["portions.id"], name=op.f("fk_stop_lines_portion_id")),
        sa.ForeignKeyConstraint(
            ["reservation_id"], ["stock_reservations.id"], name=op.f("fk_stop_lines_reservation_id")
        ),
        sa.ForeignKeyConstraint(["stop_id"], ["stops.id"], name=op.f("fk_stop_lines_stop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop_lines")),
    )
    op.create_index(op.f("ix_stop_lines_portion_id"), "stop_lines", ["portion_id"], unique=False)
    op.create_index(op.f("ix_stop_lines_stop_id"), "stop_lines", ["stop_id"], unique=False)


def downgrade() -> None:
    op.drop_table("stop_lines")
    op.drop_table("receipts")
    op.drop_table("stops")
    op.drop_table("trips")
