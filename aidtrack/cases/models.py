"""What is kept of cases: the household, its timeline, suspected pairs, and the lists they came from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from aidtrack.cases import import_models as import_models
from aidtrack.cases.finding_models import Terms
from aidtrack.db import Base, Key, Moment
from aidtrack.places.models import Place


class Case(Base):
    """One household and its hardship. `place_path` is the path of the unit it was written with.

    `progress` is written by higher topics through `cases.actions.note_progress` and nowhere else.
    """

    __tablename__ = "cases"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(Key, unique=True)
    state: Mapped[str] = mapped_column(String(16), default="reported")
    version: Mapped[int] = mapped_column(Integer, default=1)
    suspected: Mapped[bool] = mapped_column(Boolean, default=False)
    place_id: Mapped[str] = mapped_column(ForeignKey("places.id"))
    place_path: Mapped[str] = mapped_column(Key)
    residential_group: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(Text, default="")
    name: Mapped[str] = mapped_column(Text)
    name_folded: Mapped[str] = mapped_column(Key)
    name_sort: Mapped[str] = mapped_column(Key)
    sex: Mapped[str | None] = mapped_column(String(1))
    birth_year: Mapped[int | None] = mapped_column(Integer)
    birth_date: Mapped[date | None] = mapped_column(Date)
    citizen_id: Mapped[str | None] = mapped_column(Key, index=True)
    phone: Mapped[str | None] = mapped_column(Key, index=True)
    people: Mapped[int] = mapped_column(Integer)
    young: Mapped[int | None] = mapped_column(Integer)
    """Children under 6 and people of 60 and more (`old`), where a list tells their numbers."""
    old: Mapped[int | None] = mapped_column(Integer)
    residence: Mapped[str] = mapped_column(String(16), default="unknown")
    home_address: Mapped[str] = mapped_column(Text, default="")
    """Where the household is registered permanently (thường trú)."""
    circumstances: Mapped[str] = mapped_column(Text, default="")
    needs: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """Codes of goods, or free words."""
    remark: Mapped[str] = mapped_column(Text, default="")
    consent_by: Mapped[str] = mapped_column(Text, default="")
    consent_at: Mapped[datetime | None] = mapped_column(Moment)
    asked_by_name: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Who asked for this household, where it did not ask itself."""
    asked_by_phone: Mapped[str | None] = mapped_column(Key)
    asked_by_relation: Mapped[str] = mapped_column(Text, default="", server_default="")
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    registered_by_name: Mapped[str] = mapped_column(Text, default="")
    registered_at: Mapped[datetime] = mapped_column(Moment)
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    verified_at: Mapped[datetime | None] = mapped_column(Moment)
    state_reason: Mapped[str] = mapped_column(Text, default="")
    reasons: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    """Codes of `cases.reasons` for its state: why it was rejected, what it was sent back for."""
    state_since: Mapped[datetime | None] = mapped_column(Moment)
    state_by_id: Mapped[int | None] = mapped_column(Integer)
    """Since when it stands in its state, and who (a person's id) put it there: see `cases.deadlines`."""
    appealed_from_id: Mapped[int | None] = mapped_column(Integer)
    """Against whose rejection the household appealed (a person's id), until somebody else decided."""
    visited_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the last visit was written down."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("case_imports.id"), index=True)
    import_key: Mapped[str | None] = mapped_column(Key, unique=True)
    list_position: Mapped[int | None] = mapped_column(Integer)
    """Its place in the list it came from: the order of registration within one import."""
    progress: Mapped[str] = mapped_column(String(16), default="none")
    progress_note: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    served_at: Mapped[datetime | None] = mapped_column(Moment)
    finds: Mapped[Sequence[str] | None] = mapped_column(Terms, deferred=True)
    """The terms under which it is found (`cases.finding`)."""
    place: Mapped[Place] = relationship(lazy="joined")
    members: Mapped[list[Member]] = relationship(
        back_populates="case", order_by="Member.position", cascade="all, delete-orphan"
    )
    categories: Mapped[list[CaseCategory]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="CaseCategory.position"
    )

    __table_args__ = (
        CheckConstraint("people > 0", name="people"),
        CheckConstraint(
            "progress IN ('none', 'planned', 'allocated', 'out', 'served', 'partial', 'failed')",
            name="progress",
        ),
        # The list, its search and the board are answered from these alone, so that no page of
        # 100,000 cases has to look at the rows that it passes over.
        Index("ix_cases_list", "registered_at", "id", "place_path", "name_folded", "name_sort"),
        Index(
            "ix_cases_state",
            *("state", "registered_at", "id", "place_path", "suspected", "registered_by_id", "version"),
        ),
        Index("ix_cases_since", "state", "state_since", "place_path", "place_id"),
        Index("ix_cases_progress", "progress", "registered_at", "id", "place_path"),
        Index("ix_cases_place", "place_path", "registered_at", "id"),
        # Whoever takes a case away must see quickly that none was merged into it.
        Index(
            "ix_cases_merged_into_id",
            "merged_into_id",
            sqlite_where=text("merged_into_id IS NOT NULL"),
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
        Index("ix_cases_board", "place_path", "state", "progress", "people", "registered_at"),
        Index(
            "ix_cases_suspected",
            "suspected",
            "registered_at",
            "id",
            "place_path",
            sqlite_where=text("suspected = 1"),
            postgresql_where=text("suspected"),
        ),
    )


class Member(Base):
    """Somebody of a household besides, or including, its head."""

    __tablename__ = "case_members"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(Text)
    birth_year: Mapped[int | None] = mapped_column(Integer)
    relation: Mapped[str] = mapped_column(Text, default="")
    care: Mapped[str] = mapped_column(Text, default="")
    """What to heed: an illness, an allergy, milk for a baby."""
    case: Mapped[Case] = relationship(back_populates="members")


class CaseCategory(Base):
    """One of a case's categories (a code of `cases.categories`)."""

    __tablename__ = "case_categories"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    code: Mapped[str] = mapped_column(Key, primary_key=True)
    position: Mapped[int] = mapped_column(Integer, default=0)

    __table_args__ = (Index("ix_case_categories_code", "code"),)


class CaseEvent(Base):
    """A line of a case's timeline: a move, a note, an edit. What it says is a kept sentence."""

    __tablename__ = "case_events"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    by_name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Key)
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_case_events_case_id_id", "case_id", "id"),)


