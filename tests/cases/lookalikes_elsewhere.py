"""Another style of invented households: the lines of a file, by a seed.

Other names, other addresses, other ways to err than in `lookalikes`, and several errors in one line.
Each line has the fields of `aidtrack cases duplicates`; a pair is one household written twice or only
looks like it, and is told with its kind. The weights were looked at on these lines too; those of
`lookalikes_held_back` are only measured.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

Line = dict[str, Any]

_FAMILIES = (
    "Nguyễn:31 Trần:11 Lê:9 Phạm:7 Hoàng:4 Phan:4 Vũ:4 Đặng:2 Bùi:2 Đỗ:2 Hồ:1 Ngô:1 Dương:1 Đinh:1 Trịnh:1"
    " Đoàn:1 Mai:1 Cao:1 Hà:1 Lương:1 Tạ:1 Chu:1 Quách:1 Triệu:1 Ma:1 Nông:1 Lường:1 Cà:1 Sùng:1 Mùa:1"
)
_MALE = ("Văn:9 Đức:2 Mạnh:2 Ngọc:2 Quốc:1 Bá:1 Đăng:1 Tiến:1 Huy:1 Viết:1 -:2", (
    "Tuấn Hùng Dũng Hải Long Sơn Thành Trung Đức Minh Khánh Duy Hoàng Việt Cường Thịnh Bắc Lực Hậu Nghĩa Khoa"
    " Tuyên Vinh Quyết Chính Thái Hoà Thuỵ Luân Toản Huỳnh Bảo Doanh Đoàn Phúc"))  # fmt: skip
_FEMALE = ("Thị:9 Thanh:2 Phương:2 Hồng:1 Diệu:1 Bảo:1 Khánh:1 Minh:1 Thuỳ:1 -:2", (
    "Hương Lan Hoa Mai Hằng Nga Thuý Hà Yến Nhàn Vân Oanh Quỳnh Trâm Tuyết Thơm Bích Nguyệt Lý Hoà Loan Dịu"
    " Na Duyên Thoa Chinh Xuyến Gấm Mùi Sen Thêu Lụa Kiều Hiên Vui"))  # fmt: skip
_STREETS = (
    "Giải Phóng|Trường Chinh|Nguyễn Trãi|Khương Trung|Cầu Giấy|Xuân Thủy|Định Công|Bạch Mai|Đội Cấn|Thụy Khuê"
    "|Ngọc Hà|Quan Nhân|Vũ Tông Phan|Kim Giang|Nguyễn Xiển|Phùng Khoang|Mỹ Đình|Tam Trinh|Phạm Văn Đồng|Láng"
).split("|")
_VILLAGES = "Đình|Chùa|Cầu|Trung|Thượng|Hạ|Đông Thái|Phú Thứ|Quỳnh Đô|Lưu Phái|Yên Kiện|Tựu Liệt".split("|")
_WARDS = [f"{code:05}" for code in range(300, 330)]
_PROVINCES = "001 019 022 024 026 030 033 034 036 037 038 040 042 044".split()
_PREFIXES = "032 035 036 038 039 070 077 081 083 086 090 091 093 096 097 098".split()


@dataclass(frozen=True)
class File:
    """The lines, and the pairs of ids with their kinds: one household, or only alike."""

    lines: list[Line]
    same: dict[tuple[str, str], str]
    only_alike: dict[tuple[str, str], str]


class _Street:
    """One throw of the dice after another, and all that is drawn with them."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(f"street {seed}")

    def weighted(self, written: str) -> str:
        words, weights = zip(*(one.split(":") for one in written.split()), strict=True)
        return str(self.chance.choices(words, [int(weight) for weight in weights])[0])

    def flips(self, share: float) -> bool:
        return self.chance.random() < share

    def name(self, male: bool, family: str = "") -> str:
        middles, given = _MALE if male else _FEMALE
        words = [family or self.weighted(_FAMILIES), self.weighted(middles)]
        if not male and self.flips(0.2):
            words.append(self.chance.choice("Ngọc Kim Thu Bích".split()))
        return " ".join(word for word in [*words, self.chance.choice(given.split())] if word != "-")

    def phone(self) -> str:
        return f"{self.chance.choice(_PREFIXES)}{self.chance.randrange(10**7):07}"

    def cccd(self, male: bool, year: int) -> str:
        century = (0 if male else 1) + (2 if year > 1999 else 0)
        serial = self.chance.randrange(30_000)
        return f"{self.chance.choice(_PROVINCES)}{century}{year % 100:02}{serial:06}"

    def address(self) -> str:
        roll, pick = self.chance.randrange, self.chance.choice
        if self.flips(0.25):
            return f"Xóm {roll(1, 12)}, thôn {pick(_VILLAGES)}"
        street = pick(_STREETS)
        house = f"{roll(1, 120)}{pick(['', '', '', 'A', 'B'])}"
        form = roll(4)
        if form == 0:
            return f"Số {house} phố {street}"
        if form == 1:
            return f"Số {house} ngõ {roll(1, 400)} {street}"
        if form == 2:
            return f"Số {house} ngách {roll(1, 60)}/{roll(1, 20)} ngõ {roll(1, 400)} phố {street}"
        return f"Phòng {roll(101, 405)}, nhà trọ số {house}, ngõ {roll(1, 400)} {street}"

    def household(self) -> Line:
        male, year = self.flips(0.5), self.chance.randint(1938, 2003)
        return {
            "name": self.name(male),
            "birth_year": year if self.flips(0.93) else None,
            "cccd": self.cccd(male, year) if self.flips(0.72) else None,
            "phone": self.phone() if self.flips(0.88) else None,
            "address": self.address() if self.flips(0.97) else "",
            "ward_code": self.chance.choice(_WARDS),
            "members": self.chance.choice([1, 1, 2, 2, 3, 3, 4, 4, 5, 6, 7]),
            "_male": male,
            "_year": year,
        }


