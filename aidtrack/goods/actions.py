"""What may be done with goods: load the seed, add one, edit its names and packs, take it out of use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from aidtrack import rights
from aidtrack.audit.actions import record
from aidtrack.db import db
from aidtrack.errors import RuleBroken
from aidtrack.goods import packing
from aidtrack.goods.catalogue import SEED
from aidtrack.goods.models import Good
from aidtrack.goods.models import Pack as KeptPack
from aidtrack.goods.units import GoodFacts, Pack
from aidtrack.rights import Actor
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import clean, fold


def load() -> int:
    """Put the goods of the seed that are missing into the database, safe to repeat; the number of new ones.

    What administrators changed stays as they left it.
    """
    known = set(db.session.scalars(select(Good.code)))
    missing = [(position, facts) for position, facts in enumerate(SEED, 1) if facts.code not in known]
    for position, facts in missing:
        _insert(facts, position)
    db.session.flush()
    return len(missing)


def add(
    code: str,
    name: str,
    name_en: str,
    measured: str,
    *,
    packs: str = "",
    perishable: bool = False,
    by: Actor,
    at: datetime,
) -> Good:
    """A new good, measured in a key of `packing.MEASURED` ("kg", "pack"), its packs one on a line.

    Right "goods.keep". RuleBroken if the code or the name is taken or something cannot be read.
    """
    _require_all(by)
    code = packing.check_code(code)
    if db.session.get(Good, code) is not None:
        raise RuleBroken(N_("A good with this code is there already."), field="code")
    if measured not in packing.MEASURED:
        raise RuleBroken(N_("Choose a unit."), field="measured")
    name, name_en = _checked_names(name, name_en, code)
    unit = packing.MEASURED[measured]
    bare = GoodFacts(code, name, name_en, unit.base, unit.shown, unit.shown_factor, (), perishable)
    facts = packing.fitting(packing.parse_packs(packs, bare), bare)
    last = db.session.scalar(select(func.max(Good.position))) or 0
    good = _insert(facts, last + 1)
    db.session.flush()
    record("goods.add", f"good:{code}", by=by, at=at, name=name, measured=measured, packs=_told(facts.packs))
    return good


def edit(
    good: Good,
    *,
    name: str,
    name_en: str,
    packs: str,
    perishable: bool,
    by: Actor,
    at: datetime,
) -> Good:
    """Other names, packs or perishability; the base unit stays, because the books are written in it."""
    _require_all(by)
    name, name_en = _checked_names(name, name_en, good.code)
    bare = GoodFacts(good.code, name, name_en, good.base, good.shown, good.shown_factor, (), perishable)
    wanted = packing.parse_packs(packs, bare)
    good.name, good.name_en, good.perishable = name, name_en, perishable
    good.packs.clear()
    db.session.flush()
    good.packs.extend(_kept(wanted))
    db.session.flush()
    record(
        "goods.edit", f"good:{good.code}", by=by, at=at, name=name, packs=_told(wanted), perishable=perishable
    )
    return good


def set_active(good: Good, active: bool, *, by: Actor, at: datetime) -> None:
    """Take a good out of use, or back into it. What lies in the stores stays in the books."""
    _require_all(by)
    if good.active == active:
        return
    good.active = active
    record("goods.set_active", f"good:{good.code}", by=by, at=at, active=active)


def _require_all(by: Actor) -> None:
    """Goods are the same for the whole deployment, so they are kept by those who keep it everywhere."""
    rights.require(by, "goods.keep", within=rights.EVERYWHERE)


def _insert(facts: GoodFacts, position: int) -> Good:
    good = Good(
        code=facts.code,
        name=facts.name,
        name_en=facts.name_en,
        base=facts.base,
        shown=facts.shown,
        shown_factor=facts.shown_factor,
        position=position,
        perishable=facts.perishable,
        active=True,
        packs=_kept(facts.packs),
    )
    db.session.add(good)
    return good


def _kept(packs: Iterable[Pack]) -> list[KeptPack]:
    return [KeptPack(name=pack.unit, factor=pack.factor, usual=pack.usual) for pack in packs]


def _told(packs: Iterable[Pack]) -> list[str]:
    return [f"{pack.unit} {pack.factor}" for pack in packs]


def _checked_names(name: str, name_en: str, code: str) -> tuple[str, str]:
    name, name_en = clean(name), clean(name_en)
    if not name:
        raise RuleBroken(N_("Write the good's name."), field="name")
    others = db.session.execute(select(Good.code, Good.name).where(Good.code != code))
    if any(fold(other) == fold(name) for _, other in others):
        raise RuleBroken(N_("A good with this name is there already."), field="name")
    return name, name_en or name
