"""What is kept of goods: their base unit, the unit they are shown in, and their packs."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from aidtrack.db import Base, Key


class Good(Base):
    """Something that is given. All amounts of it are whole numbers of `base`; people read `shown`."""

    __tablename__ = "goods"
    code: Mapped[str] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    base: Mapped[str] = mapped_column(String(16))
    shown: Mapped[str] = mapped_column(String(16))
    shown_factor: Mapped[int] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(Integer)
    perishable: Mapped[bool] = mapped_column(Boolean, default=False)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    packs: Mapped[list[Pack]] = relationship(
        back_populates="good",
        order_by="Pack.name, Pack.factor",
        lazy="selectin",
        cascade="all, delete-orphan",
    )

    __table_args__ = (CheckConstraint("shown_factor > 0", name="shown_factor"),)


class Pack(Base):
    """A known pack of a good: the code of its unit, and its size in base units; a lot may have another."""

    __tablename__ = "packs"
    good_code: Mapped[str] = mapped_column(ForeignKey("goods.code"), primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    factor: Mapped[int] = mapped_column(Integer, primary_key=True)
    usual: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether this size is meant where nothing else is said."""
    good: Mapped[Good] = relationship(back_populates="packs")

    __table_args__ = (CheckConstraint("factor > 0", name="factor"),)
