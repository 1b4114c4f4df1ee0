"""Goods in the database: the seed, a new one, edits that never touch the base unit."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from aidtrack.audit import queries as audit
from aidtrack.clock import moment_of
from aidtrack.db import transaction
from aidtrack.errors import NotAllowed, NotFound, RuleBroken
from aidtrack.goods import actions, queries
from aidtrack.goods.amounts import parse_amount
from aidtrack.goods.catalogue import SEED
from aidtrack.goods.models import Good
from aidtrack.rights import Actor, Grant, Role

NOW = moment_of("2021-08-14T08:00")
ADMIN = Actor(None, "Quản trị", (Grant(Role.ADMIN),))


def add(**more: object) -> Good:
    salt = {"code": "salt", "name": "Muối", "name_en": "Salt", "measured": "kg", "packs": "túi 500 g"}
    return actions.add(**{**salt, "by": ADMIN, "at": NOW, **more})  # type: ignore[arg-type]


def test_the_seed_comes_back_from_the_database_as_it_is(each_database: str, session: Session) -> None:
    with transaction():
        assert actions.load() == 0
    kept = queries.facts()
    assert list(kept) == [good.code for good in SEED]
    for good in SEED:
        found = kept[good.code]
        assert sorted(found.packs, key=repr) == sorted(good.packs, key=repr)
        assert (found.name, found.base, found.shown, found.shown_factor, found.perishable) == (
            good.name,
            good.base,
            good.shown,
            good.shown_factor,
            good.perishable,
        )


def test_loading_again_leaves_what_administrators_changed(session: Session) -> None:
    with transaction():
        actions.edit(
            queries.get_good("rice"), name="Gạo tẻ", name_en="", packs="", perishable=False, by=ADMIN, at=NOW
        )
        actions.set_active(queries.get_good("oil"), False, by=ADMIN, at=NOW)
    with transaction():
        assert actions.load() == 0
    rice = queries.get_good("rice")
    assert (rice.name, rice.name_en, rice.packs) == ("Gạo tẻ", "Gạo tẻ", [])
    assert not queries.get_good("oil").active


def test_goods_are_of_the_whole_deployment_so_no_ward_switches_them(session: Session) -> None:
    ward = Actor(None, "Quản trị phường", (Grant(Role.ADMIN, "2021/01/020/00682/"),))
    rice = queries.get_good("rice")
    told = {"name": "Gạo", "name_en": "Rice", "packs": "", "perishable": False}
    for refused in (
        lambda: add(by=ward),
        lambda: actions.edit(rice, **told, by=ward, at=NOW),  # type: ignore[arg-type]
        lambda: actions.set_active(rice, False, by=ward, at=NOW),
    ):
        with pytest.raises(NotAllowed), transaction():
            refused()
    assert rice.active


def test_a_new_good_comes_last_and_its_amounts_are_read(each_database: str, session: Session) -> None:
    with transaction():
        add()
    salt = queries.all_goods()[-1]
    assert (salt.code, salt.base, salt.shown, salt.shown_factor) == ("salt", "g", "kg", 1_000)
    facts = queries.facts_of(salt)
    assert parse_amount("3 túi lẻ 100 g", facts) == 1_600
    (entry,) = audit.about("good:salt")
    assert entry.action == "goods.add"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"code": "rice"}, "code"),
        ({"code": "muối"}, "code"),
        ({"name": " "}, "name"),
        ({"name": "gao"}, "name"),
        ({"measured": "mile"}, "measured"),
        ({"packs": "thìa 3"}, "packs"),
    ],
)
def test_a_good_that_cannot_be_is_refused_beside_its_field(
    session: Session, more: dict[str, str], field: str
) -> None:
    with pytest.raises(RuleBroken) as refusal, transaction():
        add(**more)
    assert refusal.value.field == field
    assert len(queries.all_goods(active=None)) == len(SEED)


def test_only_administrators_keep_goods(session: Session) -> None:
    rice = queries.get_good("rice")
    for role in (Role.VOLUNTEER, Role.COORDINATOR, Role.AUDITOR):
        by = Actor(None, "x", (Grant(role),))
        with pytest.raises(NotAllowed), transaction():
            add(by=by)
        with pytest.raises(NotAllowed), transaction():
            actions.edit(rice, name="x", name_en="x", packs="", perishable=False, by=by, at=NOW)
        with pytest.raises(NotAllowed), transaction():
            actions.set_active(rice, False, by=by, at=NOW)


def test_packs_are_replaced_as_a_whole(each_database: str, session: Session) -> None:
    noodles = queries.get_good("noodles")
    with transaction():
        actions.edit(
            noodles,
            name="Mì gói",
            name_en="Noodles",
            packs="thùng 30\nthùng 36 *",
            perishable=True,
            by=ADMIN,
            at=NOW,
        )
    facts = queries.facts()["noodles"]
    assert [(pack.factor, pack.usual) for pack in facts.packs] == [(30, False), (36, True)]
    assert parse_amount("2 thùng", facts) == 72
    assert facts.base == "pack"


def test_goods_out_of_use_are_listed_apart(session: Session) -> None:
    with transaction():
        actions.set_active(queries.get_good("masks"), False, by=ADMIN, at=NOW)
        actions.set_active(queries.get_good("masks"), False, by=ADMIN, at=NOW)
    assert len(audit.about("good:masks")) == 1
    assert [good.code for good in queries.all_goods(active=False)] == ["masks"]
    assert len(queries.all_goods()) == len(SEED) - 1
    with pytest.raises(NotFound):
        queries.get_good("gold")
