"""What may be asked of goods: the list, one good, and the facts that its amounts are read and shown with."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from aidtrack.db import db
from aidtrack.errors import NotFound
from aidtrack.goods.models import Good
from aidtrack.goods.units import GoodFacts, Pack
from aidtrack.sentences import N_


def all_goods(*, active: bool | None = True) -> Sequence[Good]:
    """The goods in the order of lists and columns; those in use, those out of use (False), or all (None)."""
    wanted = select(Good).order_by(Good.position, Good.code)
    if active is not None:
        wanted = wanted.where(Good.active.is_(active))
    return db.session.scalars(wanted).all()


def get_good(code: str) -> Good:
    """A good by its code, in use or not; NotFound if there is none."""
    good = db.session.get(Good, code)
    if good is None:
        raise NotFound(N_("There is no good “{code}”."), code=code)
    return good


def facts_of(good: Good) -> GoodFacts:
    """What must be known of a good to read and show amounts of it (goods.amounts, goods.units)."""
    return GoodFacts(
        code=good.code,
        name=good.name,
        name_en=good.name_en,
        base=good.base,
        shown=good.shown,
        shown_factor=good.shown_factor,
        packs=tuple(Pack(pack.name, pack.factor, pack.usual) for pack in good.packs),
        perishable=good.perishable,
    )


def facts() -> dict[str, GoodFacts]:
    """The facts of every good, in use or not, by code."""
    return {good.code: facts_of(good) for good in all_goods(active=None)}
