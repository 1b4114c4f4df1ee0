"""A score changed by hand: with a reason, by who may, in the chain, and in the order of who gets goods."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from aidtrack.audit.models import Entry
from aidtrack.cases import board_queries, priority_queries, queries
from aidtrack.cases.priority_actions import change_priority
from aidtrack.cases.scoring import VERSION
from aidtrack.db import db, transaction
from aidtrack.errors import NotAllowed, RuleBroken
from aidtrack.rights import Role
from tests.cases.world import LYS, NOW, TODAY, fresh, household, moved, registered, somebody

pytestmark = pytest.mark.usefixtures("session")


def test_a_change_by_hand_counts_once_and_is_kept_with_the_table(each_database: str) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    case, other = registered(LYS, by=quan), registered(household("Lò Thị Mây"), by=quan)
    before = priority_queries.score_today(case, today=TODAY).points
    for points, reason in ((9, "nhà dột"), (5, "đã lợp lại")):
        with transaction():
            change_priority(fresh(case), points, reason, by=thao, at=NOW)
    assert priority_queries.score_today(case, today=TODAY).points == before + 5
    assert [(one.points, one.score, one.version) for one in priority_queries.changes_of(case)] == [
        (5, before + 5, VERSION),
        (9, before + 9, VERSION),
    ]
    assert (queries.timeline(case)[0].said.render(), queries.timeline(case)[0].text) == (
        "Priority raised by hand",
        "đã lợp lại",
    )
    entries = db.session.scalars(select(Entry).where(Entry.action == "cases.prioritise")).all()
    assert [entry.detail.content["reason"] for entry in entries if entry.detail] == ["nhà dột", "đã lợp lại"]
    for one in (case, other):
        moved(fresh(one), "verify", by=thao)
    scores = {row.code: row.score for row in board_queries.eligible("", today=TODAY, verification_days=90)}
    assert scores == {case.code: before + 5, other.code: before}


def test_who_may_not_change_a_priority_and_what_is_no_change() -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    case = registered(LYS, by=quan)
    for stranger in (quan, somebody(Role.AUDITOR), somebody(Role.COORDINATOR, phone="0953 509 991")):
        with pytest.raises(NotAllowed), transaction():
            change_priority(case, 5, "vì sao", by=stranger, at=NOW)
    with pytest.raises(RuleBroken) as refused, transaction():
        change_priority(case, 5, " ", by=thao, at=NOW)
    assert refused.value.field == "reason"
