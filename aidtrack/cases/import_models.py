"""What is kept of a list: its file for a while, its lines, and what people said of its columns."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from aidtrack.db import Base, Key, Moment


class ImportFile(Base):
    """The bytes of a list, for reading it in the background and again with other columns."""

    __tablename__ = "case_import_files"
    import_id: Mapped[int] = mapped_column(ForeignKey("case_imports.id"), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary, nullable=False, deferred=True)


class StagedRow(Base):
    """A line of a list between its reading and its writing, and for some days after.

    `fate` is what becomes of it (see `cases.import_fates`), `facts` the canonical JSON of its
    `HouseholdRow`, `cells` what stood in the file where nobody can accept it.
    """

    __tablename__ = "case_import_rows"
    import_id: Mapped[int] = mapped_column(ForeignKey("case_imports.id"), primary_key=True)
    no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """Its turn in the reading, from 1: several sheets have each a row 7."""
    sheet: Mapped[str] = mapped_column(Text, default="")
    row: Mapped[int] = mapped_column(Integer)
    fate: Mapped[str] = mapped_column(String(16))
    key: Mapped[str | None] = mapped_column(Key)
    people: Mapped[int] = mapped_column(Integer, default=0)
    facts: Mapped[str | None] = mapped_column(Text)
    blocks: Mapped[str | None] = mapped_column(Text)
    """The keys under which its look-alikes are found, with spaces between them."""
    problems: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    warnings: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    cells: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    """The key of its ward, as far as that could be read, then its cells from column A on."""
    of_no: Mapped[int | None] = mapped_column(Integer)
    """The line of this list that it looks like, which stays."""
    like_case_id: Mapped[int | None] = mapped_column(Integer)
    """The case that it looks like; no reference, for it is only looked at."""
    why: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (
        Index("ix_case_import_rows_fate", "import_id", "fate", "no"),
        Index(
            "ix_case_import_rows_warned",
            "import_id",
            "no",
            sqlite_where=text("warnings IS NOT NULL"),
            postgresql_where=text("warnings IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )


class ImportLayout(Base):
    """What somebody said of the columns under a heading, which is known again in the same area."""

    __tablename__ = "case_import_layouts"
    layout: Mapped[str] = mapped_column(Key, primary_key=True)
    place_path: Mapped[str] = mapped_column(Key, primary_key=True)
    columns: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Letter → field, None for a column that is not to be read."""
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


class WithdrawnCode(Base):
    """A case code whose list was undone: nobody ever gets it again."""

    __tablename__ = "case_codes_withdrawn"
    code: Mapped[str] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
