"""Invented households in which some are listed twice and as many only look alike, by a seed.

The kinds are the habits of real lists: IDs with a digit wrong, short names, rewritten addresses; and,
on the other side, fathers and sons, neighbours of like names, rented rooms with the landlord's phone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from aidtrack.cases.duplicates import Facts
from aidtrack.vietnamese.folding import fold

FAMILIES = (
    ["Nguyễn"] * 9
    + ["Trần"] * 4
    + ["Lê"] * 3
    + "Phạm Hoàng Huỳnh Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Lò Vàng Giàng".split()
)
MIDDLES_M = ["Văn"] * 6 + "Đức Minh Quang Hữu Xuân Công Đình Thế Trọng".split()
MIDDLES_F = ["Thị"] * 6 + "Thu Ngọc Kim Thanh Mỹ Hồng Bích".split()
GIVEN_M = (
    "An Bình Chiến Cường Dũng Đạt Hải Hiếu Hòa Hùng Hưng Kiên Lâm Long Mạnh Nam Phong Quân Quý Sơn Tâm"
    " Thắng Toàn Tuấn Tùng Tú Thụy"
).split()
GIVEN_F = (
    "Anh Chi Dung Đào Giang Hà Hạnh Hiền Hoa Hồng Huệ Hương Hường Lan Liên Linh Loan Mai Nga Ngân Nhung"
    " Phượng Thảo Thúy Thủy Trang Xuân Yến"
).split()
STREETS = [
    "Kim Ngưu",
    "Minh Khai",
    "Lĩnh Nam",
    "Trần Cung",
    "Phú Đô",
    "Đê La Thành",
    "Hồ Tùng Mậu",
    "Vĩnh Tuy",
    "Mễ Trì",
    "Tân Mai",
]
HAMLETS = ["Yên Ngưu", "Nội Am", "Thọ Am", "Tự Khoát", "Việt Yên", "Siêu Quần", "Nhị Châu", "Cương Ngô"]
PROVINCES = {
    "Nam Định": "036",
    "Nghệ An": "040",
    "Thanh Hóa": "038",
    "Hà Giang": "002",
    "Sơn La": "014",
    "Phú Thọ": "025",
    "Lai Châu": "012",
    "Hòa Bình": "017",
}
UNITS = [f"2021:{code:05}" for code in range(100, 124)]


@dataclass(frozen=True)
class Sample:
    """Households, the pairs of positions that are one household, and what kind each of these pairs is."""

    households: list[Facts]
    same: dict[tuple[int, int], str]
    only_alike: dict[tuple[int, int], str]


def sample(seed: int, *, households: int = 600, doubled: int = 120, alike: int = 120) -> Sample:
    """So many households, so many of them listed twice, and so many beside one that looks alike."""
    dice = Random(seed)
    rows = [_household(dice) for _ in range(households)]
    same: dict[tuple[int, int], str] = {}
    only_alike: dict[tuple[int, int], str] = {}
    chosen = dice.sample(range(households), doubled + alike)
    for count, at in enumerate(chosen):
        table, found = (TWICE, same) if count < doubled else (ALIKE, only_alike)
        kind = dice.choice(sorted(table))
        rows.append(table[kind](rows[at], dice))
        found[at, len(rows) - 1] = kind
    order = list(range(len(rows)))
    dice.shuffle(order)
    place = {old: new for new, old in enumerate(order)}

    def moved(pairs: dict[tuple[int, int], str]) -> dict[tuple[int, int], str]:
        return {(min(place[a], place[b]), max(place[a], place[b])): kind for (a, b), kind in pairs.items()}

    return Sample([rows[old] for old in order], moved(same), moved(only_alike))


def _household(dice: Random) -> Facts:
    sex = dice.choice(["male", "female"])
    year = dice.randint(1940, 2003)
    home = dice.choice(sorted(PROVINCES))
    return Facts(
        name=_name(dice, sex),
        birth_year=year if dice.random() < 0.97 else None,
        sex=sex,
        citizen_id=_citizen_id(dice, PROVINCES[home], sex, year) if dice.random() < 0.8 else None,
        phone=_phone(dice) if dice.random() < 0.85 else None,
        address=_address(dice) if dice.random() < 0.95 else "",
        unit=dice.choice(UNITS),
        people=dice.choice([1, 1, 2, 2, 3, 3, 4, 4, 5, 6]),
        home_address=home if dice.random() < 0.9 else "",
    )


def _name(dice: Random, sex: str) -> str:
    middles, given = (MIDDLES_M, GIVEN_M) if sex == "male" else (MIDDLES_F, GIVEN_F)
    return " ".join([dice.choice(FAMILIES), dice.choice(middles), dice.choice(given)])


def _citizen_id(dice: Random, province: str, sex: str, year: int) -> str:
    century = (0 if sex == "male" else 1) + (2 if year >= 2000 else 0)
    return f"{province}{century}{year % 100:02}{dice.randint(0, 999_999):06}"


def _phone(dice: Random) -> str:
    return f"+8495{dice.randint(0, 9_999_999):07}"


def _address(dice: Random) -> str:
    if dice.random() < 0.5:
        return f"nhà số {dice.randint(1, 200)}, xóm {dice.randint(1, 9)}, thôn {dice.choice(HAMLETS)}"
    lane = f"ngõ {dice.randint(1, 300)} {dice.choice(STREETS)}"
    return f"số {dice.randint(1, 200)}, {lane}, tổ {dice.randint(1, 30)}"


def _slip(number: str, dice: Random, *, last: int) -> str:
    """One digit wrong or two neighbours swapped, among the last digits."""
    at = dice.randint(len(number) - last, len(number) - 2)
    if number[at] != number[at + 1] and dice.random() < 0.5:
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return number[:at] + str((int(number[at]) + dice.randint(1, 9)) % 10) + number[at + 1 :]


def _thinned(facts: Facts, dice: Random) -> Facts:
    """The second time people often leave out something."""
    return replace(
        facts,
        citizen_id=facts.citizen_id if dice.random() < 0.5 else None,
        phone=facts.phone if dice.random() < 0.7 else None,
        home_address=facts.home_address if dice.random() < 0.8 else "",
    )


def _rewritten(address: str, dice: Random) -> str:
    """The same place in other words."""
    ways: list[Callable[[str], str]] = [
        lambda text: text.replace("nhà số ", "").replace("số ", ""),
        lambda text: text.rpartition(", tổ")[0] or text,
        lambda text: fold(text),
        lambda text: text.replace("ngõ", "Ng.").replace("thôn", "Thôn ").replace("xóm", "Xóm"),
        lambda text: text.upper(),
    ]
    return dice.choice(ways)(address)


def _short(name: str) -> str:
    family, *_, given = name.split()
    return f"{family} {given}"


_OLD_TONES = {"òa": "oà", "úy": "uý", "ủy": "uỷ", "ụy": "uỵ", "ùy": "uỳ", "óa": "oá"}


def _other_tones(name: str) -> str:
    for new, old in _OLD_TONES.items():
        name = name.replace(new, old)
    return name


TWICE: dict[str, Callable[[Facts, Random], Facts]] = {
    "ID with a slip": lambda f, d: replace(f, citizen_id=f.citizen_id and _slip(f.citizen_id, d, last=6)),
    "phone with a slip": lambda f, d: replace(
        f, phone=f.phone and _slip(f.phone, d, last=7), citizen_id=None
    ),
    "short name": lambda f, d: replace(_thinned(f, d), name=_short(f.name)),
    "no marks": lambda f, d: replace(_thinned(f, d), name=fold(f.name).title()),
    "capitals": lambda f, d: replace(_thinned(f, d), name=f.name.upper()),
    "other tones": lambda f, d: replace(_thinned(f, d), name=_other_tones(f.name)),
    "decomposed": lambda f, d: replace(_thinned(f, d), name=unicodedata.normalize("NFD", f.name)),
    "other ward": lambda f, d: replace(f, unit=d.choice(UNITS), phone=f.phone if not f.citizen_id else None),
    "rewritten address": lambda f, d: replace(_thinned(f, d), address=_rewritten(f.address, d)),
    "another year": lambda f, d: replace(
        f, birth_year=f.birth_year and f.birth_year + d.choice([-1, 1, -10, 10])
    ),
    "family has grown": lambda f, d: replace(_thinned(f, d), people=(f.people or 1) + d.choice([1, 1, 2])),
}


def _other_person(facts: Facts, dice: Random, *, year: int, name: str, sex: str | None = None) -> Facts:
    sex = sex or facts.sex or "male"
    has_id = dice.random() < 0.7
    cid = _citizen_id(dice, PROVINCES.get(facts.home_address, "001"), sex, year) if has_id else None
    return replace(facts, name=name, birth_year=year, sex=sex, citizen_id=cid, people=dice.randint(1, 6))


def _father_or_son(facts: Facts, dice: Random) -> Facts:
    family, *_ = facts.name.split()
    name = f"{family} {dice.choice(MIDDLES_M)} {dice.choice(GIVEN_M)}"
    year = (facts.birth_year or 1980) + dice.choice([-1, 1]) * dice.randint(20, 35)
    return replace(_other_person(facts, dice, year=year, name=name, sex="male"), phone=facts.phone)


def _neighbour(facts: Facts, dice: Random) -> Facts:
    """Next door, of nearly the same name."""
    family, middle, given = facts.name.split()
    pool = GIVEN_M if facts.sex == "male" else GIVEN_F
    near = [other for other in pool if fold(other)[:2] == fold(given)[:2]]
    name = f"{family} {middle} {dice.choice(near)}"
    address = facts.address.replace("số ", f"số {dice.randint(1, 9)}", 1)
    year = (facts.birth_year or 1980) + dice.choice([-1, 1]) * dice.randint(2, 12)
    return replace(_other_person(facts, dice, year=year, name=name), address=address, phone=_phone(dice))


def _rented_room(facts: Facts, dice: Random) -> Facts:
    """The next room: the landlord's phone and address."""
    sex = dice.choice(["male", "female"])
    return _other_person(facts, dice, year=dice.randint(1960, 2003), name=_name(dice, sex), sex=sex)


