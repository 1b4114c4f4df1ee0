"""How many people a household has, as people write it: 4, "04", "4 khẩu", "5 (2 trẻ em)"."""

from __future__ import annotations

import re

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import clean, fold

MOST_PEOPLE = 99
"""Larger groups are several households: a building site's crew is registered by its rooms."""

_WRITTEN = re.compile(
    r"(?:co |so khau |khau |tong )?:?\s*(-?\d+)(?:[.,]0+)?\s*"
    r"(?:khau|nhan khau|nk|nguoi|ng|k|thanh vien|people|persons?)?\.?\s*(?:\([^)]*\))?"
)


_UNITS = (
    r"(?:khau|nhan khau|nk|nguoi(?: lon| gia)?|ng|thanh vien|tre(?: em| nho)?|chau|con(?: nho)?|me|bo|vo"
    r"|chong|ong|ba|em be)"
)
_SUM = re.compile(rf"\d{{1,2}}\s*{_UNITS}?(?:\s*(?:\+|,|va|&)\s*\d{{1,2}}\s*{_UNITS}?)+\.?")


def is_sum(written: object) -> bool:
    """Whether people are counted in parts: "2 người + 1 trẻ em", "2 người lớn, 2 trẻ em", "2+1".

    A comma alone parts nothing: "2,5" is a wrong number.
    """
    text = fold(clean(str(written)))
    return _SUM.fullmatch(text) is not None and not re.fullmatch(r"[\d\s,]+", text)


def parse_people(written: object, *, field: str | None = "people") -> int:
    """The number of people, 1 to `MOST_PEOPLE`; RuleBroken with what to write instead.

    >>> parse_people("04 khẩu")
    4
    """
    text = clean(str(written)) if written is not None else ""
    if not text:
        raise RuleBroken(
            N_("The number of people is missing. Write how many live in the household."), field=field
        )
    if is_sum(text):
        text = str(sum(map(int, re.findall(r"\d+", text))))
    match = _WRITTEN.fullmatch(fold(text))
    if not match or isinstance(written, bool):
        raise RuleBroken(
            N_("“{written}” is not a number of people. Write one whole number, such as 4."),
            field=field,
            written=text[:40],
        )
    people = int(match.group(1)) if len(match.group(1)) < 10 else MOST_PEOPLE + 1
    if people < 1:
        raise RuleBroken(N_("A household has at least one person."), field=field)
    if people > MOST_PEOPLE:
        raise RuleBroken(
            N_("{written} people are too many for one household (at most {most}). Split the group."),
            field=field,
            written=match.group(1)[:12],
            most=MOST_PEOPLE,
        )
    return people
