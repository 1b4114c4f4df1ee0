"""How households become rows: codes of their own, keys to find them by, the place that holds them all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from aidtrack.cases import row_actions
from aidtrack.cases.models import Case, CaseBlock
from aidtrack.cases.row_actions import NewCase, Origin, common_path, insert_cases
from aidtrack.db import db, transaction
from aidtrack.sentences import say
from tests.cases.world import NOW, household

ORIGIN = Origin(None, "operator", NOW, "register", say("Case added"))


def test_ids_come_in_the_order_of_the_households(session: object, each_database: str) -> None:
    told = [NewCase(household(f"Mùa {number}a"), list_position=number) for number in range(60)]
    with transaction():
        ids = insert_cases(told, ORIGIN)
    found = {case.id: case.list_position for case in db.session.scalars(select(Case))}
    assert [found[case_id] for case_id in ids] == list(range(60)) and ids == sorted(ids)
    with transaction():
        assert insert_cases([], ORIGIN) == []


def test_a_code_that_is_taken_is_drawn_again(session: object, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(["HN-A", "HN-A", "HN-A", "HN-B", "HN-B", "HN-C"])
    monkeypatch.setattr(row_actions, "new_code", lambda: next(drawn))
    with transaction():
        insert_cases([NewCase(household("Lò Thị Mây"))], ORIGIN)
    with transaction():
        insert_cases([NewCase(household("Đặng Văn An")), NewCase(household("Vũ Thị Lụa"))], ORIGIN)
    assert set(db.session.scalars(select(Case.code))) == {"HN-A", "HN-B", "HN-C"}


def test_keys_name_nobody(session: object) -> None:
    with transaction():
        insert_cases(
            [NewCase(household("Lý Thế Tuấn", phone="+84953509991", citizen_id="002077000084"))], ORIGIN
        )
    kept = " ".join(db.session.scalars(select(CaseBlock.key)))
    assert "tuan" not in kept and "953509991" not in kept and "002077" not in kept


@pytest.mark.parametrize(
    ("paths", "common"),
    [
        ([], ""),
        (["2021/01/006/00178/"], "2021/01/006/00178/"),
        (["2021/01/006/00178/", "2021/01/006/00181/"], "2021/01/006/"),
        (["2021/01/006/00178/", "2021/01/006/00178/"], "2021/01/006/00178/"),
        (["2021/01/006/", "2021/01/0066/"], "2021/01/"),
        (["2021/01/", "2025/01/"], ""),
        (["2021/01/", ""], ""),
    ],
)
def test_the_smallest_place_that_holds_all_is_found(paths: list[str], common: str) -> None:
    assert common_path(paths) == common


@given(
    st.lists(st.lists(st.sampled_from(["01", "011", "2"]), min_size=1, max_size=4), min_size=1, max_size=5)
)
def test_every_path_lies_in_the_common_one(parts: list[list[str]]) -> None:
    paths = ["/".join(path) + "/" for path in parts]
    assert all(path.startswith(common_path(paths)) for path in paths)
