"""Two written addresses, compared by their numbers and names: "5/12/3 ngõ 44" is "số 5 ngách 12/3 ngõ 44".

The ward, the district and the city behind an address are no part of it, nor is what it stands beside.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from sys import intern

from rapidfuzz import fuzz

from aidtrack.vietnamese.folding import clean, fold

UNKNOWN = "unknown"

_BETWEEN = re.compile(r"\s*[,;\n]\s*|\s+[-–]\s+")
_BRACKETS = re.compile(r"\([^)]*\)")
_AREA = re.compile(
    r"(?:^|\s)(?:phường|quận|huyện|xã(?!\s+đàn)|thị trấn|thị xã|thành phố|tỉnh"
    r"|[pqhx]\.\s*(?=[^\W\d])|[pq]\s+(?=[^\W\d]{2})|tp\b|t\.p|hà nội|ha noi|hn\b|việt nam|viet nam).*$"
)
_PLAIN_AREA = re.compile(r"(?:^|\s)(?:phuong|quan|huyen|xa(?!\s+dan)|thi tran|thi xa|thanh pho|tinh)\s+\D.*$")
_BESIDE = re.compile(r"^(?:gan|canh|sau|doi dien|truoc|dau|cuoi|phia|doan|khu vuc)\b.*$")
_GROUP = re.compile(r"\b(?:to|tdp|xom|doi|cum|kdc|khu)\s*(?:so\s*)?(\d+\w?)")
_ROOM = re.compile(r"\b(?:phong|p|can ho|can)\s*(?:tro\s*)?(?:so\s*)?(\d+\w?|[a-z]\d+)\b")
_DOOR = re.compile(r"\b(?:\d+[a-z]?\d*|[a-z]\d+)\b")
_NO_NAME = re.compile(
    r"\b(?:ha noi|viet nam|thanh pho|thi tran|thi xa|dan pho|tap the|nha tro|phong tro|xom tro"
    r"|khu tro|chung cu|so|nha|ngo|ngach|hem|kiet|duong|pho|thon|ap|xom|to|tdp|cum|kdc|xa|phuong"
    r"|quan|huyen|tinh|tp|hn|p|q|h|x|tt|ng|ngh|sn|d|phong|tro|o|tai|khu|day|dc|dia chi)\b"
)


@dataclass(frozen=True, slots=True)
class WrittenAddress:
    """An address prepared for comparison: house, lane and room numbers, the group's number, the names."""

    doors: tuple[str, ...]
    rooms: tuple[str, ...]
    groups: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of(cls, address: str) -> WrittenAddress:
        """Read an address, part by part."""
        doors: list[str] = []
        rooms: list[str] = []
        groups: list[str] = []
        named: list[str] = []
        for at, part in enumerate(_BETWEEN.split(_BRACKETS.sub(" ", clean(address).casefold()))):
            rest = _of_the_street(part, first=at == 0)
            for pattern, found in ((_GROUP, groups), (_ROOM, rooms), (_DOOR, doors)):
                found += [number.lstrip("0") or "0" for number in pattern.findall(rest)]
                rest = pattern.sub(" ", rest)
            if name := " ".join(_NO_NAME.sub(" ", rest).split()):
                named.append(name)
        return cls(_kept(sorted(doors)), _kept(sorted(rooms)), _kept(sorted(groups)), _kept(named))

    @property
    def street(self) -> str:
        """All names as one text."""
        return " ".join(self.names)


def _kept(texts: Iterable[str]) -> tuple[str, ...]:
    # The same numbers and streets come again and again.
    return tuple(map(intern, texts))


def _of_the_street(part: str, *, first: bool) -> str:
    """A part of an address, folded, without the ward, the district and the neighbours."""
    bare = _AREA.sub(" ", part)
    if part.isascii():
        bare = _PLAIN_AREA.sub(" ", bare)
    folded = re.sub(r"[^\w]+", " ", fold(bare)).replace("dan pho", "").strip()
    return folded if first else _BESIDE.sub("", folded)


def addresses(a: WrittenAddress, b: WrittenAddress) -> str:
    """same, alike (a part is missing), neighbour (only the street or hamlet), other or unknown."""
    if not (a.doors or a.names) or not (b.doors or b.names):
        return UNKNOWN
    if a.names and b.names and not _one_street(a, b):
        return "other"
    if _contradict(a.doors, b.doors) or _contradict(a.rooms, b.rooms) or _contradict(a.groups, b.groups):
        return "neighbour"
    if not (a.names and b.names):
        return "alike" if len(a.doors) > 1 and a.doors == b.doors else UNKNOWN
    if not a.doors and not b.doors and not set(a.groups) & set(b.groups) and a.groups != b.groups:
        return UNKNOWN
    # A hamlet without a house number is the address of many.
    return "same" if a.doors and a.doors == b.doors and a.rooms == b.rooms else "alike"


def _one_street(a: WrittenAddress, b: WrittenAddress) -> bool:
    if a.names == b.names:
        return True
    shared = set(a.names) & set(b.names)
    if shared and len(shared) < min(len(a.names), len(b.names)):
        # The ward stands behind both without its kind: only what is before it tells the street.
        first, second = (" ".join(one for one in each.names if one not in shared) for each in (a, b))
    else:
        first, second = a.street, b.street
    # A street's name may stand inside the other text, among a landmark or a hamlet's name.
    if fuzz.ratio(first, second) >= 80:
        return True
    return min(len(first), len(second)) >= 5 and fuzz.partial_ratio(first, second) >= 92


def _contradict(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether both name numbers and neither set lies in the other."""
    if not a or not b or a == b:
        return False
    return bool(Counter(a) - Counter(b) and Counter(b) - Counter(a))
