"""Planning trips: where shares wait, who may drive there, and the form that is filled for it."""

from __future__ import annotations

from typing import Any

from flask import g, request, url_for

from aidtrack.campaigns import queries as campaigns
from aidtrack.campaigns.lifecycle import CampaignState
from aidtrack.campaigns.models import Campaign
from aidtrack.deliveries import queries
from aidtrack.people import queries as people
from aidtrack.people.models import Person
from aidtrack.places import queries as places
from aidtrack.rights import Role
from aidtrack.web.forms.deliveries import PlanForm

DRIVERS = (Role.VOLUNTEER, Role.COORDINATOR, Role.ADMIN)


def prepared() -> tuple[PlanForm, list[dict[str, Any]]]:
    """The form with what may be chosen, filled from the address, and the wards where shares wait."""
    opened = [one for one in reversed(campaigns.index(g.actor)) if one.state == CampaignState.OPEN.value]
    waiting = [row for campaign in opened for row in _waiting(campaign)]
    first = next((row for row in waiting if row["asked"]), waiting[0] if waiting else None)
    form = PlanForm(data=_filled(first))
    form.offer(opened, _drivers(opened, {row["place_id"] for row in waiting}))
    return form, waiting


def _waiting(campaign: Campaign) -> list[dict[str, Any]]:
    asked = request.args.get("campaign"), request.args.get("place")
    return [
        {
            "campaign": campaign,
            "place_id": ward,
            "unit": places.get_unit(ward),
            "households": households,
            "people": count,
            "asked": asked == (campaign.code, ward),
            "url": url_for(".new", campaign=campaign.code, place=ward),
        }
        for ward, households, count in queries.waiting_by_ward(campaign, by=g.actor)
    ]


def _filled(row: dict[str, Any] | None) -> dict[str, Any]:
    if row is None:
        return {}
    campaign = row["campaign"]
    day = min(max(g.clock.today(), campaign.distributes_from), campaign.distributes_to)
    return {"campaign": campaign.code, "place": row["place_id"], "on": day}


def _drivers(opened: list[Campaign], wards: set[str]) -> list[Person]:
    """Who works in one of the wards, without those who allocated: they could not confirm any receipt."""
    deciders = {
        one
        for campaign in opened
        for plan in campaign.plans
        for one in (plan.proposed_by_id, plan.decided_by_id)
    }
    found = {
        person.id: person
        for ward in sorted(wards)
        for person in people.with_role_within(DRIVERS, places.path_of(ward), g.clock.today())
        if person.id not in deciders
    }
    return sorted(found.values(), key=lambda person: (person.name, person.id))
