"""Lists that are brought in by the worker: staged rows, progress, remembered columns, undoing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

from aidtrack.db import Key, Moment

revision = "0009"
down_revision = "0008"

_imports = sa.table(
    "case_imports",
    sa.column("id", sa.Integer()),
    sa.column("edition", sa.String()),
    sa.column("reading", sa.JSON()),
    sa.column("committed_at", Moment()),
    sa.column("state", sa.String()),
)
_rows = sa.table(
    "case_import_rows",
    sa.column("import_id", sa.Integer()),
    sa.column("no", sa.Integer()),
    sa.column("sheet", sa.Text()),
    sa.column("row", sa.Integer()),
    sa.column("fate", sa.String()),
    sa.column("people", sa.Integer()),
    sa.column("problems", sa.JSON(none_as_null=True)),
)


def upgrade() -> None:
    _tables()
    op.add_column("case_imports", sa.Column("state", sa.String(16), nullable=False, server_default="staged"))
    op.add_column("case_imports", sa.Column("step", sa.String(16), nullable=False, server_default=""))
    for name in ("cursor", "done", "todo"):
        op.add_column("case_imports", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("case_imports", sa.Column("refused", sa.JSON(), nullable=True))
    op.add_column("case_imports", sa.Column("claimed_until", Moment(), nullable=True))
    op.add_column("case_imports", sa.Column("undone_at", Moment(), nullable=True))
    op.add_column("case_imports", sa.Column("undone_by_name", sa.Text(), nullable=False, server_default=""))
    op.create_index(
        "ix_cases_merged_into_id",
        "cases",
        ["merged_into_id"],
        unique=False,
        sqlite_where=sa.text("merged_into_id IS NOT NULL"),
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    _carry_over()


def _tables() -> None:
    op.create_table(
        "case_import_files",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["case_imports.id"], name=op.f("fk_case_import_files_import_id")
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_case_import_files")),
    )
    op.create_table(
        "case_import_layouts",
        sa.Column("layout", Key, nullable=False),
        sa.Column("place_path", Key, nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("layout", "place_path", name=op.f("pk_case_import_layouts")),
    )
    op.create_table(
        "case_codes_withdrawn",
        sa.Column("code", Key, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_case_codes_withdrawn")),
    )
    op.create_table(
        "case_import_rows",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("fate", sa.String(length=16), nullable=False),
        sa.Column("key", Key, nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("blocks", sa.Text(), nullable=True),
        sa.Column("problems", sa.JSON(), nullable=True),
        sa.Column("warnings", sa.JSON(), nullable=True),
        sa.Column("cells", sa.JSON(), nullable=True),
        sa.Column("of_no", sa.Integer(), nullable=True),
        sa.Column("like_case_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["case_imports.id"], name=op.f("fk_case_import_rows_import_id")
        ),
        sa.PrimaryKeyConstraint("import_id", "no", name=op.f("pk_case_import_rows")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_case_import_rows_fate", "case_import_rows", ["import_id", "fate", "no"], unique=False)
    op.create_index(
        "ix_case_import_rows_warned",
        "case_import_rows",
        ["import_id", "no"],
        unique=False,
        sqlite_where=sa.text("warnings IS NOT NULL"),
        postgresql_where=sa.text("warnings IS NOT NULL"),
    )


def _carry_over() -> None:
    """Lists that came in keep their counts and what was wrong in them; mere previews are chosen again."""
    connection = op.get_bind()
    connection.execute(sa.delete(_imports).where(_imports.c.committed_at.is_(None)))
    ids = connection.scalars(sa.select(_imports.c.id).order_by(_imports.c.id)).all()
    for import_id in ids:  # one after the other: an old reading holds its whole list
        mine = _imports.c.id == import_id
        row = connection.execute(sa.select(_imports.c.edition, _imports.c.reading).where(mine)).one()
        reading = row.reading or {}
        values = {"reading": _summary(reading, row.edition), "state": "committed"}
        connection.execute(sa.update(_imports).where(mine).values(**values))
        wrong = list(_wrong_rows(import_id, reading.get("problems", [])))
        if wrong:
            connection.execute(sa.insert(_rows), wrong)


def _summary(old: dict[str, Any], edition: str) -> dict[str, Any]:
    households, waiting = old.get("households", []), old.get("waiting", [])
    there, like = set(old.get("there", [])), old.get("like", {})
    came = [row for row in households if row["key"] in there]
    fresh = [row for row in households if row["key"] not in there and str(row["row"]) not in like]
    decided = [row for row in waiting if row["key"] in there]
    counts = {
        "rows": old.get("rows", 0),
        "fresh": len(fresh),
        "fresh_people": sum(row["people"] for row in fresh),
        "there": len(came),
        "there_people": sum(row["people"] for row in came),
        "like": len(households) - len(came) - len(fresh),
        "twins": len(waiting) - len(decided),
        "decided": len(decided),
        "problems": len({note["row"] for note in old.get("problems", [])}),
        "warned": len({note["row"] for note in old.get("warnings", [])}),
    }
    sheet = {
        "name": old.get("sheet", ""),
        "layout": "",
        "head_rows": old.get("head_rows", []),
        "columns": [{**column, "samples": []} for column in old.get("columns", [])],
        "rows": old.get("rows", 0),
    }
    units = sorted({row["unit"] for row in (*households, *waiting)})
    return {"edition": edition, "sheets": [sheet], "units": units, "counts": counts, "notes": []}


def _wrong_rows(import_id: int, problems: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    by_row: dict[int, list[dict[str, Any]]] = {}
    for note in problems:
        by_row.setdefault(note["row"], []).append({"sheet": "", **note})
    for no, (row, notes) in enumerate(sorted(by_row.items()), start=1):
        yield {
            "import_id": import_id,
            "no": no,
            "sheet": "",
            "row": row,
            "fate": "problem",
            "people": 0,
            "problems": notes,
        }


def downgrade() -> None:
    nothing: dict[str, Any] = {name: [] for name in ("households", "waiting", "duplicates", "problems")}
    nothing |= {"edition": "", "sheet": "", "head_rows": [], "columns": [], "rows": 0, "warnings": []}
    op.execute(sa.update(_imports).values(reading={**nothing, "there": [], "like": {}}))
    op.execute(sa.text("DELETE FROM case_import_rows"))
    op.execute(sa.text("DELETE FROM case_import_files"))
    unwritten = sa.delete(_imports).where(_imports.c.committed_at.is_(None))
    op.execute(unwritten)
    for name in (
        "undone_by_name",
        "undone_at",
        "claimed_until",
        "refused",
        "todo",
        "done",
        "cursor",
        "step",
        "state",
    ):
        op.drop_column("case_imports", name)
    op.drop_index("ix_cases_merged_into_id", table_name="cases")
    op.drop_table("case_codes_withdrawn")
    op.drop_table("case_import_layouts")
    op.drop_table("case_import_rows")
    op.drop_table("case_import_files")
