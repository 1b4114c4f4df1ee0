"""Which ward a post names: by kind ("p.", "xã"), beside its district, or bare where a place is told.

Streets, markets, hamlets of home and people bear the same names; the words around tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from aidtrack.places.hierarchy import Gazetteer, Unit
from aidtrack.places.naming import name_key
from aidtrack.posts.districts import NEIGHBOURS, SHORT_NAMES
from aidtrack.posts.phrases import Phrase, bears
from aidtrack.posts.written import Written


@dataclass(frozen=True)
class FoundWard:
    """A ward and the words that name it, its kind included; the surer the name, the higher its score."""

    unit: Unit
    start: int
    end: int
    score: int


@dataclass(frozen=True)
class _Index:
    names: Mapping[str, tuple[Unit, ...]]
    beginnings: frozenset[str]
    districts: Mapping[str, tuple[Unit, ...]]


_PROVINCES = frozenset(
    "vinh phuc|dien bien|hoa binh|dong thap|ha nam|yen bai|hai duong|bac ninh|long bien|thanh tri".split("|")
)
_COMMON = frozenset(
    "buoi|phung|thanh cong|hoa binh|dong tam|tien phong|doc lap|tu lap|cong hoa|doan ket"
    "|hong ha|phu thinh|quang trung|le loi|tran phu|nguyen trai|nguyen du|minh khai"
    "|thong nhat|tan tien|tan hoi|tan lap|tan dan|hoa chinh|dai nghia|lien quan|dong lac"
    "|an tien|van thang|cam linh|hop thanh|hong son|phu cuong|phu son|kim an|thanh mai"
    "|phuc loi|hop tien|tien thang".split("|")
)
"""Names that are also words, people, streets everywhere or provinces: bare they name no ward."""

_KIND = re.compile(r"(?<![a-z0-9])(phuong|phg|ph|p|xa|x|thi tran|tt|t\.t|f)(?:\s*[.:]\s*|\s+|(?=[0-9]))$")
_KINDS = {
    **dict.fromkeys(("phuong", "phg", "ph", "p", "f"), ("ward",)),
    "xa": ("commune",),
    "x": ("commune",),
}
_NUMBER_BEFORE = re.compile(r"(?<![a-z0-9])(?:\d+[a-z]?(?:[/\-.]\d+[a-z]?)*) ?$")
_NOT_HERE = Phrase(
    r"(?:phố|đường|đg|đ|ngõ|ngách|hẻm|phố nhỏ|đê|chợ|cầu|hồ|bến xe|ga|trường(?: tiểu học"
    r"| thcs| mầm non| thpt)?|tiểu học|thcs|thpt|mầm non|bệnh viện|viện|khu đô thị"
    r"|kđt|chung cư|cc|đầm|dốc|ngã tư|ngã ba|ngã 4|công ty|quận|huyện|q|h|thị xã|siêu thị"
    r"|chùa|đền|đình|bãi|công viên|trạm|metro|vành đai|kcn|khu công nghiệp|sông|làng"
    r"|thôn|xóm|tập thể|ktt|khu tập thể|tòa|toà|nhà văn hóa|bv|cổng)[\s.:]*(?:chợ "
    r"|cầu |hồ )?"
)
_PERSON = Phrase(r"(?:anh|chị|bác|cô|chú|ông|bà|cụ|em|cháu|bạn|tên|tên là|thầy|nguyễn thị|bé|mợ|dì)[\s:.]*")
_FROM_HOME = Phrase(
    r"(?:quê(?: quán| gốc| em| tôi| mình| cháu)?|về quê|nguyên quán|hộ khẩu(?: thường trú)?"
    r"|hkt?t|thường trú|gốc|người gốc|sinh ra)(?: (?:ở|tại|là|em|tôi|mình|gốc|quán"
    r"|xã|huyện|tỉnh)){0,4}[\s:,]*(?:[a-z]+[\s,.]+){0,3}"
)
_WORKPLACE = Phrase(
    r"(?:làm việc|làm|bán hàng|bán|chạy xe|công ty|xưởng|công trình|từng ở|trước ở"
    r"|gửi con|học|mua|cách ly|phong tỏa|lấy hàng|đi chợ|gần|cạnh|giáp|sát|đối diện"
    r"|sau|hướng|chỗ làm|nằm viện)(?: \w+){0,2} (?:ở |tại |bên |khu )?|(?:gần|cạnh"
    r"|giáp|sát|đối diện|hướng) "
)
_HOSPITAL = Phrase(
    r"(?:mổ|phẫu thuật|khám|chữa|chữa bệnh|điều trị|chăm|cấp cứu|nằm|chạy thận|viện"
    r"|xạ trị|hóa trị|ra viện|nhập viện|đưa)(?: \w+){0,4} (?:ở|tại|bên|trong|vào|lên) "
)
_PLACE = Phrase(
    r"(?:ở|tại|bên|khu|khu vực|địa bàn|kv|trọ|ở trọ|thuê trọ|thuộc|trên|dưới|phía|quanh"
    r"|sang|địa chỉ|đ/c|đc|nhà|chỗ|ngay|trong|mãi|tận|thuê|dân|người)[\s:\-]*(?:em "
    r"|mình |tôi |khu |bên |là |gần |trên |địa bàn |ở |trọ )?"
)
_WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=8)
def _index(gazetteer: Gazetteer) -> _Index:
    names: dict[str, tuple[Unit, ...]] = {}
    for unit in gazetteer.wards():
        key = name_key(unit.bare)
        for form in {key, re.sub(r" \d+$", "", key), key.replace(" ", "") if " " in key else key}:
            names[form] = (*names.get(form, ()), unit)
    districts: dict[str, tuple[Unit, ...]] = {}
    for unit in gazetteer:
        if unit.kind == "district":
            districts[name_key(unit.bare)] = (*districts.get(name_key(unit.bare), ()), unit)
    for short, name in SHORT_NAMES.items():
        if units := districts.get(name_key(name)):
            districts.setdefault(name_key(short), units)
    return _Index(names, frozenset(name.split()[0] for name in names), districts)


def find_wards(text: Written, gazetteer: Gazetteer, group: Unit | None) -> list[FoundWard]:
    """The wards that are named, the surest first."""
    found = [one for one in _candidates(text, gazetteer, group) if one.score >= 3]
    return sorted(found, key=lambda one: (-one.score, one.start))


def _candidates(text: Written, gazetteer: Gazetteer, group: Unit | None) -> Iterator[FoundWard]:
    index = _index(gazetteer)
    words = [word.span() for word in _WORD.finditer(text.plain)]
    skip = 0
    for at, (start, _) in enumerate(words):
        if start < skip or text.plain[slice(*words[at])] not in index.beginnings:
            continue
        for length in (4, 3, 2, 1):
            if at + length > len(words):
                continue
            end = words[at + length - 1][1]
            units = _named(text, start, end, index)
            if units and (one := _judged(text, start, end, units, gazetteer, group, index)):
                skip = end
                yield one
                break
    yield from _initials(text, gazetteer, group)


_GAPS = re.compile(r"[a-z0-9]+(?: ?[ .\-] ?[a-z0-9]+)*")


def _named(text: Written, start: int, end: int, index: _Index) -> tuple[Unit, ...]:
    """The units whose name stands there; marks must bear with it."""
    written = text.plain[start:end]
    if end - start > 40 or not _GAPS.fullmatch(written):
        return ()
    key = re.sub(r"[ .\-]+", " ", written)
    key = _ROMAN.sub(lambda found: {"i": "1", "ii": "2", "iii": "3"}[found.group()], key)
    units = index.names.get(key, ())
    marked = re.sub(r"[ .\-]+", " ", text.marked[start:end]).split()
    if len(marked) == 1 and " " in (units[0].bare if units else ""):
        return units if text.plain[start:end] == text.marked[start:end] or not units else ()
    return tuple(unit for unit in units if all(map(_same, marked, unit.bare.lower().split())))


_ROMAN = re.compile(r"(?<= )i{1,3}$")


def _same(typed: str, name: str) -> bool:
    return (
        typed.isdigit()
        or not typed.isalpha()
        or bears(typed, name)
        or name.isdigit()
        or {typed, name} <= {"hoà", "hòa"}
    )


def _judged(
    text: Written,
    start: int,
    end: int,
    units: tuple[Unit, ...],
    gazetteer: Gazetteer,
    group: Unit | None,
    index: _Index,
) -> FoundWard | None:
    back = max(0, start - 60)
    before = text.plain[max(0, start - 12) : start]
    kind = _KIND.search(before)
    first = start - len(kind.group()) if kind else start
    district = _district_behind(text, end, index)
    if district:
        inside = tuple(unit for unit in units if unit.parent in {one.key for one in district[0]})
        if not inside:
            return None
        units = inside
    if kind:
        fitting = tuple(unit for unit in units if unit.kind in _KINDS.get(kind[1], ("township",)))
        if not fitting:
            return None
        units = fitting
        if _ends(_FROM_HOME, text, back, first) and not district:
            return None
    unit = _nearest(units, gazetteer, group)
    if unit is None:
        return None
    score = _score(text, first, end, unit, group, bool(kind), bool(district), gazetteer)
    return FoundWard(unit, first, end, score)


def _score(
    text: Written,
    start: int,
    end: int,
    unit: Unit,
    group: Unit | None,
    kind: bool,
    district: bool,
    gazetteer: Gazetteer,
) -> int:
    back = max(0, start - 60)
    if kind:
        away = _ends(_WORKPLACE, text, back, start) or _ends(_FROM_HOME, text, back, start)
        return 4 if away else 6 if district else 5
    if _ends(_PERSON, text, back, start) or _ends(_FROM_HOME, text, back, start):
        return 0
    if _ends(_NOT_HERE, text, back, start):
        return 0
    if _NUMBER_BEFORE.search(text.plain, max(0, start - 16), start):
        return 0
    if _ends(_HOSPITAL, text, back, start):
        return 0
    if not district and _goes_on(text, end):
        return 0
    key = name_key(unit.bare)
    score = 3 * district
    score += 2 if _ends(_PLACE, text, back, start) else 1 if _stands_alone(text, start, end) else 0
    score += 1 if group and _is_near(unit, group) else 0
    score += 1 if group and unit.key == group.key else 0
    score += 1 if " " in key and _is_capital(text, start, end) else 0
    score -= 2 if key in _PROVINCES | _COMMON and not district else 0
    score -= 2 if _ends(_WORKPLACE, text, back, start) else 0
    score -= 1 if " " not in key else 0
    return score


def _ends(phrase: Phrase, text: Written, back: int, at: int) -> bool:
    """Whether the phrase stands right before a place."""
    while back > 0 and text.plain[back - 1].isalnum():
        back -= 1
    return any(match.end() == at for match in phrase.found(text, back, at))


_ALONE_BEFORE = re.compile(r"(?:^|[\n,;.(\-|:])\s*$")
_ALONE_BEHIND = re.compile(r"\s*(?:$|[\n,;.)\-|:!?]|(?:hn|ha noi|a|nhe|oi|minh|nha)(?![a-z]))")


def _stands_alone(text: Written, start: int, end: int) -> bool:
    """Between commas, dashes or ends of lines, as the last part of an address."""
    return (
        _ALONE_BEFORE.search(text.plain, max(0, start - 4), start) is not None
        and _ALONE_BEHIND.match(text.plain, end) is not None
    )


def _goes_on(text: Written, end: int) -> bool:
    """Whether another capital word follows: "Minh Khai Anh", "Nguyễn Du Hà" are longer names."""
    behind = text.cased[end : end + 3]
    words = [word for word in text.cased.split() if word.isalpha()]
    loud = sum(word.isupper() for word in words) > len(words) / 2
    return (
        not loud
        and len(behind) > 2
        and behind[0] == " "
        and behind[1].isupper()
        and behind[2].islower()
        and text.plain[end + 1 : end + 4] not in ("ha ", "hn", "quan")
        and not text.plain.startswith(
            (
                "ha noi",
                "hoang mai",
                "quan",
                "huyen",
                "sdt",
                "so dien",
                "em ",
                "nha ",
                "a ",
                "co ",
                "hien ",
                "ai ",
            ),
            end + 1,
        )
    )


def _is_capital(text: Written, start: int, end: int) -> bool:
    return all(word[:1].isupper() or word[:1].isdigit() for word in text.cased[start:end].split())


_DISTRICT_BEHIND = re.compile(r"[\s,\-(/.]*(?:(?:quan|huyen|q|h|tx|thi xa)(?![a-z0-9])\s*[.:]?\s*)?")


def _district_behind(text: Written, end: int, index: _Index) -> tuple[tuple[Unit, ...], int] | None:
    """The district named right behind a ward, and where its name ends."""
    gap = _DISTRICT_BEHIND.match(text.plain, end)
    at = gap.end() if gap else end
    if at == end or at - end > 14:
        return None
    words = [word.span() for word in _WORD.finditer(text.plain, at, min(len(text.plain), at + 24))][:3]
    for length in range(len(words), 0, -1):
        last = words[length - 1][1]
        if words[0][0] != at:
            return None
        key = re.sub(r"[ .]+", " ", text.plain[at:last])
        short = len(key) <= 2
        if short and not (text.cased[at:last].isupper() or re.search(r"[qh][. ]*$", text.plain[end:at])):
            continue
        if units := index.districts.get(key):
            return units, last
    return None


def _nearest(units: tuple[Unit, ...], gazetteer: Gazetteer, group: Unit | None) -> Unit | None:
    """Of several units with one name, the group's own, one of its district, one of a neighbouring one."""
    if len(units) == 1:
        return units[0]
    if not group:
        return None
    for fitting in (
        [unit for unit in units if unit.key == group.key],
        [unit for unit in units if unit.parent == group.parent],
        [unit for unit in units if _is_near(unit, group)],
    ):
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


