"""The search in both databases: the same finds as letter by letter, kept in step with every change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, event, select, update

from aidtrack.cases import actions, list_queries, queries
from aidtrack.cases.finding import terms_of
from aidtrack.cases.list_queries import CaseFilters
from aidtrack.cases.models import Case, CaseBlock, CaseCategory, CaseEvent
from aidtrack.db import db, transaction
from aidtrack.places import queries as places
from aidtrack.rights import Actor, Role
from tests.cases.world import (
    HAI_BA_TRUNG,
    LIEN_NINH,
    LYS,
    NOW,
    THANH_NHAN,
    TODAY,
    VINH_TUY,
    household,
    registered,
    somebody,
)

pytestmark = pytest.mark.usefixtures("session", "each_database")


def found(by: Actor, search: str, **filters: str) -> list[str]:
    filters = {"search": search, **filters}
    return [row.name for row in list_queries.page(by, CaseFilters(**filters), today=TODAY).rows]


def test_one_box_finds_by_name_phone_id_code_and_address() -> None:
    quan = somebody(Role.VOLUNTEER)
    case = registered(replace(LYS, citizen_id="002077000084", residential_group="Tổ 7B"), by=quan)
    registered(household("Đặng Văn An", address="số 27"), by=quan)
    assert found(quan, "27") == ["Đặng Văn An"], "the number of a house, of somebody without a phone"
    for typed in (
        *("Lý Thế Tuấn", "ly tuan", "tuấn lý", "the", "uấn"),
        *("0953 509 991", "+84953509991", "953.509", "0953-50", "95"),
        *("002077000084", case.code, case.code.lower(), case.code[:6], case.code.removeprefix("HN-")),
        *("158 đê la thành", "de la thanh", "108", "to 7b", "tuan 158"),
    ):
        assert found(quan, typed) == ["Lý Thế Tuấn"], typed
    for typed in ("le thanh tuan", "0953 509 990", "002077000085", "hàng lý"):
        assert found(quan, typed) == [], typed


@pytest.mark.parametrize("most", [0, 200])
def test_ranks_follow_each_other_in_the_order_of_entry(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_queries, "MOST_SOUGHT", most)
    quan = somebody(Role.VOLUNTEER)
    for name in ("Trần Thoa", "Trần Hoa", "Trần Hòa", "Lê Xoan", "Vũ Hoà", "Hoàng Lan"):
        registered(household(name, address="ngõ 3"), by=quan)
    assert found(quan, "hòa") == ["Trần Hòa", "Vũ Hoà", "Trần Hoa", "Hoàng Lan", "Trần Thoa"]
    assert found(quan, "hoa") == ["Trần Hoa", "Trần Hòa", "Vũ Hoà", "Hoàng Lan", "Trần Thoa"]
    assert found(quan, "tran oan") == []


def test_an_edit_is_found_under_its_new_words_only() -> None:
    quan = somebody(Role.VOLUNTEER)
    case = registered(LYS, by=quan)
    with transaction():
        facts = replace(queries.facts_of(case), name="Lò Thị Mây", phone="0953 509 977", address="Thôn 5")
        actions.edit(case, facts, version=case.version, by=quan, at=NOW)
    assert found(quan, "tuấn") == found(quan, "0953509991") == found(quan, "la thanh") == []
    assert found(quan, "lò mây") == found(quan, "0953509977") == found(quan, "thon 5") == ["Lò Thị Mây"]


def test_a_case_that_moves_is_found_where_it_is_now() -> None:
    far, near = somebody(Role.VOLUNTEER, LIEN_NINH), somebody(Role.COORDINATOR, HAI_BA_TRUNG)
    case = registered(household(place_id=VINH_TUY), by=somebody(Role.VOLUNTEER))
    assert (found(near, "tuan"), found(far, "tuan")) == (["Lý Thế Tuấn"], [])
    with transaction():  # as a change of edition does it: not by the form
        there = {"place_id": LIEN_NINH, "place_path": places.path_of(LIEN_NINH)}
        db.session.execute(update(Case).where(Case.id == case.id).values(there))
    assert (found(near, "tuan"), found(far, "tuan")) == ([], ["Lý Thế Tuấn"])


def test_a_case_that_is_deleted_is_found_no_more() -> None:
    quan = somebody(Role.VOLUNTEER)
    case_id = registered(LYS, by=quan).id
    with transaction():
        for model in (CaseBlock, CaseCategory, CaseEvent):
            db.session.execute(delete(model).where(model.case_id == case_id))
        db.session.execute(delete(Case).where(Case.id == case_id))
    assert found(quan, "tuan") == []
    registered(household("Đặng Văn An"), by=quan)
    assert found(quan, "tuan") == [] and found(quan, "đặng") == ["Đặng Văn An"]


def test_a_search_narrows_with_the_other_filters() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    for place in (VINH_TUY, THANH_NHAN, LIEN_NINH):
        registered(household(f"Lý {place[-2:]} An", place), by=quan, at=NOW - timedelta(days=int(place[-1])))
    assert found(thao, "ly an", place_id=THANH_NHAN) == ["Lý 71 An"]
    assert found(thao, "ly an", place_id=HAI_BA_TRUNG) == ["Lý 83 An", "Lý 71 An"]
    assert found(thao, "ly an", state="verified") == []
    assert len(found(thao, "ly an", view="waiting")) == 3
    assert found(somebody(Role.COORDINATOR, LIEN_NINH), "ly an", place_id=VINH_TUY) == []


def test_whoever_works_in_many_wards_finds_in_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    quan = somebody(Role.VOLUNTEER)
    for place in (VINH_TUY, THANH_NHAN, LIEN_NINH):
        registered(household(f"Lý {place[-2:]} An", place), by=quan)
    grants = [one for place in (VINH_TUY, LIEN_NINH) for one in somebody(Role.VOLUNTEER, place).grants]
    both = replace(quan, grants=tuple(grants))
    assert found(both, "ly an") == ["Lý 83 An", "Lý 82 An"]
    monkeypatch.setattr("aidtrack.cases.finding_queries.MOST_PLACES", 1)
    assert found(both, "ly an") == ["Lý 83 An", "Lý 82 An"]


def test_the_terms_of_every_case_are_those_of_its_facts() -> None:
    quan = somebody(Role.VOLUNTEER)
    registered(LYS, by=quan)
    for case in db.session.scalars(select(Case)):
        told = (case.name, case.address, case.residential_group)
        assert case.finds == terms_of(*told, phone=case.phone)


def test_no_page_is_found_by_sorting_or_by_looking_at_all_cases(
    each_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_queries, "MOST_SOUGHT", 0)  # one is many
    registered(LYS, by=somebody(Role.VOLUNTEER))
    asked: list[tuple[str, tuple[object, ...]]] = []
    engine = db.session.connection().engine
    event.listen(engine, "before_cursor_execute", lambda _c, _u, said, told, *_: asked.append((said, told)))
    assert found(somebody(Role.COORDINATOR, HAI_BA_TRUNG), "ly tuan", state="reported") == ["Lý Thế Tuấn"]
    walks = [one for one in asked if "MATCH" in one[0]]
    assert len(walks) == (3 if each_database == "sqlite" else 0)
    for said, told in walks:
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", told).all()
        steps = [row.detail for row in plan]
        assert "VIRTUAL TABLE" in steps[0] and "INTEGER PRIMARY KEY" in steps[1], steps
        assert not any("TEMP B-TREE" in step for step in steps), steps
