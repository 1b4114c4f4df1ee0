"""The titles between a list's lines: “Phường Vĩnh Tuy - Quận Hai Bà Trưng”, “II. Sinh viên”, “Tổ 5: 12 hộ”.

What such a title says holds for the lines under it, until the next one says something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from aidtrack.cases.categories import names_only_categories, recognise
from aidtrack.vietnamese.folding import clean

NUMBERING = re.compile(r"^\s*(?:[IVXLC]+|[A-ZĐ]\d{0,2}|\d{1,3})\s*[.)/:\-–]\s*")
_BULLET = re.compile(r"^[\s*•+#>–-]+(?=\S)")
_COUNT = re.compile(
    r"[:(\-–]?\s*(?:\b(?:có|gồm|tổng số|tổng)\s+)?"
    r"\d+\s*(?:hộ|khẩu|người|nhân khẩu|trường hợp|suất)\b.*$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s+[-–—]\s+|[,;:()]")
_WARD = re.compile(r"(?:phường|xã|thị trấn)\b|(?:p|x|tt)\s*\.", re.IGNORECASE)
_DISTRICT = re.compile(r"(?:quận|huyện|thị xã)\b|(?:q|h|tx)\s*\.", re.IGNORECASE)
_BEFORE_KIND = re.compile(
    r"[\s/,–-]+(?=(?:phường|thị trấn|quận|huyện|thị xã)\s|(?:p|x|tt|q|h|tx)\s*\.\s*\w)", re.IGNORECASE
)
_INTRODUCED = re.compile(
    r"^(?:danh sách|ubnd|ủy ban|uỷ ban|mttq|đoàn|hội|tổng hợp|biểu|các hộ|hộ dân|khu vực|địa bàn|thuộc|tại)\b"
    r"(?:(?!xác nhận|chủ tịch).)*?\s(?=(?:phường|xã|thị trấn)\s)",
    re.IGNORECASE,
)
"""Words before the ward in a title of its own: “Danh sách hộ khó khăn phường …”, “UBND xã …”."""
_GROUP = re.compile(r"(?:tổ|tdp|thôn|xóm|khu|cụm|kdc|số nhà|ngõ)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Section:
    """What the titles above a line say for it; texts as written, empty where they say nothing.

    `area` is a district with a title of its own: it holds for the wards below it, while the district
    in a ward's own title holds for that ward alone.
    """

    ward: str = ""
    district: str = ""
    group: str = ""
    categories: tuple[str, ...] = ()
    area: str = ""


def read_section(text: str, above: Section, is_place: Callable[[str], bool]) -> Section | None:
    """The section that a title opens below the one above it, or None if the text is no such title."""
    found: dict[str, str] = {}
    codes: tuple[str, ...] = ()
    title = _COUNT.sub("", _without_number(_BULLET.sub("", clean(text)), is_place))
    title = _INTRODUCED.sub("", title)
    if _kind_of(title, nowhere):
        title = _BEFORE_KIND.sub(", ", title)
    for part in _SPLIT.split(title):
        part = part.strip(" .,/")
        if names_only_categories(part):
            codes += recognise(part).codes
        elif kind := _kind_of(part, is_place):
            found.setdefault(kind, part)
    if "district" in found or "ward" in found:
        area = above.area if "ward" in found else found["district"]
        district = found.get("district", area)
        codes = codes or above.categories
        return Section(found.get("ward", ""), district, found.get("group", ""), codes, area)
    if "group" in found:
        return replace(above, group=found["group"], categories=codes or above.categories)
    return replace(above, categories=codes) if codes else None


def _without_number(text: str, is_place: Callable[[str], bool]) -> str:
    """The title without “II.” or “3)” before it; the P of “P. Vĩnh Tuy” and the X of a commune are none."""
    rest = NUMBERING.sub("", text)
    return text if _kind_of(text, nowhere) and not _kind_of(rest, nowhere) else rest


def _kind_of(part: str, is_place: Callable[[str], bool]) -> str | None:
    for kind, pattern in (("ward", _WARD), ("district", _DISTRICT), ("group", _GROUP)):
        if pattern.match(part):
            return kind
    return "ward" if part and is_place(part) else None


def nowhere(_: str) -> bool:
    """For titles in which a name without its kind is no ward."""
    return False
