"""Reasons for moves, out of one table: those who decide choose, and write in their own words what it lacks.

Sending back names what is missing, item by item, so that whoever completes the case sees exactly that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_, Sentence, say

OTHER = "other"
"""The reason that stands only with words."""

_IN_WORDS = {OTHER: N_("Another reason")}

REASONS: Mapping[str, Mapping[str, str]] = {
    "reject": {
        "no_hardship": N_("The visit found no hardship that this aid is for"),
        "not_this_round": N_("Belongs to none of the groups of this round"),
        "helped_elsewhere": N_("Is helped by somebody else already"),
        "not_there": N_("Does not live there"),
        "made_up": N_("A joke, or made up"),
        "no_consent": N_("Does not agree that the information is kept"),
        **_IN_WORDS,
    },
    "hold": {
        "not_reached": N_("Cannot be reached"),
        "away": N_("Away for some time"),
        "asks_other_ward": N_("Another ward is asked"),
        "papers_on_the_way": N_("Papers are on their way"),
        "disputed": N_("Somebody disputes it"),
        **_IN_WORDS,
    },
    "withdraw": {
        "needs_no_more": N_("Needs no help any more"),
        "went_home": N_("Has gone back home"),
        "moved": N_("Has moved to another place"),
        "died": N_("Has died"),
        "by_mistake": N_("Was added by mistake"),
        "asked_to": N_("The household asked for it"),
        **_IN_WORDS,
    },
    "send_back": {
        "citizen_id": N_("ID number"),
        "people": N_("Number of people"),
        "address": N_("Exact address"),
        "phone": N_("Phone number"),
        "categories": N_("Category"),
        "circumstances": N_("Circumstances"),
        "consent": N_("The household's consent"),
        "witness": N_("A witness"),
        "photo": N_("A photo of the visit"),
        **_IN_WORDS,
    },
}
"""For each move that asks for a reason, its choices. Of `send_back` several may be ticked: what lacks."""

SEVERAL = frozenset({"send_back"})
"""Moves of which several reasons may be chosen."""

IN_FORM = frozenset({"citizen_id", "people", "address", "phone", "categories", "circumstances"})
"""What is missing in the household's own fields; the others are brought by a visit."""


@dataclass(frozen=True)
class Given:
    """What was chosen and written for a move."""

    codes: tuple[str, ...]
    text: str

    @property
    def labels(self) -> list[Sentence]:
        """The chosen reasons but "other", which the words tell."""
        return [say(label) for code, label in _ALL.items() if code in self.codes and code != OTHER]


_ALL: Mapping[str, str] = {code: label for table in REASONS.values() for code, label in table.items()}


def chosen(move: str, codes: Sequence[str], text: str) -> Given:
    """The reason of a move as it is kept; RuleBroken for a choice that the move does not have, for several
    where one is asked, and for "other" without words. Words alone are "other"."""
    table = REASONS.get(move, {})
    wanted = tuple(code for code in table if code in codes)
    if set(codes) - set(wanted):
        raise RuleBroken(N_("This is none of the reasons. Choose one of the list."), field="why")
    if len(wanted) > 1 and move not in SEVERAL:
        raise RuleBroken(N_("Choose one reason, and write the others into the text."), field="why")
    if table and not wanted and text:
        wanted = (OTHER,)
    if OTHER in wanted and not text:
        raise RuleBroken(N_("Write the reason, so that the others understand it."), field="reason")
    return Given(wanted, text)


def labelled(codes: Collection[str]) -> list[Sentence]:
    """Kept codes in words, in the table's order; a code that the table lost is left out."""
    return [say(label) for code, label in _ALL.items() if code in codes]


@dataclass(frozen=True)
class Missing:
    """One thing that a case was sent back for, and whether it is there now."""

    code: str
    there: bool

    @property
    def label(self) -> str:
        """Its marked name."""
        return REASONS["send_back"][self.code]


def check_complete(missing: Sequence[Missing], text: str) -> None:
    """RuleBroken while something is missing and nobody says why it cannot be had."""
    lacking = [say(one.label) for one in missing if not one.there]
    if lacking and not text:
        raise RuleBroken(
            N_("Still missing: {what}. Add it, or write why it cannot be had."), field="reason", what=lacking
        )
