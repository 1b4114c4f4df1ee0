"""What is kept of places: units by edition, and the succession between the editions."""

from __future__ import annotations

from sqlalchemy import Boolean, Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from aidtrack.db import Base, Key


class Place(Base):
    """One administrative unit of one edition; its id is edition and code, "2021:00682"."""

    __tablename__ = "places"
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    edition: Mapped[str] = mapped_column(String(4))
    code: Mapped[str] = mapped_column(Key)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("places.id"))
    path: Mapped[str] = mapped_column(Key, unique=True)
    folded: Mapped[str] = mapped_column(Key)
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)

    __table_args__ = (Index("ix_places_edition_folded", "edition", "folded"),)


class PlaceSuccession(Base):
    """An old unit, one of its successors, and whether that one is offered first."""

    __tablename__ = "place_successions"
    old_id: Mapped[str] = mapped_column(ForeignKey("places.id"), primary_key=True)
    new_id: Mapped[str] = mapped_column(ForeignKey("places.id"), primary_key=True)
    is_default: Mapped[bool] = mapped_column(Boolean)
