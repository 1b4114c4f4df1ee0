"""Cases that are past the deadline of their state, by ward and by the person with whom they lie."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from aidtrack.cases.deadlines import DAYS
from aidtrack.cases.lifecycle import State
from aidtrack.cases.models import Case
from aidtrack.cases.stuck_queries import Stuck, stuck
from aidtrack.db import db
from aidtrack.rights import Role
from tests.cases.world import (
    LIEN_NINH,
    NOW,
    TODAY,
    VINH_TUY,
    fresh,
    household,
    moved,
    registered,
    somebody,
    writing,
)

pytestmark = pytest.mark.usefixtures("session")


def test_what_is_late_stands_with_its_ward_and_its_person(each_database: str) -> None:
    quan, thao = somebody(Role.VOLUNTEER), somebody(Role.COORDINATOR)
    ago = {days: NOW - timedelta(days=days) for days in (4, 9, 12)}
    registered(household("Lò Thị Mây"), by=quan, at=ago[4])
    registered(household("Đặng Văn An"), by=quan, at=NOW)
    back = registered(household("Vũ Thị Lụa"), by=quan, at=ago[12])
    moved(back, "send_back", by=thao, at=ago[9])
    held = registered(household("Mùa A Tủa", LIEN_NINH), by=quan, at=ago[12])
    moved(held, "take_up", by=thao, at=ago[9])
    verified = registered(household("Hoàng Văn Tám"), by=quan, at=ago[12])
    moved(verified, "verify", by=thao, at=ago[12])
    everywhere = stuck(thao, DAYS, today=TODAY)
    assert everywhere == [
        Stuck(LIEN_NINH, State.UNDER_REVIEW, thao.name, 1, 4),
        Stuck(VINH_TUY, State.NEEDS_MORE, quan.name, 1, 2),
        Stuck(VINH_TUY, State.REPORTED, "", 1, 1),
    ]
    near = somebody(Role.COORDINATOR, LIEN_NINH)
    assert [one.place_id for one in stuck(near, DAYS, today=TODAY)] == [LIEN_NINH]
    assert stuck(quan, DAYS, today=TODAY) == [], "who may not verify is told nothing"
    moved(fresh(back), "resubmit", by=quan)
    assert [one.state for one in stuck(thao, DAYS, today=TODAY)] == ["under_review", "reported"], (
        "time begins anew with each state"
    )
    with writing():
        db.session.execute(update(Case).values(state_since=NOW))
    assert stuck(thao, DAYS, today=TODAY) == []