# -- the ways in which one household is written a second time --------------------------------------


def _no_id(line: Line, s: _Street) -> None:
    line["cccd"] = None


def _no_phone(line: Line, s: _Street) -> None:
    line["phone"] = None


def _transposed(number: str | None, s: _Street) -> str | None:
    if not number:
        return number
    places = [at for at in range(3, len(number) - 1) if number[at] != number[at + 1]]
    if not places:
        return number
    at = s.chance.choice(places)
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def _misread(number: str | None, s: _Street) -> str | None:
    if not number:
        return number
    at = s.chance.randrange(3, len(number))
    return number[:at] + s.chance.choice([d for d in "0123456789" if d != number[at]]) + number[at + 1 :]


def _digits(line: Line, s: _Street) -> None:
    field = s.chance.choice(["cccd", "phone"] if line["cccd"] else ["phone"])
    line[field] = s.chance.choice([_transposed, _misread])(line[field], s)


def _two_digits(line: Line, s: _Street) -> None:
    line["phone"] = _misread(line["phone"], s)
    line["cccd"] = _transposed(line["cccd"], s)


def _short(line: Line, s: _Street) -> None:
    words = line["name"].split()
    shapes = [f"{words[0]} {words[-1]}", " ".join(words[-2:]), f"{words[0][0]}. {words[-1]}"]
    shapes.append(" ".join([*(word[0] + "." for word in words[:-1]), words[-1]]))
    line["name"] = s.chance.choice(shapes)


def _given_only(line: Line, s: _Street) -> None:
    title = s.chance.choice(["", "Anh ", "anh "] if line["_male"] else ["", "Chị ", "cô "])
    line["name"] = title + line["name"].split()[-1]


def _decomposed(line: Line, s: _Street) -> None:
    line["name"], line["address"] = (unicodedata.normalize("NFD", line[f]) for f in ("name", "address"))


def _bare(line: Line, s: _Street) -> None:
    for field in ("name", "address"):
        spread = unicodedata.normalize("NFD", line[field].replace("đ", "d").replace("Đ", "D"))
        line[field] = "".join(c for c in spread if not unicodedata.combining(c))
    if s.flips(0.4):
        line["name"] = line["name"].lower()


_TONES = [("oà", "òa"), ("oá", "óa"), ("uý", "úy"), ("uỳ", "ùy"), ("uỵ", "ụy"), ("uỷ", "ủy"), ("oả", "ỏa")]


