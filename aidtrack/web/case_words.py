"""How cases are told on pages: badges, what a state means, found letters marked, two households compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, g
from flask_babel import gettext as _
from markupsafe import Markup

from aidtrack.cases import changes, lifecycle, progress
from aidtrack.cases.categories import BY_CODE
from aidtrack.cases.lifecycle import OPEN_STATES, State
from aidtrack.cases.models import Case
from aidtrack.cases.pair_queries import Side
from aidtrack.cases.progress import Badge, Progress
from aidtrack.cases.side_by_side import ALIKE, DIFFERENT, SAME, VERDICT_LABELS, Attribute, laid_out
from aidtrack.clock import day_of
from aidtrack.errors import RuleBroken
from aidtrack.goods import queries as goods
from aidtrack.sentences import N_
from aidtrack.web import filters

TONES: Mapping[str, str] = {SAME: "ma", ALIKE: "lua", DIFFERENT: "son"}

STATE_SENTENCES: Mapping[State, str] = {
    State.REPORTED: N_(
        "Nobody has visited yet. Who verifies is another person than who added or changed the case."
    ),
    State.UNDER_REVIEW: N_(
        "The case is under review. Who verifies is another person than who added or changed it."
    ),
    State.NEEDS_MORE: N_("Something is missing. Add it, then send the case again."),
    State.VERIFIED: N_("Somebody has visited and confirms it. The next plan counts this household in."),
    State.REJECTED: N_("Not part of this round; the household may appeal and a coordinator may reopen it."),
    State.DUPLICATE: N_("This is the same household as another case, which goes on for both."),
    State.ON_HOLD: N_("Nothing happens with this case until a coordinator resumes it."),
    State.WITHDRAWN: N_("The household needs no help any more, or was added by mistake."),
}
PROGRESS_SENTENCES: Mapping[Progress, str] = {
    Progress.PLANNED: N_("The household stands in an approved plan."),
    Progress.ALLOCATED: N_("The household has its share in a campaign, and the store holds the goods."),
    Progress.OUT: N_("The goods are on their way to the household."),
    Progress.SERVED: N_("The household has signed for its share."),
    Progress.PARTIAL: N_("The household has received a part; the rest went back to the store."),
    Progress.FAILED: N_("The share could not be given; the goods went back to the store."),
}


def shown_badge(badge: Badge) -> dict[str, Any]:
    """A badge as the part `state_badge` wants it."""
    return {"squares": badge.squares, "tone": badge.colour, "label": filters.say(badge.words)}


def badge_of(case: Case) -> dict[str, Any]:
    """The badge of a case today."""
    return shown_badge(
        progress.badge(
            case.state,
            suspected=case.suspected,
            verified_at=day_of(case.verified_at) if case.verified_at else None,
            progress=case.progress,
            today=g.clock.today(),
            waiting_since=day_of(case.registered_at),
            grows_old_after=current_app.config["SETTINGS"].verification_days,
        )
    )


def state_sentence(case: Case) -> str:
    """What the state means and what comes next."""
    if case.suspected and case.state not in (State.DUPLICATE, State.WITHDRAWN, State.REJECTED):
        return _suspicion()
    how_far = Progress(case.progress)
    if case.state == State.VERIFIED and how_far in PROGRESS_SENTENCES:
        return filters.say(PROGRESS_SENTENCES[how_far])
    told = filters.say(STATE_SENTENCES[State(case.state)])
    if how_far in (Progress.PLANNED, Progress.ALLOCATED) and case.state in OPEN_STATES:
        held = _("Its share stays promised, but leaves the store only once the case is verified again.")
        return f"{told} {held}"
    return told


def edit_warning(case: Case) -> str | None:
    """What a change of the weighty facts brings about, said before it is made."""
    if case.state != State.VERIFIED:
        return None
    if case.progress == Progress.OUT:
        return str(
            _("The share is on its way and stays as it is. Afterwards somebody else verifies your change.")
        )
    return str(
        _(
            "This case is verified. If you change the name, the people, a number, the address or the"
            " category, it goes back to review, and somebody else verifies it again."
        )
    )


def saved(case: Case, before: str) -> str:
    """That an edit was saved, and whether it sent the case back to review."""
    if before == State.VERIFIED and case.state == State.UNDER_REVIEW:
        return str(_("The case is saved and goes back to review. Somebody else verifies it again."))
    return str(_("The case is saved."))


def _suspicion() -> str:
    """What an open pair keeps from happening, in the lifecycle's own words."""
    try:
        lifecycle.check_suspicion("verify", True)
    except RuleBroken as refusal:
        return filters.say(refusal.sentence)
    return ""


