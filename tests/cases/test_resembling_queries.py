"""Look-alikes among the cases that are there are found as surely as within one list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aidtrack.cases import duplicates, resembling_queries
from aidtrack.cases.facts import CaseFacts, tidied
from aidtrack.cases.row_actions import NewCase, Origin, insert_cases
from aidtrack.db import db, transaction
from aidtrack.rights import Role
from aidtrack.sentences import say
from tests.cases.world import LYS, NOW, TODAY, VINH_TUY, household, registered, somebody

pytestmark = pytest.mark.usefixtures("session")

names = st.builds(
    " ".join,
    st.tuples(
        st.sampled_from(["Nguyễn", "Lý", "Ly", "Trần"]),
        st.sampled_from(["Văn", "Thế", "The", "Thị"]),
        st.sampled_from(["Tuấn", "Tuan", "Tuân", "Lan", "Hoà", "Hòa"]),
    ),
)
households = st.lists(
    st.builds(
        CaseFacts,
        name=names,
        place_id=st.just(VINH_TUY),
        people=st.integers(1, 5),
        phone=st.sampled_from([None, "+84953509991", "+84953509992", "+84912345678"]),
        citizen_id=st.sampled_from([None, "002077000084", "002077000048"]),
        birth_year=st.sampled_from([None, 1977, 1978]),
        address=st.sampled_from(["", "158, ngõ 108 Đê La Thành", "158 ngõ 108 De La Thanh", "12 Lĩnh Nam"]),
    ),
    min_size=2,
    max_size=8,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(households)
def test_the_same_pairs_are_found_in_the_database_as_in_a_list(told: list[CaseFacts]) -> None:
    expected = {
        (pair.first, pair.second) for pair in duplicates.pairs_within([facts.compared for facts in told])
    }
    try:
        with transaction():
            origin = Origin(None, "operator", NOW, "register", say(""))
            ids = insert_cases([NewCase(facts) for facts in told], origin)
            found = resembling_queries.alike_many([facts.compared for facts in told])
            at = {case_id: place for place, case_id in enumerate(ids)}
            pairs = {
                tuple(sorted((place, at[one.case_id])))
                for place, alike in enumerate(found)
                for one in alike
                if at[one.case_id] != place
            }
            raise _Enough
    except _Enough:
        assert pairs == expected


class _Enough(Exception):
    """Ends the transaction without a trace."""


def test_the_likest_comes_first_and_oneself_can_be_left_out() -> None:
    quan = somebody(Role.VOLUNTEER)
    alike = registered(replace(LYS, phone="0953 509 992"), by=quan)
    same = registered(LYS, by=quan)
    facts = tidied(LYS, today=TODAY).compared
    assert [one.case_id for one in resembling_queries.alike(facts)] == [same.id, alike.id]
    assert [one.case_id for one in resembling_queries.alike(facts, but=same.id)] == [alike.id]


def test_a_key_that_very_many_share_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    quan = somebody(Role.VOLUNTEER)
    for turn in range(3):
        registered(replace(LYS, remark=str(turn)), by=quan)
    monkeypatch.setattr(resembling_queries, "LARGEST_BLOCK", 2)
    assert resembling_queries.alike(tidied(LYS, today=TODAY).compared) == []


def test_nobody_looks_like_nobody() -> None:
    assert resembling_queries.alike_many([]) == []
    registered(household("Đặng Văn An"), by=somebody(Role.VOLUNTEER))
    assert resembling_queries.alike(CaseFacts(name="", place_id="", people=0).compared) == []
    db.session.rollback()
