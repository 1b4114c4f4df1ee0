"""Opening a campaign, its norms and its closing, through the actions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from aidtrack.campaigns import actions, queries
from aidtrack.campaigns.entitlement import Norm
from aidtrack.db import transaction
from aidtrack.errors import NotAllowed, NotFound, RuleBroken
from aidtrack.goods.catalogue import BY_CODE
from aidtrack.rights import Role
from aidtrack.stock import actions as stock
from aidtrack.stock.models import Location
from tests.stock.shelf import CHIEF, LIEN_NINH, NOW, actor

KEEPER = actor(Role.COORDINATOR, "2021/01/")
TOLD: dict[str, Any] = {
    "code": "dot-14-8",
    "name": " đợt 14/8 ",
    "place_id": "2021:01",
    "receives_from": date(2021, 8, 1),
    "receives_to": date(2021, 8, 14),
    "distributes_from": date(2021, 8, 14),
    "distributes_to": date(2021, 9, 3),
    "by": KEEPER,
    "at": NOW,
}


@pytest.fixture
def store(session: Session) -> Location:
    with transaction():
        return stock.open_store("Kho Thanh Trì", None, by=CHIEF, at=NOW)


def opened(store: Location, **more: Any) -> Any:
    told = {**TOLD, **more}
    with transaction():
        return actions.open_campaign(told.pop("code"), told.pop("name"), store=store, **told)


def test_a_campaign_keeps_its_code_in_capitals_and_its_name_clean(store: Location) -> None:
    campaign = opened(store)
    assert (campaign.code, campaign.name, campaign.place_path) == ("DOT-14-8", "đợt 14/8", "2021/01/")
    assert [one.code for one in queries.index(KEEPER)] == ["DOT-14-8"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "đợt một"}, "code"),
        ({"code": "../x"}, "code"),
        ({"name": "  "}, "name"),
        ({"receives_to": date(2021, 7, 31)}, "receives_to"),
        ({"receives_to": date(2021, 10, 31)}, "receives_to"),
        ({"distributes_from": date(2021, 7, 31)}, "distributes_from"),
        ({"distributes_to": date(2021, 8, 13)}, "distributes_to"),
        ({"distributes_to": date(2021, 9, 4)}, "distributes_to"),
        ({"classes": {"nobody": 1}}, "classes"),
        ({"classes": {"student": 0}}, "classes"),
    ],
)
def test_what_cannot_be_names_the_field_to_mend(store: Location, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        opened(store, **wrong)
    assert refused.value.field == field and queries.index(CHIEF) == []


def test_a_code_serves_once(store: Location) -> None:
    opened(store)
    with pytest.raises(RuleBroken) as refused:
        opened(store, code="Dot-14-8")
    assert refused.value.field == "code"


def test_campaigns_are_kept_by_coordinators_of_the_whole_place(store: Location) -> None:
    for by in (actor(Role.COORDINATOR, LIEN_NINH), actor(Role.AUDITOR), actor(Role.VOLUNTEER)):
        with pytest.raises(NotAllowed):
            opened(store, by=by)
    with pytest.raises(NotAllowed):
        opened(store, place_id=None)
    campaign = opened(store)
    with pytest.raises(NotAllowed), transaction():
        actions.close(campaign, by=actor(Role.COORDINATOR, LIEN_NINH), at=NOW)


def test_a_campaign_around_ones_ward_is_seen_and_one_elsewhere_is_not(store: Location) -> None:
    opened(store)
    assert queries.get_campaign("DOT-14-8", by=actor(Role.COORDINATOR, LIEN_NINH)).name == "đợt 14/8"
    with pytest.raises(NotFound):
        queries.get_campaign("DOT-14-8", by=actor(Role.COORDINATOR, "2025/79/"))
    assert queries.index(actor(Role.VOLUNTEER, LIEN_NINH)) == []


def test_norms_are_replaced_as_a_whole(store: Location) -> None:
    campaign = opened(store)
    both = [Norm(BY_CODE["rice"], 4_000), Norm(BY_CODE["noodles"], 9, whole_pack=30)]
    with transaction():
        actions.set_norms(campaign, both, by=KEEPER, at=NOW)
    assert [queries.norm_facts(norm).amount for norm in campaign.norms] == [4_000, 9]
    with transaction():
        actions.set_norms(campaign, [Norm(BY_CODE["noodles"], 6)], by=KEEPER, at=NOW)
    assert [(norm.good_code, norm.amount) for norm in campaign.norms] == [("noodles", 6)]
    assert [good.code for good in queries.goods_of(campaign)] == ["noodles"]
    for wrong in ([], [*both, both[0]]):
        with pytest.raises(RuleBroken), transaction():
            actions.set_norms(campaign, wrong, by=KEEPER, at=NOW)
    assert [norm.good_code for norm in campaign.norms] == ["noodles"]


def test_a_campaign_without_shares_closes(store: Location) -> None:
    campaign = opened(store)
    with transaction():
        actions.close(campaign, by=KEEPER, at=NOW)
    assert campaign.state == "closed"