def _tones(line: Line, s: _Street) -> None:
    for one, other in _TONES:
        a, b = (one, other) if one in line["name"] else (other, one)
        line["name"] = line["name"].replace(a, b)


def _slip_of_the_pen(line: Line, s: _Street) -> None:
    name = line["name"]
    at = s.chance.randrange(1, len(name) - 1)
    if s.flips(0.5):
        line["name"] = name[:at] + name[at + 1 :]
    else:
        line["name"] = name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _year(line: Line, s: _Street) -> None:
    year = line["birth_year"]
    if year:
        line["birth_year"] = s.chance.choice([year - 1, year + 1, year + 10, year - 10, None, str(year)])


def _address(line: Line, s: _Street) -> None:
    text = line["address"]
    ways: list[Callable[[str], str]] = [
        lambda t: t.replace("Số ", "SN ").replace("ngõ ", "ng. "),
        lambda t: t.replace("Số ", "").replace(" ngách ", "/").replace(" phố ", ", đường "),
        lambda t: t.replace(", nhà trọ số ", " - "),
        lambda t: t + f", tổ {s.chance.randint(1, 30)}, Hà Nội",
        lambda t: t + f", phường {s.chance.choice(_VILLAGES)}, quận {s.chance.choice(_VILLAGES)}",
        lambda t: t.replace("Xóm ", "xóm số ").replace("thôn ", ""),
        lambda t: t.split(", ", 1)[-1] if t.startswith("Phòng") else t,
        lambda t: t.upper(),
    ]
    line["address"] = s.chance.choice(ways)(text)


def _moved(line: Line, s: _Street) -> None:
    line["ward_code"], line["address"] = s.chance.choice(_WARDS), s.address()


def _no_address(line: Line, s: _Street) -> None:
    line["address"] = None


def _grown(line: Line, s: _Street) -> None:
    line["members"] = max(1, line["members"] + s.chance.choice([-1, 1, 2]))


def _spouse(line: Line, s: _Street) -> None:
    line["_male"] = male = not line["_male"]
    line["_year"] = year = line["_year"] + s.chance.randint(-6, 6)
    line["name"], line["birth_year"] = s.name(male), year if s.flips(0.9) else None
    line["cccd"] = s.cccd(male, year) if s.flips(0.5) else None


_SECOND_TIME: dict[str, tuple[Callable[[Line, _Street], None], ...]] = {
    "no ID": (_no_id,),
    "digits": (_digits,),
    "digits in both": (_two_digits,),
    "digits and a short name": (_digits, _short),
    "short name": (_short, _no_id),
    "given name only": (_given_only, _no_id),
    "decomposed": (_decomposed, _no_id),
    "without marks": (_bare, _no_id, _address),
    "other tones": (_tones, _no_id, _no_phone),
    "slip of the pen": (_slip_of_the_pen, _no_id),
    "year": (_year, _no_id),
    "rewritten address": (_address, _no_id, _no_phone),
    "rewritten address, short name": (_address, _short, _no_id),
    "moved": (_moved, _digits),
    "moved without an ID": (_moved, _no_id),
    "no address": (_no_address, _no_id),
    "grown": (_grown, _no_id, _no_phone),
    "spouse": (_spouse,),
    "spouse, rewritten address": (_spouse, _address),
}


# -- the ways in which two households only look alike ----------------------------------------------


def _another(line: Line, s: _Street, *, male: bool, year: int, name: str, **change: Any) -> Line:
    cccd = s.cccd(male, year) if s.flips(0.7) else None
    people = s.chance.randint(1, 6)
    told = {**line, "name": name, "birth_year": year if s.flips(0.95) else None, "cccd": cccd, **change}
    return {**told, "members": people, "_male": male, "_year": year}


def _father_and_son(line: Line, s: _Street) -> Line:
    words = line["name"].split()
    name = " ".join([*words[:-1], s.chance.choice(_MALE[1].split())]) if s.flips(0.5) else None
    year = line["_year"] + s.chance.choice([-1, 1]) * s.chance.randint(19, 38)
    phone = line["phone"] if s.flips(0.5) else s.phone()
    return _another(line, s, male=True, year=year, name=name or s.name(True, words[0]), phone=phone)


