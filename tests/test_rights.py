"""The table of rights: role says what, an assignment says where, and two people never become one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aidtrack.errors import NotAllowed
from aidtrack.rights import (
    EVERYWHERE,
    RIGHTS,
    ROLE_LABELS,
    Actor,
    Grant,
    Role,
    outermost,
    require,
    two_persons,
)

HANOI, DISTRICT, WARD, OTHER = "2021/01/", "2021/01/020/", "2021/01/020/00682/", "2021/01/001/00001/"


def someone(role: Role, path: str = DISTRICT) -> Actor:
    return Actor(1, "Trang", (Grant(role, path),))


def test_every_role_has_a_label_and_every_right_a_holder() -> None:
    assert set(ROLE_LABELS) == set(Role)
    assert all(RIGHTS.values())


def test_administrators_may_all_that_coordinators_may() -> None:
    assert [
        right for right, roles in RIGHTS.items() if Role.COORDINATOR in roles and Role.ADMIN not in roles
    ] == []


def test_auditors_change_nothing() -> None:
    held = {right.partition(".")[2] for right, roles in RIGHTS.items() if Role.AUDITOR in roles}
    assert held <= {"see", "keep", "reveal", "export", "check"}
    assert {
        right for right, roles in RIGHTS.items() if Role.AUDITOR in roles and right.endswith(".keep")
    } == {"account.keep"}


def test_volunteers_neither_verify_nor_allocate_nor_see_stock() -> None:
    volunteer = someone(Role.VOLUNTEER, EVERYWHERE)
    for right in (
        "cases.verify",
        "campaigns.propose",
        "campaigns.approve",
        "stock.see",
        "donations.see",
        "people.see",
    ):
        assert not volunteer.can(right)
    assert volunteer.can("cases.register", WARD) and volunteer.can("deliveries.record", WARD)


def test_an_assignment_reaches_its_place_and_below_only() -> None:
    coordinator = someone(Role.COORDINATOR)
    assert coordinator.can("cases.verify", WARD) and coordinator.can("cases.verify", DISTRICT)
    assert not coordinator.can("cases.verify", OTHER) and not coordinator.can("cases.verify", HANOI)
    assert not coordinator.can("cases.verify", EVERYWHERE)
    assert coordinator.can("cases.verify")


def test_no_assignment_means_nothing() -> None:
    nobody = Actor(1, "Trang")
    assert [right for right in RIGHTS if nobody.can(right) or nobody.reach(right)] == []


def test_what_one_role_may_here_another_may_not_there() -> None:
    both = Actor(1, "Trang", (Grant(Role.COORDINATOR, WARD), Grant(Role.VOLUNTEER, OTHER)))
    assert both.can("cases.verify", WARD) and not both.can("cases.verify", OTHER)
    assert both.reach("cases.see") == (OTHER, WARD) and both.reach("cases.verify") == (WARD,)


def test_the_operator_may_all_and_everywhere() -> None:
    operator = Actor(None, "operator", operator=True)
    assert all(operator.can(right, WARD) and operator.reach(right) == (EVERYWHERE,) for right in RIGHTS)


def test_a_right_that_is_not_in_the_table_is_a_fault() -> None:
    with pytest.raises(KeyError, match=r"cases\.eat"):
        someone(Role.ADMIN).can("cases.eat")


def test_who_has_no_right_reads_what_to_do() -> None:
    require(someone(Role.COORDINATOR), "cases.verify", within=WARD)
    with pytest.raises(NotAllowed, match="administrator"):
        require(someone(Role.COORDINATOR), "cases.verify", within=OTHER)


def test_who_did_the_first_step_does_not_do_the_second() -> None:
    with pytest.raises(NotAllowed, match="another"):
        two_persons(1, someone(Role.ADMIN), "Ask another person.")
    two_persons(2, someone(Role.ADMIN), "Ask another person.")
    two_persons(None, Actor(None, "operator", operator=True), "Ask another person.")


paths = st.lists(st.sampled_from(["2021", "2025", "01", "020", "00682"]), max_size=4).map(
    lambda parts: "".join(f"{part}/" for part in parts)
)


@given(st.lists(paths))
def test_outermost_reaches_the_same_with_the_fewest(found: list[str]) -> None:
    kept = outermost(found)
    for path in found:
        assert any(path.startswith(outer) for outer in kept)
    assert not any(one != other and one.startswith(other) for one in kept for other in kept)
    assert set(kept) <= set(found)
