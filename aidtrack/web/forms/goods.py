"""The forms of goods: a new one, and what may be changed of one that is there."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from aidtrack.goods.packing import MEASURED
from aidtrack.sentences import N_
from aidtrack.web import filters
from aidtrack.web.forms.base import Form, Say


class EditGoodForm(Form):
    """Names, packs, and whether it spoils."""

    name = StringField(_l("Vietnamese name"), [Say(N_("Write the good's name."))])
    name_en = StringField(_l("English name"))
    packs = TextAreaField(
        _l("Packs"), description=_l("One on a line, such as “thùng 30” or “túi 5 kg”; * marks the usual one.")
    )
    perishable = BooleanField(_l("It spoils: ask for the expiry day"))


class NewGoodForm(EditGoodForm):
    """A new good: also its code and what it is measured in, both for good."""

    code = StringField(
        _l("Code"),
        [Say(N_("Write a code in small letters, such as “soap”."))],
        description=_l("Small letters without marks, such as “soap”: it stands in files for machines."),
    )
    measured = SelectField(
        _l("Measured in"),
        [Say(N_("Choose what it is measured in."))],
        description=_l("The books keep whole numbers of this unit; rice is shown in kg and kept in g."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [SelectChoice(key, filters.say(measure.label)) for key, measure in MEASURED.items()]
        self.measured.choices = [SelectChoice("", ""), *offered]
