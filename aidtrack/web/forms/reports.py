"""The forms of reports: what is wanted of which campaign, and a file to compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from aidtrack.campaigns.models import Campaign
from aidtrack.deliveries import queries as deliveries
from aidtrack.deliveries.models import Trip
from aidtrack.errors import NotFound, RuleBroken
from aidtrack.rights import Actor
from aidtrack.sentences import N_
from aidtrack.web.forms.base import Form, Say
from aidtrack.web.forms.fields import DayField, PlaceField


class ExportForm(Form):
    """Which campaign, and what narrows it. It has no once-key: an export changes nothing, so it may be
    repeated from the same page, and each file is recorded."""

    key = HiddenField(default="", filters=[lambda _sent: ""])
    campaign = SelectField(_l("Campaign"), [Say(N_("Choose a campaign."))])
    place = PlaceField(
        _l("Ward, commune or district"), areas=True, description=_l("Empty: all that lies in your area.")
    )
    trip = StringField(_l("Trip"), description=_l("A trip's code, such as CHUYEN-0001. Empty: all trips."))
    first = DayField(_l("From day"))
    last = DayField(_l("To day"))
    posting = BooleanField(_l("Version to be posted: IDs and phone numbers masked"))

    def offer(self, campaigns: Sequence[Campaign]) -> ExportForm:
        """The campaigns to choose from, the newest first."""
        self.campaign.choices = [SelectChoice(one.code, one.name) for one in reversed(campaigns)]
        return self

    def trip_for(self, by: Actor) -> Trip | None:
        """The trip that was typed; RuleBroken at its field if there is none in reach."""
        if not self.trip.data:
            return None
        try:
            return deliveries.get_trip(self.trip.data.upper(), by=by)
        except NotFound as error:
            raise RuleBroken(error.sentence, field="trip") from None


class CompareForm(Form):
    """A file that somebody holds."""

    file: Any = FileField(_l("File"), [Say(N_("Choose the file that you hold."))])
