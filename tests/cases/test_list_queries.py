"""The list of cases: nothing outside the scope, unserved and oldest first, pages without gap or overlap."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from aidtrack.cases import actions, list_queries, queries
from aidtrack.cases.list_queries import END, CaseFilters, CasePage, ViewCounts
from aidtrack.cases.models import Case
from aidtrack.db import transaction
from aidtrack.rights import Actor, Grant, Role
from tests.cases.world import (
    HAI_BA_TRUNG,
    LIEN_NINH,
    LYS,
    LYS_AGAIN,
    NOW,
    OPERATOR,
    THANH_NHAN,
    TODAY,
    VINH_TUY,
    fresh,
    household,
    moved,
    registered,
    somebody,
)

pytestmark = pytest.mark.usefixtures("session")

GIVEN = "Anh Bình Cường Dũng Em Giang Hà Khánh Lan Mai Nam Oanh Phúc Quân Sơn Thảo Uyên Vy Xuân Yến".split()


def page(
    by: Actor, after: str | None = None, before: str | None = None, size: int = 50, **filters: str
) -> CasePage:
    return list_queries.page(by, CaseFilters(**filters), after, before, today=TODAY, size=size)


def names(by: Actor, **filters: str) -> list[str]:
    return [row.name for row in page(by, **filters).rows]


def many(by: Actor, place_id: str = VINH_TUY) -> list[Case]:
    """Twenty cases, three of each moment, none like another."""
    return [
        registered(household(f"Mùa {given}", place_id), by=by, at=NOW - timedelta(hours=20 - number // 3))
        for number, given in enumerate(GIVEN)
    ]


# Pages


@pytest.mark.parametrize("size", [1, 3, 7, 20, 50])
def test_pages_forwards_meet_without_gap_or_overlap(size: int, each_database: str) -> None:
    cases, seen, key = many(somebody(Role.VOLUNTEER)), [], None
    while True:
        found = page(OPERATOR, after=key, size=size)
        seen += [row.code for row in found.rows]
        assert found.count == 20
        if not (key := found.after):
            break
    assert seen == [case.code for case in cases]


@pytest.mark.parametrize("size", [1, 3, 7, 20, 50])
def test_who_has_no_goods_yet_comes_before_who_has_some_forwards_and_backwards(
    size: int, each_database: str
) -> None:
    cases = many(somebody(Role.VOLUNTEER))
    with transaction():
        for progress, helped in (("served", cases[:5]), ("partial", cases[7:9]), ("out", cases[10:12])):
            actions.note_progress([case.id for case in helped], progress, note={})
    wanted = [case.code for case in (*cases[5:7], *cases[9:], *cases[:5], *cases[7:9])]
    seen, key = [], None
    while True:
        found = page(OPERATOR, after=key, size=size)
        seen += [row.code for row in found.rows]
        if not (key := found.after):
            break
    assert seen == wanted
    seen, key = [], END
    while key:
        found = page(OPERATOR, before=key, size=size)
        codes = [row.code for row in found.rows]
        seen = [*codes, *[code for code in seen if code not in codes]]
        key = found.before
    assert seen == wanted


@pytest.mark.parametrize("size", [3, 7, 20, 50])
def test_pages_backwards_meet_from_the_very_end(size: int, each_database: str) -> None:
    cases, seen, key = many(somebody(Role.VOLUNTEER)), [], END
    while key:
        found = page(OPERATOR, before=key, size=size)
        codes = [row.code for row in found.rows]
        seen = [*codes, *[code for code in seen if code not in codes]]
        key = found.before
    assert seen == [case.code for case in cases]


def test_the_first_and_the_last_page_know_that_they_are() -> None:
    many(somebody(Role.VOLUNTEER))
    first = page(OPERATOR, size=8)
    middle = page(OPERATOR, after=first.after, size=8)
    last = page(OPERATOR, after=middle.after, size=8)
    assert (first.before, last.after, len(last.rows)) == (None, None, 4)
    assert [row.id for row in page(OPERATOR, before=last.before, size=8).rows] == [
        row.id for row in middle.rows
    ]
    back = page(OPERATOR, before=middle.before, size=8)
    assert ([row.id for row in back.rows], back.before) == ([row.id for row in first.rows], None)
    end = page(OPERATOR, before=END, size=8)
    assert end.after is None and end.before is not None and len(end.rows) == 8


def test_somebody_who_was_added_meanwhile_shifts_no_page() -> None:
    quan = somebody(Role.VOLUNTEER)
    many(quan)
    first = page(OPERATOR, size=8)
    registered(household("Lò Văn Mới", LIEN_NINH), by=quan, at=NOW - timedelta(days=30))
    second = page(OPERATOR, after=first.after, size=8)
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}
    assert second.rows[0].name == "Mùa " + GIVEN[8]


@pytest.mark.parametrize(
    "key", ["", "x", "1.2", "0.1.-3", "9.1.1", "3.1.1", "0.99999999999999999999.1", "0.1.9999999999", "٠.1.1"]
)
def test_a_key_that_nobody_could_have_got_is_as_none(key: str, each_database: str) -> None:
    registered(LYS, by=somebody(Role.VOLUNTEER))
    assert len(page(OPERATOR, after=key).rows) == 1
    assert len(page(OPERATOR, before=key).rows) == 1


def test_an_empty_list_says_so() -> None:
    found = page(OPERATOR)
    assert (list(found.rows), found.after, found.before, found.count) == ([], None, None, 0)
    assert found.said.render() == "0 cases, those without goods first, then the oldest first"


def test_counting_stops_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    many(somebody(Role.VOLUNTEER))
    monkeypatch.setattr(list_queries, "MOST_COUNTED", 15)
    monkeypatch.setattr(list_queries, "MOST_FOUND", 10)
    monkeypatch.setattr(list_queries, "MOST_SOUGHT", 10)
    said = page(OPERATOR, size=5).said.render()
    assert said == "15 cases or more, those without goods first, then the oldest first"
    assert page(OPERATOR, size=5, state="reported").said.render() == "15 cases or more, the oldest first"
    assert page(OPERATOR, size=5, view="waiting").said.render() == "15 cases or more, longest wait first"
    assert page(OPERATOR, size=5, search="mua").said.render() == "10 cases or more match"
    assert list_queries.counts(OPERATOR, today=TODAY).all == 15


# What a line tells


def test_a_line_tells_what_is_decided_on() -> None:
    quan = somebody(Role.VOLUNTEER)
    told = replace(LYS, categories=("lost_job", "child"))
    case = registered(told, by=quan, at=NOW - timedelta(days=4))
    [row] = page(quan).rows
    assert (row.code, row.name, row.birth_year, row.people) == (case.code, "Lý Thế Tuấn", 1977, 4)
    assert (row.place, row.categories, row.registered_by_name) == (
        "Phường Vĩnh Tuy",
        ("lost_job", "child"),
        quan.name,
    )
    assert (row.waits_days, row.overdue, row.badge.words) == (4, True, "Overdue for verification")


def test_who_has_the_goods_waits_no_longer() -> None:
    quan = somebody(Role.VOLUNTEER)
    case = registered(LYS, by=quan)
    moved(case, "verify", by=somebody(Role.COORDINATOR))
    assert page(quan).rows[0].waits_days == 0
    with transaction():
        actions.note_progress([case.id], "served", note={})
    [row] = page(quan).rows
    assert (row.waits_days, row.badge.words) == (None, "Received")


def test_a_verification_asks_to_be_made_again_after_the_days_of_the_setting() -> None:
    case = registered(LYS, by=somebody(Role.VOLUNTEER), at=NOW - timedelta(days=50))
    moved(case, "verify", by=somebody(Role.COORDINATOR), at=NOW - timedelta(days=40))
    old = list_queries.page(OPERATOR, CaseFilters(), today=TODAY, verification_days=30)
    assert [row.badge.words for row in old.rows] == ["Verify again"]
    assert [row.badge.words for row in page(OPERATOR).rows] == ["Verified"]


# Scope


def test_nobody_without_an_assignment_sees_anything() -> None:
    registered(LYS, by=somebody(Role.VOLUNTEER))
    nobody = somebody(None)
    assert names(nobody) == [] and list_queries.waiting_for(nobody) == 0
    assert list_queries.counts(nobody, today=TODAY) == ViewCounts(0, 0, 0, 0)


def test_nothing_outside_the_scope_is_learned_by_list_search_filter_or_count(each_database: str) -> None:
    quan = somebody(Role.VOLUNTEER)
    near = registered(household("Đặng Văn An", THANH_NHAN), by=quan)
    secret = replace(LYS, place_id=LIEN_NINH, citizen_id="002077000084", categories=("student",))
    far = registered(secret, by=quan, at=NOW - timedelta(days=9))
    registered(replace(secret, phone="0953 509 992"), by=quan)
    for by in (somebody(Role.COORDINATOR, HAI_BA_TRUNG), somebody(Role.VOLUNTEER, THANH_NHAN)):
        assert names(by) == [near.name]
        found = [
            *names(by, search="Tuấn"),
            *names(by, search="tuan"),
            *names(by, search=far.code),
            *names(by, search="0953 509 991"),
            *names(by, search="002077000084"),
            *names(by, place_id=LIEN_NINH),
            *names(by, place_id="2021:020"),
            *names(by, category="student"),
            *names(by, view="suspected"),
            *names(by, view="overdue"),
        ]
        assert found == []
        assert page(by, search="tuan").count == 0
        counted = list_queries.counts(by, today=TODAY)
        assert (counted.all, counted.suspected, counted.overdue) == (1, 0, 0)
    assert page(somebody(Role.COORDINATOR), search="tuan").count == 2


def test_an_id_number_is_found_whole_only() -> None:
    quan = somebody(Role.VOLUNTEER)
    registered(replace(LYS, citizen_id="002077000084"), by=quan)
    assert names(quan, search="002 077 000 084") == ["Lý Thế Tuấn"]
    for part in ("00207700008", "002077", "77000084"):
        assert names(quan, search=part) == []


# Views


def test_for_who_verifies_what_others_registered_waits() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    reported = registered(household("Lò Thị Mây"), by=quan)
    taken_up = registered(household("Đặng Văn An"), by=quan)
    moved(taken_up, "take_up", by=thao)
    registered(household("Vũ Thị Lụa"), by=thao)
    moved(registered(household("Hoàng Văn Tám"), by=quan), "verify", by=thao)
    moved(registered(household("Mùa A Tủa"), by=quan), "send_back", by=thao)
    for facts in (LYS, LYS_AGAIN):
        registered(facts, by=quan)
    assert names(thao, view="waiting") == [reported.name, taken_up.name]
    assert list_queries.codes_to_verify(thao) == [reported.code, taken_up.code]
    assert list_queries.waiting_for(thao) == 2
    assert names(quan, view="waiting") == ["Mùa A Tủa"], "what was sent back waits for who completes it"
    assert list_queries.codes_to_verify(quan) == ()
    with transaction():
        facts = replace(queries.facts_of(taken_up), people=7)
        actions.edit(taken_up, facts, version=taken_up.version, by=thao, at=NOW)
    assert names(thao, view="waiting") == [reported.name], "nobody vouches for their own correction"
    assert names(somebody(Role.COORDINATOR), view="waiting") == [
        reported.name,
        taken_up.name,
        "Vũ Thị Lụa",
    ]
    with transaction():
        facts = replace(facts, people=4)
        actions.edit(taken_up, facts, version=taken_up.version, by=quan, at=NOW)
    assert names(thao, view="waiting") == [reported.name], "nor once somebody else corrected it as well"
    assert names(somebody(Role.AUDITOR), view="waiting") == []
    counted = list_queries.counts(thao, today=TODAY)
    assert counted == ViewCounts(waiting=1, suspected=2, overdue=0, all=7)
    assert counted.of("suspected") == 2


def test_what_waits_is_counted_where_one_may_verify_only() -> None:
    quan = somebody(Role.VOLUNTEER)
    registered(household("Lò Thị Mây", LIEN_NINH), by=quan)
    registered(household("Đặng Văn An"), by=quan)
    grants = (Grant(Role.COORDINATOR, "2021/01/007/"), Grant(Role.AUDITOR))
    both = replace(somebody(None), grants=grants)
    assert len(names(both)) == 2
    assert names(both, view="waiting") == ["Đặng Văn An"]


def test_a_case_is_overdue_after_three_whole_days() -> None:
    quan = somebody(Role.VOLUNTEER)
    registered(household("Lò Thị Mây"), by=quan, at=NOW - timedelta(days=3))
    late = registered(household("Đặng Văn An"), by=quan, at=NOW - timedelta(days=4))
    assert names(quan, view="overdue") == [late.name]
    assert [row.overdue for row in page(quan).rows] == [True, False]
    moved(late, "verify", by=somebody(Role.COORDINATOR))
    assert names(quan, view="overdue") == []


def test_an_unknown_view_shows_all() -> None:
    registered(LYS, by=somebody(Role.VOLUNTEER))
    assert len(names(OPERATOR, view="nonsense")) == 1


# Filters


def test_filters_narrow_the_list_together(each_database: str) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    may = registered(household("Lò Thị Mây", categories=("student", "patient")), by=quan)
    an = registered(household("Đặng Văn An", THANH_NHAN, categories=("patient",)), by=quan)
    lua = registered(household("Vũ Thị Lụa", LIEN_NINH), by=quan)
    moved(an, "verify", by=thao)
    with transaction():
        actions.note_progress([an.id], "served", note={})
    expected = {
        ("state", "reported"): [may, lua],
        ("state", "verified"): [an],
        ("state", "served"): [an],
        ("state", "nonsense"): [],
        ("category", "patient"): [may, an],
        ("category", "student"): [may],
        ("category", "nonsense"): [],
        ("place_id", VINH_TUY): [may],
        ("place_id", HAI_BA_TRUNG): [may, an],
        ("place_id", "2021:01"): [may, lua, an],
        ("place_id", "2025:00283"): [may],
        ("place_id", "nonsense"): [],
    }
    for (name, value), cases in expected.items():
        assert names(thao, **{name: value}) == [case.name for case in cases], (name, value)
    assert names(thao, category="patient", state="verified", place_id=HAI_BA_TRUNG, search="an") == [an.name]


def test_a_common_category_is_found_on_the_way_and_a_rare_one_looked_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quan = somebody(Role.VOLUNTEER)
    for name in ("Lò Thị Mây", "Đặng Văn An", "Vũ Thị Lụa"):
        registered(household(name, categories=("student",)), by=quan)
    registered(household("Hoàng Văn Tám"), by=quan)
    rare = names(quan, category="student")
    monkeypatch.setattr("aidtrack.cases.filter_queries.RARE", 2)
    assert names(quan, category="student") == rare and len(rare) == 3


# Search


def test_names_are_found_without_marks_and_those_with_the_very_marks_come_first(each_database: str) -> None:
    quan = somebody(Role.VOLUNTEER)
    for name in (
        "Hoàng Văn Tuân",
        "Lý Thế Tuấn",
        "Đào Tuấn Tú",
        "Trần Thị Oanh",
        "HOÀNG MINH TUAN",
        "Tống Tuấn Lan",
    ):
        registered(household(name), by=quan)
    assert names(quan, search="tuấn") == [
        "Lý Thế Tuấn",
        "Đào Tuấn Tú",
        "Tống Tuấn Lan",
        "Hoàng Văn Tuân",
        "Hoàng Minh Tuan",
    ]
    assert names(quan, search="tuan") == [
        "Hoàng Văn Tuân",
        "Lý Thế Tuấn",
        "Đào Tuấn Tú",
        "Hoàng Minh Tuan",
        "Tống Tuấn Lan",
    ]
    assert names(quan, search="tuấn đào") == ["Đào Tuấn Tú"]
    assert names(quan, search="hoang tu") == ["Hoàng Văn Tuân", "Hoàng Minh Tuan"]
    assert names(quan, search="ua") == [], "two letters begin a word"
    assert len(names(quan, search="uan")) == 5, "three may stand anywhere in it"
    assert page(quan, search="tuấn").said.render() == "5 cases match"
    assert page(quan, search="tuan").rows[0].name_marks == ((10, 14),)


@pytest.mark.parametrize("most", [2, 200])
@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_pages_of_a_search_go_through_all_ranks_and_back(
    size: int, most: int, each_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_queries, "MOST_SOUGHT", most)
    quan = somebody(Role.VOLUNTEER)
    wanted = ("Lý Thế Tuấn", "Hoàng Văn Tuân", "Đào Tuấn Tú", "Hoàng Minh Tuan", "Tống Tuấn Lan", "Mùa Tuân")
    for name in wanted:
        registered(household(name), by=quan)
    whole = names(quan, search="tuấn")
    assert sorted(whole) == sorted(wanted) and whole[:3] == ["Lý Thế Tuấn", "Đào Tuấn Tú", "Tống Tuấn Lan"]
    seen: list[str] = []
    key: str | None = None
    while found := page(quan, after=key, size=size, search="tuấn"):
        seen += [row.name for row in found.rows]
        if not (key := found.after):
            break
    assert seen == whole
    key, seen = END, []
    while key:
        found = page(quan, before=key, size=size, search="tuấn")
        rows = [row.name for row in found.rows]
        seen, key = [*rows, *[name for name in seen if name not in rows]], found.before
    assert seen == whole


def test_codes_and_phones_are_found_by_their_beginning() -> None:
    quan = somebody(Role.VOLUNTEER)
    case = registered(LYS, by=quan)
    registered(household("Đặng Văn An", phone="0912 000 000"), by=quan)
    for typed in (case.code, case.code.lower(), case.code[:6], "0953 509", "+84953509991", "953509991"):
        assert names(quan, search=typed) == ["Lý Thế Tuấn"], typed


@pytest.mark.parametrize(
    "typed", ["%", "_", "\\", "'; DROP TABLE cases; --", "*", "(", "x" * 5000, "\x00", "0" * 99]
)
def test_no_search_breaks_or_finds_all(typed: str, each_database: str) -> None:
    registered(LYS, by=somebody(Role.VOLUNTEER))
    found = page(OPERATOR, search=typed)
    assert found.count <= 1
    assert len(page(OPERATOR, search="_").rows) == 1, "signs alone look for nothing"


def test_a_merged_case_stays_in_the_list_of_all() -> None:
    case = registered(LYS, by=somebody(Role.VOLUNTEER))
    assert [row.state for row in page(OPERATOR).rows] == [fresh(case).state]