def _is_near(unit: Unit, group: Unit) -> bool:
    """Whether a unit lies in the group's district or in one beside it."""
    its, ours = ((one.parent or ":").partition(":")[2] for one in (unit, group))
    return its == ours or its in NEIGHBOURS.get(ours, "").split()


_SHORT_NAME = re.compile(
    r"(?<![a-z0-9])(?:phuong|p|xa|x|tt)(?:\s*[.:]\s*|\s+)([a-z]{2,3}|[a-z]\.\s?[a-z]{2,7})(?![a-z0-9])"
)


def _initials(text: Written, gazetteer: Gazetteer, group: Unit | None) -> Iterator[FoundWard]:
    """ "P. VT" and "P. V.Tuy": the group's ward, or the one ward of its district that it can be."""
    if not group:
        return
    for found in _SHORT_NAME.finditer(text.plain):
        written = text.cased[found.start(1) : found.end(1)]
        if not written[:1].isupper():
            continue
        siblings = [unit for unit in gazetteer.wards() if unit.parent == group.parent]
        meant = [unit for unit in siblings if _shortened(name_key(unit.bare), found[1])]
        chosen = group if group in meant else meant[0] if len(meant) == 1 else None
        if chosen:
            yield FoundWard(chosen, found.start(), found.end(), 5)


def _shortened(name: str, written: str) -> bool:
    words = name.split()
    first, dot, rest = written.partition(".")
    if dot:
        return len(words) == 2 and words[0].startswith(first) and words[1] == rest.strip()
    return written == "".join(word[0] for word in words)
