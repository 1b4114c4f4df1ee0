"""Campaigns, norms, plans, portions and the lots that hold them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from aidtrack.db import Key, Moment

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", Key, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("receives_from", sa.Date(), nullable=False),
        sa.Column("receives_to", sa.Date(), nullable=False),
        sa.Column("distributes_from", sa.Date(), nullable=False),
        sa.Column("distributes_to", sa.Date(), nullable=False),
        sa.Column("place_path", Key, nullable=False),
        sa.Column("store_id", sa.Integer(), nullable=False),
        sa.Column("classes", sa.JSON(), nullable=False),
        sa.Column("rest_days", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_campaigns_state")),
        sa.CheckConstraint("rest_days >= 0", name=op.f("ck_campaigns_rest_days")),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_campaigns_made_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["stock_locations.id"], name=op.f("fk_campaigns_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("code", name=op.f("uq_campaigns_code")),
    )
    op.create_table(
        "campaign_norms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("good_code", Key, nullable=False),
        sa.Column("per", sa.String(length=16), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("floor", sa.BigInteger(), nullable=True),
        sa.Column("cap", sa.BigInteger(), nullable=True),
        sa.Column("whole_pack", sa.Integer(), nullable=True),
        sa.Column("order_rule", sa.String(length=24), nullable=False),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "order_rule IN ('priority', 'largest_households')", name=op.f("ck_campaign_norms_order")
        ),
        sa.CheckConstraint("per IN ('person', 'household')", name=op.f("ck_campaign_norms_per")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_campaign_norms_amount")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_norms_campaign_id")
        ),
        sa.ForeignKeyConstraint(["good_code"], ["goods.code"], name=op.f("fk_campaign_norms_good_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_norms")),
    )
    op.create_index(op.f("ix_campaign_norms_campaign_id"), "campaign_norms", ["campaign_id"], unique=False)
    op.create_index(
        "uq_campaign_norms_campaign_id_good_code", "campaign_norms", ["campaign_id", "good_code"], unique=True
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by_name", sa.Text(), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.Text(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("no_relatives", sa.Boolean(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("resting", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed', 'approved', 'returned', 'outdated')", name=op.f("ck_plans_state")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_plans_campaign_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_plans_decided_by_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people.id"], name=op.f("fk_plans_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    op.create_index(op.f("ix_plans_campaign_id"), "plans", ["campaign_id"], unique=False)
    op.create_index("uq_plans_campaign_id_number", "plans", ["campaign_id", "number"], unique=True)
    op.create_table(
        "portions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("good_code", Key, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("entitled", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed', 'dropped', 'reserved', 'out', 'given', 'partial', 'failed', 'released')",
            name=op.f("ck_portions_state"),
        ),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_portions_amount")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_portions_case_id")),
        sa.ForeignKeyConstraint(["good_code"], ["goods.code"], name=op.f("fk_portions_good_code")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_portions_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portions")),
    )
    op.create_index("ix_portions_case_id", "portions", ["case_id"], unique=False)
    op.create_index("ix_portions_plan_id_position", "portions", ["plan_id", "position"], unique=False)
    op.create_index(
        "uq_portions_plan_id_case_id_good_code", "portions", ["plan_id", "case_id", "good_code"], unique=True
    )
    op.create_table(
        "portion_lots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("portion_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("reservation_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_portion_lots_amount")),
        sa.ForeignKeyConstraint(["lot_id"], ["stock_lots.id"], name=op.f("fk_portion_lots_lot_id")),
        sa.ForeignKeyConstraint(["portion_id"], ["portions.id"], name=op.f("fk_portion_lots_portion_id")),
        sa.ForeignKeyConstraint(
            ["reservation_id"], ["stock_reservations.id"], name=op.f("fk_portion_lots_reservation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portion_lots")),
        sa.UniqueConstraint("reservation_id", name=op.f("uq_portion_lots_reservation_id")),
    )
    op.create_index(op.f("ix_portion_lots_portion_id"), "portion_lots", ["portion_id"], unique=False)


def downgrade() -> None:
    op.drop_table("portion_lots")
    op.drop_table("portions")
    op.drop_table("plans")
    op.drop_table("campaign_norms")
    op.drop_table("campaigns")