class CaseBlock(Base):
    """A key under which look-alikes of a case are found (see `cases.duplicates.blocking_keys`)."""

    __tablename__ = "case_blocks"
    key: Mapped[str] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, index=True)


class CasePair(Base):
    """Two cases that look alike, until somebody decides: same household or two."""

    __tablename__ = "case_pairs"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    score: Mapped[int] = mapped_column(Integer)
    why: Mapped[dict[str, Any]] = mapped_column(JSON)
    found_at: Mapped[datetime] = mapped_column(Moment)
    decision: Mapped[str | None] = mapped_column(String(16))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    first: Mapped[Case] = relationship(foreign_keys=[first_id])
    second: Mapped[Case] = relationship(foreign_keys=[second_id])

    __table_args__ = (
        CheckConstraint("first_id < second_id", name="order"),
        CheckConstraint("decision IS NULL OR decision IN ('same', 'different')", name="decision"),
        Index("uq_case_pairs_first_id_second_id", "first_id", "second_id", unique=True),
        Index("ix_case_pairs_decision", "decision"),
    )


class CaseImport(Base):
    """A list that was brought in: read, staged, then committed once; as a whole it can be undone.

    `state` is one of `cases.import_fates.STATES`. In the states "reading", "writing" and "undoing" the row is
    a job: the worker goes on with it from `cursor`, wherever it was interrupted.
    """

    __tablename__ = "case_imports"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token: Mapped[str] = mapped_column(Key, unique=True)
    file_name: Mapped[str] = mapped_column(Text)
    file_digest: Mapped[str] = mapped_column(String(64), index=True)
    edition: Mapped[str] = mapped_column(String(4))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    reading: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What was found: sheets with their columns, wards, counts. Its lines are `case_import_rows`."""
    committed_at: Mapped[datetime | None] = mapped_column(Moment)
    written: Mapped[int] = mapped_column(Integer, default=0)
    already: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[str] = mapped_column(String(16), default="staged", server_default="staged")
    step: Mapped[str] = mapped_column(String(16), default="", server_default="")
    """Which part of the work is under way (see `cases.import_fates`), and how far it is:"""
    cursor: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    done: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    todo: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    refused: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Why it could not be read or written."""
    claimed_until: Mapped[datetime | None] = mapped_column(Moment)
    """Until then (real time) somebody else than the worker is at it: the command line."""
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by_name: Mapped[str] = mapped_column(Text, default="", server_default="")


class WaitingRow(Base):
    """A row of a list that looks like another household: not a case until somebody decides."""

    __tablename__ = "case_waiting_rows"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("case_imports.id"), index=True)
    import_key: Mapped[str] = mapped_column(Key, unique=True)
    row: Mapped[int] = mapped_column(Integer)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    place_path: Mapped[str] = mapped_column(Key)
    of_case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    why: Mapped[dict[str, Any]] = mapped_column(JSON)
    decision: Mapped[str | None] = mapped_column(String(16))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    of_case: Mapped[Case] = relationship()

    __table_args__ = (
        CheckConstraint("decision IS NULL OR decision IN ('same', 'different')", name="decision"),
        Index("ix_case_waiting_rows_decision", "decision"),
    )