def _tenant(line: Line, s: _Street) -> Line:
    male = s.flips(0.5)
    room = line["address"]
    if s.flips(0.6):
        room = f"Phòng {s.chance.randint(1, 12)}, {room}"
    year = s.chance.randint(1962, 2003)
    return _another(line, s, male=male, year=year, name=s.name(male), address=room)


def _sibling(line: Line, s: _Street) -> Line:
    words, male = line["name"].split(), line["_male"]
    given = s.chance.choice((_MALE if male else _FEMALE)[1].split())
    year = line["_year"] + s.chance.choice([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5])
    phone = line["phone"] if s.flips(0.4) else s.phone()
    return _another(line, s, male=male, year=year, name=" ".join([*words[:-1], given]), phone=phone)


def _namesake_next_door(line: Line, s: _Street) -> Line:
    year = line["_year"] + s.chance.choice([-1, 1]) * s.chance.randint(2, 30)
    told = {"phone": s.phone(), "address": s.address()}
    return _another(line, s, male=line["_male"], year=year, name=line["name"], **told)


def _namesake_far(line: Line, s: _Street) -> Line:
    told = {"phone": s.phone(), "address": s.address(), "ward_code": s.chance.choice(_WARDS)}
    return _another(line, s, male=line["_male"], year=line["_year"], name=line["name"], **told)


def _near_name(line: Line, s: _Street) -> Line:
    words, pool = line["name"].split(), (_MALE if line["_male"] else _FEMALE)[1].split()
    near = [one for one in pool if one[0] == words[-1][0] and one != words[-1]] or pool
    year = line["_year"] + s.chance.randint(-8, 8)
    told = {"phone": s.phone(), "address": s.address()}
    name = " ".join([*words[:-1], s.chance.choice(near)])
    return _another(line, s, male=line["_male"], year=year, name=name, **told)


def _parent_in_law(line: Line, s: _Street) -> Line:
    male = not line["_male"]
    year = line["_year"] + s.chance.choice([-1, 1]) * s.chance.randint(20, 34)
    return _another(line, s, male=male, year=year, name=s.name(male))


_BESIDE: dict[str, Callable[[Line, _Street], Line]] = {
    "father and son": _father_and_son,
    "landlord's phone": _tenant,
    "sibling": _sibling,
    "namesake in the ward": _namesake_next_door,
    "namesake far away": _namesake_far,
    "near name": _near_name,
    "parent-in-law": _parent_in_law,
}


def file_of(seed: int, *, households: int = 1_200, doubled: int = 300, alike: int = 300) -> File:
    """So many households, so many written twice (some three times), and so many beside a look-alike."""
    s = _Street(seed)
    groups = [[("", s.household())] for _ in range(households)]
    extra: list[tuple[int, str, Line]] = []
    for count, at in enumerate(s.chance.sample(range(households), doubled + alike)):
        first = groups[at][0][1]
        if count < doubled:
            for _ in range(2 if s.flips(0.06) else 1):
                kind = s.chance.choice(sorted(_SECOND_TIME))
                line = dict(first)
                if kind.startswith("spouse") and not (line["phone"] and line["address"]):
                    kind = "no ID"
                for change in _SECOND_TIME[kind]:
                    change(line, s)
                groups[at].append((kind, line))
        else:
            kind = s.chance.choice(sorted(_BESIDE))
            extra.append((at, kind, _BESIDE[kind](first, s)))
    return _shuffled(s, groups, extra)


def _shuffled(s: _Street, groups: list[list[tuple[str, Line]]], extra: list[tuple[int, str, Line]]) -> File:
    every = [line for group in groups for _, line in group] + [line for _, _, line in extra]
    s.chance.shuffle(every)
    ids = {id(line): f"r{at:06}" for at, line in enumerate(every)}

    def pair(a: Line, b: Line) -> tuple[str, str]:
        first, second = sorted((ids[id(a)], ids[id(b)]))
        return first, second

    same = {pair(a, b): kind or other for group in groups for (other, a), (kind, b) in combinations(group, 2)}
    only_alike = {pair(groups[at][0][1], line): kind for at, kind, line in extra}
    told = [{"id": ids[id(line)], **{k: v for k, v in line.items() if k[0] != "_"}} for line in every]
    return File(told, same, only_alike)
