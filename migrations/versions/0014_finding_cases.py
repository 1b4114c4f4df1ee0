"""The search of cases (words and trigrams) and the views that people keep.

The terms stand in the row of their case. SQLite's full-text table keeps no text of its own and is written by
triggers, so that no entrance can forget it; they add the places around the case, by which a search narrows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from aidtrack.cases.finding import PLACE_CUTS, terms_of
from aidtrack.cases.finding_models import Terms
from aidtrack.db import Key, Moment
from aidtrack.schema import CASE_WORDS

revision = "0014"
down_revision = "0013"

AT_ONCE = 1_000
TRIGGERS = ("found", "found_again", "found_no_more")


STATE = ["state", "registered_at", "id", "place_path", "suspected", "registered_by_id"]
"""What the queue of whoever verifies is answered from; with `version` a case that was never edited needs no
look at its row."""


def upgrade() -> None:
    op.drop_index("ix_cases_state", "cases")
    op.create_index("ix_cases_state", "cases", [*STATE, "version"], unique=False)
    op.add_column("cases", sa.Column("finds", Terms(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        _full_text()
    else:
        op.execute("CREATE INDEX ix_cases_finds ON cases USING gin (finds)")
    _fill()
    op.create_table(
        "case_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("label", Key, nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("place_path", Key, nullable=True),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.CheckConstraint("label <> '' OR place_path IS NULL", name=op.f("ck_case_views_shared")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_case_views_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_views")),
    )
    op.create_index(op.f("ix_case_views_place_path"), "case_views", ["place_path"], unique=False)
    op.create_index("uq_case_views_owner_id_label", "case_views", ["owner_id", "label"], unique=True)


def _full_text() -> None:
    """The table and its triggers. `ascii` takes all that is no ASCII for letters, as our terms do; positions
    are not kept, because a term says by itself where it stands."""
    options = "content='', columnsize=0, detail=none, tokenize=\"ascii tokenchars '/=~+'\""
    op.execute(f"CREATE VIRTUAL TABLE {CASE_WORDS} USING fts5({CASE_WORDS}_terms, {options})")
    write = f"INSERT INTO {CASE_WORDS} (rowid, {CASE_WORDS}_terms) VALUES (new.id, {_terms('new')});"
    forget = (
        f"INSERT INTO {CASE_WORDS} ({CASE_WORDS}, rowid, {CASE_WORDS}_terms)"
        f" VALUES ('delete', old.id, {_terms('old')});"
    )
    changed = "old.finds IS NOT new.finds OR old.place_path IS NOT new.place_path"
    op.execute(f"CREATE TRIGGER cases_found AFTER INSERT ON cases BEGIN {write} END")
    op.execute(
        f"CREATE TRIGGER cases_found_again AFTER UPDATE OF finds, place_path ON cases WHEN {changed}"
        f" BEGIN {forget} {write} END"
    )
    op.execute(f"CREATE TRIGGER cases_found_no_more AFTER DELETE ON cases BEGIN {forget} END")


def _terms(row: str) -> str:
    """The terms of a row with those of the places around it."""
    around = [f"substr({row}.place_path, 1, {cut})" for cut in PLACE_CUTS]
    return " || ' ' || ".join([f"coalesce({row}.finds, '')", *around, f"{row}.place_path"])


def _fill() -> None:
    """Terms for the cases that are there."""
    cases = sa.table(
        "cases",
        *(sa.column(name, sa.Text()) for name in ("name", "address", "residential_group", "phone")),
        sa.column("id", sa.Integer()),
        sa.column("finds", Terms()),
    )
    told = sa.select(
        cases.c.id, cases.c.name, cases.c.address, cases.c.residential_group, cases.c.phone
    ).order_by(cases.c.id)
    write = cases.update().where(cases.c.id == sa.bindparam("of")).values(finds=sa.bindparam("terms"))
    last = 0
    if op.get_bind().dialect.name == "sqlite":
        # Cases of before have no terms yet that could be forgotten.
        op.execute(
            f"INSERT INTO {CASE_WORDS} (rowid, {CASE_WORDS}_terms) SELECT id, {_terms('cases')} FROM cases"
        )
    while some := op.get_bind().execute(told.where(cases.c.id > last).limit(AT_ONCE)).all():
        last = some[-1].id
        rows = [{"of": row.id, "terms": terms_of(*row[1:4], phone=row.phone)} for row in some]
        op.get_bind().execute(write, rows)


def downgrade() -> None:
    op.drop_index("ix_cases_state", "cases")
    op.create_index("ix_cases_state", "cases", STATE, unique=False)
    op.drop_table("case_views")
    if op.get_bind().dialect.name == "sqlite":
        for name in TRIGGERS:
            op.execute(f"DROP TRIGGER cases_{name}")
        op.execute(f"DROP TABLE {CASE_WORDS}")
    else:
        op.drop_index("ix_cases_finds", "cases")
    op.drop_column("cases", "finds")
