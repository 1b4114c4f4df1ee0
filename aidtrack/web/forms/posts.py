"""The forms of posts: bring some in, correct what was read of a household, say why it is none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice

from aidtrack.cases.facts import MOST_TEXT, CaseFacts
from aidtrack.goods import queries as goods
from aidtrack.languages import say_in
from aidtrack.posts.models import PostDraft
from aidtrack.posts.on_behalf import asks_for_others
from aidtrack.posts.proposing import FREE_NEEDS, KIND_LABELS, REASONS
from aidtrack.sentences import N_
from aidtrack.web import filters
from aidtrack.web.forms.base import Form, Say
from aidtrack.web.forms.fields import PlaceField
from aidtrack.web.forms.households import HouseholdForm

IN_THE_GROUP = N_("asked in the ward's group")
FOR_OTHERS = N_("asked for them in the ward's group")
NOT_CALLED, CALLED = "group", "called"
HEARD = {
    NOT_CALLED: N_("Not called yet: consent is asked for at the visit"),
    CALLED: N_("Called: somebody of the household agreed that it is kept"),
}


class BringForm(Form):
    """Posts of one group."""

    ward = PlaceField(
        _l("In which ward's group did they stand?"), validators=[Say(N_("Choose the ward or commune."))]
    )
    text = TextAreaField(
        _l("The posts"),
        description=_l("Paste them as they are. Between two posts put a line of dashes: ---"),
    )
    file = FileField(
        _l("Or a file with one post in each row"),
        description=_l("CSV with a column “text”, and “posted_at” and “link” if they are known."),
    )


class DraftForm(HouseholdForm):
    """A household as it was read, to be corrected and confirmed."""

    heard = RadioField(_l("Who was asked whether this may be kept?"), default=NOT_CALLED)
    consent_by = StringField(_l("Who agreed?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heard.choices = [SelectChoice(code, filters.say(label)) for code, label in HEARD.items()]
        self.asked_by_name.label.text = _l("Who asked in the group?")

    def validate_consent_by(self, field: StringField) -> None:
        if self.heard.data == CALLED and not field.data:
            raise ValidationError(filters.say(N_("Write who agreed: the name, or “the head of household”.")))

    def validate_asked_by_name(self, field: StringField) -> None:
        if self.heard.data == NOT_CALLED and not field.data:
            raise ValidationError(filters.say(N_("Write who asked: the name, or “whoever posted it”.")))

    def facts(self, base: CaseFacts | None = None) -> CaseFacts:
        """Either who agreed, or who asked in the group: asking in public is no consent."""
        told = super().facts(base)
        if self.heard.data == CALLED:
            return replace(
                told,
                consent_by=self.consent_by.data or "",
                asked_by_name="",
                asked_by_phone=None,
                asked_by_relation="",
            )
        return replace(told, consent_by="")


def drafted(draft: PostDraft) -> dict[str, Any]:
    """The form's data for a household as it was read."""
    read, alone = draft.facts, len(draft.post.drafts) == 1
    others = asks_for_others(draft.post.text)
    known = {good.code for good in goods.all_goods()}
    needs = read.get("needs", [])
    return {
        "name": read.get("name", ""),
        "phone": draft.phone,
        "people": str(read.get("people") or ""),
        "address": read.get("address", ""),
        "place": draft.place_id if draft.place_known else None,
        "categories": read.get("categories", []),
        "needs": [need for need in needs if need in known],
        "other_needs": ", ".join(_kept(FREE_NEEDS[need]) for need in needs if need in FREE_NEEDS),
        # of a post about several households each gets only its own words
        "circumstances": draft.post.text[:MOST_TEXT] if alone else "",
        "asked_by_name": (not others and read.get("name")) or _kept(N_("whoever posted it")),
        "asked_by_relation": _kept(FOR_OTHERS if others else IN_THE_GROUP),
    }


def _kept(words: str) -> str:
    """Words that stay in the case, in the deployment's language whatever the reader's is."""
    return say_in(current_app.config["SETTINGS"].language, words)


class DiscardForm(Form):
    """Why a household that was read does not become a case."""

    reason = SelectField(_l("Why not?"), default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = [SelectChoice("", "–"), *_choices(REASONS)]


class ForwardForm(Form):
    """The ward where a household lives; the field is the one of `DraftForm`."""

    place = PlaceField(_l("Ward or commune"), validators=[Say(N_("Choose the ward or commune."))])


class SortForm(Form):
    """What a post is that was read to ask for nothing."""

    kind = SelectField(_l("What is it?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = _choices(KIND_LABELS)


def _choices(labels: Any) -> list[SelectChoice]:
    return [SelectChoice(code, filters.say(label)) for code, label in labels.items()]
