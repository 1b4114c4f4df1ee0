"""A list is verified as a whole only when those whom the lot named were called and found right."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from aidtrack.audit.models import Entry
from aidtrack.cases import actions, calling_actions, calling_queries
from aidtrack.cases.models import Case
from aidtrack.cases.sampling import CONFIRMED, NOT_REACHED, WRONG, drawn
from aidtrack.cases.visit_models import CallList
from aidtrack.db import db, transaction
from aidtrack.errors import NotAllowed, NotFound, RuleBroken
from aidtrack.rights import Actor, Role
from tests.cases.world import LIEN_NINH, NOW, fresh, household, registered, somebody

pytestmark = pytest.mark.usefixtures("session")

LETTERS = "ABCDEGHI"


def many(count: int, by: Actor) -> list[Case]:
    """So many households that do not look alike."""
    return [
        registered(household(f"{letter * 4} Thị {letter * 3}", phone=f"095{at * 1_237_919 + 13:07}"), by=by)
        for at, letter in enumerate(LETTERS[:count])
    ]


def opened(cases: Sequence[Case], by: Actor, seed: str | None = None) -> CallList:
    with transaction():
        return calling_actions.open_list(cases, seed=seed, by=by, at=NOW)


def called(one: CallList, by: Actor, *answers: str) -> None:
    """What the calls brought, in the order of their lots."""
    for call, brought in zip(calling_queries.calls_of(one), answers, strict=False):
        with transaction():
            calling_actions.answer(one, call.case, brought, note="nhà bỏ trống", by=by, at=NOW)


def verified(one: CallList, by: Actor) -> list[str]:
    with transaction():
        return [case.code for case in calling_actions.verify_list(one, by=by, at=NOW)[0]]


def test_a_list_waits_for_its_calls_and_leaves_behind_whom_they_did_not_confirm(each_database: str) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    cases = many(5, quan)
    one = opened([*cases, registered(household("Của Tôi"), by=thao)], thao, seed="14/8")
    assert [call.case.code for call in calling_queries.calls_of(one)] == drawn(
        [case.code for case in cases], "14/8"
    ), "whoever knows seed and codes draws the same; what thao added is no part of the list"
    with pytest.raises(RuleBroken, match="3 of 3 households are still to be called"):
        verified(one, thao)
    called(one, thao, CONFIRMED, NOT_REACHED, CONFIRMED)
    left = calling_queries.calls_of(one)[1].case
    assert set(verified(one, thao)) == {case.code for case in cases} - {left.code}
    assert (fresh(left).state, one.outcome, one.verified) == ("reported", "verified", 4)
    assert [case.code for case in calling_queries.left_of(one)] == [left.code]
    [entry] = db.session.scalars(select(Entry).where(Entry.action == "cases.verify_many"))
    assert entry.detail is not None and entry.detail.content["sample"] == f"calls:{one.id}"
    with pytest.raises(RuleBroken, match="decided already"):
        verified(one, thao)


def test_wrong_answers_refuse_the_list_and_its_cases_are_visited_one_by_one() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    cases = many(4, quan)
    one = opened(cases, thao)
    with pytest.raises(RuleBroken) as refused, transaction():
        calling_actions.answer(one, calling_queries.calls_of(one)[0].case, WRONG, by=thao, at=NOW)
    assert refused.value.field == "note"
    called(one, thao, WRONG)
    assert fresh(cases[0]).state == "reported" and db.session.get_one(CallList, one.id).outcome == "refused"
    with pytest.raises(RuleBroken, match="None of these"):
        opened(cases, thao)
    with transaction():
        actions.verify(fresh(cases[0]), by=thao, at=NOW)
    assert fresh(cases[0]).state == "verified", "one by one they may be"


def test_what_stands_in_an_open_list_cannot_be_drawn_again_until_it_is_given_up() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    cases = many(3, quan)
    one = opened(cases, thao)
    with pytest.raises(RuleBroken):
        opened(cases, thao)
    with transaction():
        calling_actions.drop_list(one, by=thao, at=NOW)
    assert opened(cases, thao).id != one.id


def test_who_added_a_case_does_not_answer_for_it_and_strangers_see_no_list() -> None:
    quan, thao, trang = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR), somebody(Role.COORDINATOR)
    one = opened(many(1, trang), thao)
    with pytest.raises(NotAllowed, match="You added this case"):
        called(one, trang, CONFIRMED)
    for stranger in (quan, somebody(Role.COORDINATOR, LIEN_NINH)):
        with pytest.raises(NotFound):
            calling_queries.get_list(one.id, by=stranger)
        assert calling_queries.lists(stranger) == []
    assert [found.id for found, _cases, _count in calling_queries.lists(trang)] == [one.id]


def test_so_many_that_nobody_visited_are_not_verified_together_without_calls() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    cases = many(3, quan)
    with pytest.raises(RuleBroken, match="3 cases that nobody visited"), transaction():
        actions.verify_many(cases, most=2, by=thao, at=NOW)
    assert {fresh(case).state for case in cases} == {"reported"}
    with transaction():
        assert len(actions.verify_many(cases, most=3, by=thao, at=NOW)[0]) == 3
