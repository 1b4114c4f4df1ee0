"""One case: found within one's scope only, with the moves to offer and the causes that block them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aidtrack.cases import actions, queries
from aidtrack.cases.models import Case
from aidtrack.db import transaction
from aidtrack.errors import NotFound
from aidtrack.rights import Actor, Role
from tests.cases.world import (
    HAI_BA_TRUNG,
    LIEN_NINH,
    LYS,
    LYS_AGAIN,
    NOW,
    OPERATOR,
    VINH_TUY,
    household,
    moved,
    registered,
    somebody,
)

pytestmark = pytest.mark.usefixtures("session")


def offered(case: Case, by: Actor) -> dict[str, str | None]:
    """The buttons of a case's page, each with what blocks it."""
    return {
        one.move.name: one.blocked.template.partition(".")[0] if one.blocked else None
        for one in queries.moves_for(case, by)
    }


def test_a_case_is_found_by_its_code_in_any_form() -> None:
    case = registered(LYS, by=somebody(Role.VOLUNTEER))
    auditor = somebody(Role.AUDITOR, VINH_TUY)
    for code in (case.code, case.code.lower(), case.code.replace("-", " "), case.code.removeprefix("HN-")):
        assert queries.get_case(code, by=auditor) == case


@pytest.mark.parametrize("place_id", [LIEN_NINH, None])
def test_a_case_outside_the_scope_is_as_good_as_none(place_id: str | None) -> None:
    case = registered(LYS, by=somebody(Role.VOLUNTEER))
    outside = somebody(Role.ADMIN, place_id) if place_id else somebody(None)
    said = []
    for code in (case.code, "HN-2222222"):
        with pytest.raises(NotFound) as refused:
            queries.get_case(code, by=outside)
        said.append(str(refused.value).replace(code, "…"))
    assert said[0] == said[1]


def test_a_right_is_asked_for_where_the_case_is() -> None:
    case = registered(LYS, by=somebody(Role.VOLUNTEER))
    volunteer = somebody(Role.VOLUNTEER, HAI_BA_TRUNG)
    assert queries.get_case(case.code, by=volunteer, right="cases.edit") == case
    with pytest.raises(NotFound):
        queries.get_case(case.code, by=volunteer, right="cases.verify")


@pytest.mark.parametrize("code", ["", "x" * 5000, "HN-", "'; --", "HN-7F3K2QA"])
def test_nonsense_is_no_case(code: str) -> None:
    with pytest.raises(NotFound):
        queries.get_case(code, by=OPERATOR)


def test_several_cases_come_in_the_order_of_their_codes_and_only_those_in_reach() -> None:
    quan = somebody(Role.VOLUNTEER)
    near = [registered(household(name), by=quan) for name in ("Lò Thị Mây", "Đặng Văn An")]
    far = registered(household("Vũ Thị Lụa", LIEN_NINH), by=quan)
    codes = [near[1].code.lower(), far.code, near[0].code, "HN-nonsense", near[1].code]
    found = queries.cases_by_code(codes, by=somebody(Role.COORDINATOR, VINH_TUY))
    assert [case.code for case in found] == [near[1].code, near[0].code]


def test_the_timeline_begins_with_the_newest_line() -> None:
    thao = somebody(Role.COORDINATOR)
    case = registered(LYS, by=somebody(Role.VOLUNTEER))
    moved(case, "take_up", "send_back", by=thao)
    said = [(entry.kind, entry.said.render(), entry.by_name) for entry in queries.timeline(case)]
    assert said[0] == ("send_back", "Sent back", thao.name)
    assert [kind for kind, *_ in said] == ["send_back", "take_up", "register"]


def test_buttons_are_drawn_from_the_table_within_the_rights() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    assert offered(case, thao) == dict.fromkeys(
        ("take_up", "verify", "send_back", "reject", "hold", "withdraw", "mark_duplicate")
    )
    assert offered(case, quan) == {"take_up": None, "withdraw": None}
    assert offered(case, somebody(Role.AUDITOR)) == {}
    assert offered(case, somebody(Role.COORDINATOR, LIEN_NINH)) == {}


def test_the_cause_stands_beside_a_blocked_button() -> None:
    thao = somebody(Role.COORDINATOR)
    own = registered(LYS, by=thao)
    assert offered(own, thao)["verify"] == "You registered this case"
    assert offered(own, thao)["hold"] is None
    suspected = registered(LYS_AGAIN, by=somebody(Role.VOLUNTEER))
    assert offered(suspected, thao)["verify"] == "This case may be a duplicate"
    relative = somebody(Role.COORDINATOR, phone="0953 509 992")
    assert offered(suspected, relative)["verify"] == "This is your own household"


def test_what_is_blocked_is_refused_and_what_is_not_is_done() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    for name in ("verify", "reject", "hold", "withdraw", "send_back", "take_up"):
        case = registered(replace(household(f"Mùa A {name.title()}"), phone=None), by=quan)
        assert queries.blocked(case, name, thao) is None
        with transaction():
            actions.move(case, name, reason="lý do", by=thao, at=NOW)
        assert queries.blocked(case, name, thao) is not None
