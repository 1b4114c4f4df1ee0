"""What is kept so that cases are found: their terms as each database wants them, and the views of people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, JSON, CheckConstraint, ForeignKey, Index, Integer, Text, column, table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.selectable import Join
from sqlalchemy.types import TypeDecorator

from aidtrack.db import Base, Key, Moment
from aidtrack.schema import CASE_WORDS


class Terms(TypeDecorator[Sequence[str]]):
    """A set of terms: an array in PostgreSQL, in SQLite a text with spaces between them."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        kind = ARRAY(Text()) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Sequence[str] | None, dialect: Any) -> Any:
        if value is None or dialect.name == "postgresql":
            return None if value is None else list(value)
        return " ".join(value)

    def process_result_value(self, value: Any, dialect: Any) -> Sequence[str] | None:
        if value is None:
            return None
        return tuple(value.split() if isinstance(value, str) else value)


CaseWords = table(CASE_WORDS, column("rowid", Integer), column(CASE_WORDS, Text))
"""SQLite's full-text table over the terms; triggers on `cases` write it, see migration 0014."""


class FirstThen(Join):
    """A join whose left side SQLite asks first, whatever it believes to be quicker: `CROSS JOIN … ON`.

    It knows nothing of how many cases have some terms, and would look every case of a state up in the
    full-text table.
    """

    inherit_cache = True


@compiles(FirstThen, "sqlite")
def _first_then(join: FirstThen, compiler: Any, **kwargs: Any) -> str:
    kwargs["asfrom"] = True
    left, right = (compiler.process(side, **kwargs) for side in (join.left, join.right))
    return f"{left} CROSS JOIN {right} ON {compiler.process(join.onclause, **kwargs)}"


class CaseView(Base):
    """A way of looking at the list of cases that somebody keeps: what is filtered and which columns stand.

    Shared with a place (`place_path`) it is offered to all who work in it or around it. The view without
    a label is the owner's own columns for the whole list.
    """

    __tablename__ = "case_views"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    owner_name: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Key)
    filters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    columns: Mapped[list[Any]] = mapped_column(JSON, default=list)
    place_path: Mapped[str | None] = mapped_column(Key, index=True)
    kept_at: Mapped[datetime] = mapped_column(Moment)

    __table_args__ = (
        CheckConstraint("label <> '' OR place_path IS NULL", name="shared"),
        Index("uq_case_views_owner_id_label", "owner_id", "label", unique=True),
    )
