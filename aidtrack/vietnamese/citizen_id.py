"""The numbers on identity cards: 12 digits (căn cước) that tell something, or the 9 of the old card.

PPP G YY NNNNNN: province of birth registration, sex and century, birth year, serial; there is no
check digit, so a disagreement with what is written beside it is a doubt, never a refusal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_, Sentence, say
from aidtrack.vietnamese.folding import cell_text

_BETWEEN = re.compile(r"[\s.\-–_]+")

# Circular 59/2021/TT-BCA, annex I: the 63 provinces as they were; cards keep these codes.
_PROVINCES = frozenset(
    f"{code:03}"
    for code in (
        *(1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37),
        *(38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77),
        *(79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96),
    )
)


@dataclass(frozen=True)
class CitizenIdFacts:
    """What a 12-digit number says: province (three digits), sex "male" or "female", birth year."""

    province_code: str
    sex: str
    birth_year: int


def parse_citizen_id(text: object, *, regain: bool = True, field: str | None = "citizen_id") -> str:
    """The 12 or 9 digits as text; RuleBroken with the way to mend it otherwise.

    Spreadsheets eat leading zeros: 11 digits regain one and 10 regain two when a province's code
    comes out of it. `regain=False` refuses them, for forms in which people type.
    """
    digits = _digits(text, field)
    if len(digits) in (9, 12):
        return digits
    if regain and len(digits) in (10, 11) and digits.zfill(12)[:3] in _PROVINCES:
        return digits.zfill(12)
    raise RuleBroken(
        N_("This ID number has {count} digits, it needs 12 (or 9 on the old card)."),
        field=field,
        count=len(digits),
    )


def _digits(text: object, field: str | None) -> str:
    digits = _BETWEEN.sub("", cell_text(text))
    if not digits:
        raise RuleBroken(N_("Write an ID number."), field=field)
    if not re.fullmatch(r"[0-9]+", digits):
        raise RuleBroken(N_("An ID number has only digits."), field=field)
    return digits


def facts(cid: str) -> CitizenIdFacts | None:
    """What the number itself says; None for the old 9 digits and for a century not yet begun."""
    if len(cid) != 12 or cid[3] not in "0123":
        return None
    century = 1900 if cid[3] in "01" else 2000
    return CitizenIdFacts(cid[:3], "male" if cid[3] in "02" else "female", century + int(cid[4:6]))


def doubts(cid: str, sex: str | None, birth_year: int | None) -> list[Sentence]:
    """Where the number disagrees with what is written beside it: warnings, never a block.

    `sex` is "male" or "female" (their first letters will do), None where nobody wrote it.
    """
    if len(cid) != 12:
        return []
    said = facts(cid)
    if said is None or said.province_code not in _PROVINCES:
        return [say(N_("No ID number begins with {start}."), start=cid[:4])]
    found = []
    if birth_year is not None and birth_year != said.birth_year:
        found.append(
            say(
                N_("The ID number says born in {said}, the list says {written}."),
                said=str(said.birth_year),
                written=str(birth_year),
            )
        )
    if sex and sex[0] != said.sex[0]:
        found.append(say(_OTHER_SEX[said.sex]))
    return found


_OTHER_SEX = {
    "male": N_("The ID number is a man's, the list says a woman."),
    "female": N_("The ID number is a woman's, the list says a man."),
}


def mask_citizen_id(cid: str) -> str:
    """The number for posted lists, four digits hidden: "012174••••34"."""
    return cid[:-6] + "•" * min(4, len(cid)) + cid[-2:] if len(cid) > 6 else "•" * len(cid)
