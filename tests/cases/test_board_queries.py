"""The ward board counts each case at one step; a plan may serve only who is verified, undoubted and fresh."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from aidtrack.cases import actions, board_queries
from aidtrack.cases.board_queries import DAYS, WardRow
from aidtrack.cases.facts import MemberFacts
from aidtrack.cases.models import Case
from aidtrack.cases.progress import Progress
from aidtrack.db import transaction
from aidtrack.rights import Actor, Role
from tests.cases.world import (
    HAI_BA_TRUNG,
    LIEN_NINH,
    LYS,
    LYS_AGAIN,
    NOW,
    THANH_NHAN,
    TODAY,
    VINH_TUY,
    household,
    moved,
    registered,
    somebody,
)

pytestmark = pytest.mark.usefixtures("session")


def board(by: Actor, place_path: str = "") -> dict[str, WardRow]:
    return {row.place_id: row for row in board_queries.board(by, today=TODAY, place_path=place_path)}


def helped(case: Case, progress: str, by: Actor) -> None:
    moved(case, "verify", by=by)
    with transaction():
        actions.note_progress([case.id], progress, note={})


def test_each_case_stands_at_one_step_of_its_ward(each_database: str) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    registered(household("Mùa Waits", people=1), by=quan, at=NOW - timedelta(days=5))
    moved(registered(household("Mùa Verified", people=2), by=quan), "verify", by=thao)
    for turn, progress in enumerate(one for one in Progress if one != "none"):
        helped(registered(household(f"Mùa {'abcdefg'[turn] * 5}", people=3), by=quan), progress, thao)
    for move in ("reject", "withdraw"):
        moved(registered(household(f"Lò {move}"), by=quan), move, by=thao)
    row = board(thao)[VINH_TUY]
    assert row == WardRow(
        place_id=VINH_TUY,
        label="Phường Vĩnh Tuy",
        reported=1,
        verified=1,
        allocated=2,
        out=1,
        served=2,
        failed=1,
        people=1 + 2 + 6 * 3,
        oldest_wait_days=5,
        per_day=(0,) * 8 + (1,) + (0,) * 4 + (9,),
    )
    assert (row.cases, len(row.per_day)) == (8, DAYS)


def test_days_begin_at_midnight_in_hanoi() -> None:
    quan = somebody(Role.VOLUNTEER)
    registered(LYS, by=quan, at=NOW.replace(day=12, hour=16, minute=59))
    registered(household("Đặng Văn An"), by=quan, at=NOW.replace(day=12, hour=17, minute=0))
    assert board(quan)[VINH_TUY].per_day[-3:] == (1, 1, 0)


def test_the_board_shows_the_wards_of_the_scope_in_their_order() -> None:
    quan = somebody(Role.VOLUNTEER)
    for name, place_id in (("Lò Mây", VINH_TUY), ("Đặng An", THANH_NHAN), ("Vũ Lụa", LIEN_NINH)):
        registered(household(name, place_id), by=quan)
    assert list(board(quan)) == [LIEN_NINH, THANH_NHAN, VINH_TUY]
    assert list(board(somebody(Role.COORDINATOR, HAI_BA_TRUNG))) == [THANH_NHAN, VINH_TUY]
    assert list(board(quan, "2021/01/020/")) == [LIEN_NINH]
    assert board(somebody(None)) == {}


def test_an_empty_board_is_empty() -> None:
    assert board(somebody(Role.ADMIN)) == {}


# Who may be served


def eligible(days: int = 90, path: str = "") -> list[str]:
    return [case.code for case in board_queries.eligible(path, today=TODAY, verification_days=days)]


def test_only_the_verified_undoubted_and_fresh_may_be_served(each_database: str) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    good = registered(household("Lò Thị Mây"), by=quan, at=NOW - timedelta(days=99))
    old = registered(household("Đặng Văn An"), by=quan, at=NOW - timedelta(days=98))
    registered(household("Vũ Thị Lụa"), by=quan)
    on_hold = registered(household("Mùa A Tủa"), by=quan)
    doubted = registered(LYS, by=quan)
    moved(good, "verify", by=thao, at=NOW - timedelta(days=90))
    moved(old, "verify", by=thao, at=NOW - timedelta(days=91))
    moved(on_hold, "verify", "hold", by=thao)
    moved(doubted, "verify", by=thao)
    registered(LYS_AGAIN, by=quan)
    assert eligible() == [good.code]
    assert eligible(days=91) == [good.code, old.code]
    assert eligible(path="2021/01/007/") == [good.code] and eligible(path="2021/01/020/") == []


def test_what_decides_the_turn_is_told() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    told = replace(LYS, categories=("patient", "child"), members=(MemberFacts("Lý Thanh Lan", 2019, "con"),))
    case = registered(told, by=quan)
    moved(case, "verify", by=thao)
    with transaction():
        actions.note_progress([case.id], "failed", note={})
    [found] = board_queries.eligible("", today=TODAY, verification_days=90)
    assert (found.id, found.code, found.place_id, found.people) == (case.id, case.code, VINH_TUY, 4)
    assert (found.categories, found.child_or_elderly, found.ill) == (("patient", "child"), True, True)
    assert (found.verified_at, found.registered_at, found.progress) == (NOW, NOW, "failed")


@pytest.mark.parametrize(
    ("told", "counts"),
    [
        ({"birth_year": 1961}, True),
        ({"birth_year": 1962}, False),
        ({"young": 1}, True),
        ({"old": 1}, True),
        ({"young": 0, "old": 0}, False),
        ({"members": (MemberFacts("Lý Minh Quý", 2016),)}, True),
        ({"members": (MemberFacts("Lý Minh Quý", 2015),)}, False),
        ({}, False),
    ],
)
def test_children_under_six_and_people_of_sixty_are_known_from_all_that_tells_them(
    told: dict[str, object], counts: bool
) -> None:
    case = registered(household("Lò Thị Mây", **told), by=somebody(Role.VOLUNTEER))  # type: ignore[arg-type]
    moved(case, "verify", by=somebody(Role.COORDINATOR))
    [found] = board_queries.eligible("", today=TODAY, verification_days=90)
    assert found.child_or_elderly is counts