def marked(text: str, hits: Iterable[tuple[int, int]]) -> Markup:
    """A text whose found parts, (start, end), are marked."""
    out, at = Markup(""), 0
    for start, end in sorted(hits):
        out += Markup("{}<mark>{}</mark>").format(text[at:start], text[start:end])
        at = end
    return out + text[at:]


def categories_in_words(codes: Sequence[str]) -> str:
    """The labels of category codes."""
    return ", ".join(filters.say(BY_CODE[code].label) for code in codes)


def needs_in_words(needs: Sequence[str]) -> str:
    """Goods by their names, and free words as they are."""
    names = {good.code: filters.good_name(good) for good in goods.all_goods(active=None)}
    return ", ".join(names.get(need, need) for need in needs)


def label_of(field: str) -> str:
    """What a field is called on pages."""
    return str(_("Ward or commune")) if field == "place_id" else filters.say(changes.FIELD_LABELS[field])


def told(field: str, value: Any) -> str:
    """A field's value for people."""
    if field == "needs" and value:
        return needs_in_words(value)
    return filters.say(changes.in_words(field, value))


@dataclass(frozen=True)
class Compared:
    """Two households side by side: heads of the columns, rows, how many rows, and how many are the same."""

    heads: list[str]
    rows: list[dict[str, Any]]
    same: int
    of: int


def compared(first: Side, second: Side, opened: str | None = None) -> Compared | None:
    """Two sides of a pair, or None where one may not be shown; `opened` is the code of the page's case."""
    if first.facts is None or second.facts is None:
        return None
    attributes = laid_out(first.facts, second.facts)
    rows = [_row(one) for one in attributes]
    if first.registered_at or second.registered_at:
        rows.append({"label": _("Added"), "a": _added(first), "b": _added(second), "verdict": "", "tone": ""})
    heads = [_head(side, opened) for side in (first, second)]
    return Compared(heads, rows, sum(one.verdict == SAME for one in attributes), len(attributes))


@dataclass(frozen=True)
class OneSide:
    """The one household of a pair that the reader may see."""

    told: Sequence[tuple[str, Any]]


def one_side(first: Side, second: Side) -> OneSide | None:
    """The household that the reader may see where the other is hidden."""
    seen = first if first.facts else second
    if seen.facts is None:
        return None
    attributes = laid_out(seen.facts, seen.facts)
    return OneSide([(label_of(one.field), told(one.field, one.first)) for one in attributes])


def _head(side: Side, opened: str | None) -> str:
    if side.code is None:
        return str(_("The row of the list"))
    return str(_("%(code)s, open now", code=side.code)) if side.code == opened else side.code


def _added(side: Side) -> str:
    return f"{filters.moment(side.registered_at)}, {side.registered_by_name}" if side.registered_at else ""


def _row(one: Attribute) -> dict[str, Any]:
    first, second = told(one.field, one.first), told(one.field, one.second)
    if one.verdict == ALIKE and len(first) == len(second):
        first, second = _differing(first, second), _differing(second, first)
    verdict = filters.say(VERDICT_LABELS[one.verdict])
    return {
        "label": label_of(one.field),
        "a": first,
        "b": second,
        "verdict": verdict,
        "tone": TONES.get(one.verdict, ""),
    }


def _differing(text: str, other: str) -> str:
    return marked(
        text, ((at, at + 1) for at, (one, its) in enumerate(zip(text, other, strict=True)) if one != its)
    )
