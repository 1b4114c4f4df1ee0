"""People with assignments, and households that they registered, for the tests of the pages of cases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from aidtrack.cases import actions
from aidtrack.cases.facts import CaseFacts
from aidtrack.clock import day_of
from aidtrack.db import db, transaction
from aidtrack.people import actions as people
from aidtrack.people import queries
from aidtrack.people.models import Person
from aidtrack.rights import Actor, Role

OPERATOR = Actor(None, "operator", operator=True)
LIEN_NINH, DAI_ANG, MINH_KHAI = "2021:00682", "2021:00679", "2021:00622"
HANOI = "2021:01"

FORM = {
    "name": "Lý Thế Tuấn",
    "birth": "1977",
    "phone": "0953 509 991",
    "people": "4",
    "place": "Xã Liên Ninh",
    "address": "158, ngõ 108 Đê La Thành",
    "categories": ["lost_job", "stranded_worker"],
    "needs": ["rice"],
    "other_needs": "sữa bột, bỉm",
    "consent": "y",
    "consent_by": "chủ hộ",
}
"""What a volunteer fills in."""


def person(
    app: Flask, now: datetime, phone: str, role: Role, place: str | None, name: str = "Lò Hồng Thảo"
) -> Any:
    """Somebody with an assignment since last month."""
    with app.app_context(), transaction():
        made = people.add(phone, name, by=OPERATOR, at=now)
        people.assign(made, role, place, starts_on=day_of(now - timedelta(days=30)), by=OPERATOR, at=now)
        db.session.flush()
        return made


def register(app: Flask, now: datetime, by: str, **told: Any) -> str:
    """A case that the person with that phone registers; its code."""
    facts: dict[str, Any] = {
        "name": "Đào Xuân Tuấn",
        "place_id": LIEN_NINH,
        "people": 2,
        "consent_by": "chủ hộ",
    }
    with app.app_context(), transaction():
        registrar = queries.by_phone(by)
        assert isinstance(registrar, Person)
        actor = queries.actor_of(registrar, day_of(now))
        return actions.register(CaseFacts(**(facts | told)), by=actor, at=now).code