def _brother_or_sister(facts: Facts, dice: Random) -> Facts:
    family, middle, _ = facts.name.split()
    name = f"{family} {middle} {dice.choice(GIVEN_M if facts.sex == 'male' else GIVEN_F)}"
    return _other_person(
        facts, dice, year=(facts.birth_year or 1980) + dice.choice([-4, -3, -2, 2, 3, 4]), name=name
    )


def _namesake(facts: Facts, dice: Random) -> Facts:
    """The same name in the same ward, years apart."""
    year = (facts.birth_year or 1980) + dice.choice([-1, 1]) * dice.randint(3, 30)
    other = _other_person(facts, dice, year=year, name=facts.name)
    return replace(
        other, phone=_phone(dice), address=_address(dice), home_address=dice.choice(sorted(PROVINCES))
    )


def _namesake_of_one_age(facts: Facts, dice: Random) -> Facts:
    """The same name and year elsewhere in the city."""
    other = _other_person(facts, dice, year=facts.birth_year or 1980, name=facts.name)
    return replace(other, phone=_phone(dice), address=_address(dice), unit=dice.choice(UNITS))


ALIKE: dict[str, Callable[[Facts, Random], Facts]] = {
    "father and son": _father_or_son,
    "neighbour": _neighbour,
    "rented room": _rented_room,
    "brother or sister": _brother_or_sister,
    "namesake": _namesake,
    "namesake of one age": _namesake_of_one_age,
}
