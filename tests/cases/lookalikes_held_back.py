"""A third style of invented households, by a seed: nobody tunes on it, it is only measured.

Three volunteers write the same street, each with habits of their own: one writes phones with dots and lists
the members by name, one writes in capitals and years as text, one has no marks on the keyboard. A household
written twice was met by two of them; as many others are somebody's relatives, tenants and namesakes.
"""

from __future__ import annotations

import unicodedata
from random import Random
from typing import Any

from tests.cases.lookalikes_elsewhere import File, Line

_FAMILY = (
    "Nguyễn " * 15
    + "Trần " * 6
    + "Lê " * 5
    + "Phạm Phạm Vũ Vũ Hoàng Bùi Đỗ Đào Kiều Khuất Phùng Tô Lò Hà Vi Quàng"
)
_BOYS = "Văn Văn Văn Đình Hữu Xuân Trọng Quang Minh Ngọc", (
    "Anh Bách Chung Công Đạt Điệp Giang Hiệp Hòa Huân Hưng Hùng Khải Kiên Kỳ Lâm Lợi Nam Phú Quyền Sáng Tài"
    " Tân Thiện Thuận Thủy Tiến Toàn Trường Tú Tùng Vũ Vượng Xuân Úy Thơ"
)  # fmt: skip
_GIRLS = "Thị Thị Thị Thị Thu Ngọc Minh Hoàng Lan Kiều", (
    "An Ánh Châu Chi Cúc Dung Đào Hạnh Hảo Hiền Hòa Huệ Hường Khuyên Kim Lài Lê Liên Linh Ly Mận Miên Mỹ"
    " Ngân Ngọc Nhi Nhung Như Phượng Quế Quyên Thảo Thắm Thủy Tình Trang Tuyến Uyên Xuân"
)  # fmt: skip
_LANES = (
    "Hoàng Mai,Lĩnh Nam,Nam Dư,Thúy Lĩnh,Vĩnh Hưng,Thanh Đàm,Yên Duyên,Sở Thượng,Bằng B,Linh Đường,Đại Từ,"
    "Kim Ngưu,Tân Mai,Trương Định,Tương Mai,Nguyễn An Ninh,Giáp Bát,Yên Sở,Đền Lừ,Mai Động"
).split(",")
_WARDS = {
    "00301": "Vĩnh Hưng",
    "00304": "Định Công",
    "00307": "Mai Động",
    "00310": "Tương Mai",
    "00313": "Đại Kim",
    "00316": "Tân Mai",
    "00319": "Hoàng Văn Thụ",
    "00322": "Giáp Bát",
    "00325": "Lĩnh Nam",
    "00328": "Thịnh Liệt",
    "00331": "Trần Phú",
    "00334": "Hoàng Liệt",
    "00337": "Yên Sở",
    "00340": "Thanh Trì",
}
_SAME = {
    "plain": 5,
    "slip in the ID": 3,
    "slip in the phone": 3,
    "short": 4,
    "called by the given name": 2,
    "other volunteer": 6,
    "year": 3,
    "moved": 3,
    "spouse": 3,
    "grown": 2,
    "mistyped name": 3,
    "new number": 2,
}
_ALIKE = {
    "son": 4,
    "daughter": 2,
    "tenant": 6,
    "brother": 3,
    "sister": 2,
    "namesake": 4,
    "namesake of one age": 2,
    "next door": 3,
    "cousin": 2,
}


class _Person:
    def __init__(
        self, dice: Random, *, boy: bool | None = None, year: int | None = None, family: str = ""
    ) -> None:
        self.boy = dice.random() < 0.55 if boy is None else boy
        self.year = year or dice.choice(range(1945, 2004))
        middles, given = _BOYS if self.boy else _GIRLS
        self.family = family or dice.choice(_FAMILY.split())
        self.middle = dice.choice(middles.split())
        self.given = dice.choice([one for one in given.split() if one != self.middle])
        century = ("2" if self.boy else "3") if self.year > 1999 else ("0" if self.boy else "1")
        place = dice.choice(["001", "001", "025", "033", "034", "035", "036", "038", "040"])
        self.cid = f"{place}{century}{self.year % 100:02}{dice.randrange(40_000):06}"

    @property
    def name(self) -> str:
        return f"{self.family} {self.middle} {self.given}"


class _Home:
    """Where a household lives and who is in it, before anybody writes it down."""

    def __init__(self, dice: Random) -> None:
        self.head = _Person(dice)
        self.mate = _Person(dice, boy=not self.head.boy, year=self.head.year + dice.randint(-5, 5))
        family = self.head.family if self.head.boy else self.mate.family
        children = [
            _Person(dice, year=min(2019, self.head.year + 25 + n), family=family)
            for n in range(dice.randint(0, 4))
        ]
        self.alone = dice.random() < 0.25
        self.others = [] if self.alone else [self.mate, *children]
        self.phone = f"0{dice.choice('3579')}{dice.randrange(10**8):08}"
        self.house, self.lane, self.alley = dice.randint(1, 150), dice.randint(1, 300), dice.randint(0, 40)
        self.room = dice.randint(1, 20) if dice.random() < 0.35 else 0
        self.street, self.ward = dice.choice(_LANES), dice.choice(sorted(_WARDS))
        self.has_id, self.has_phone = dice.random() < 0.75, dice.random() < 0.9


def _address(home: _Home, dice: Random, habit: int) -> str:
    alley = home.alley if home.alley > 12 else 0
    if habit == 0:
        parts = [f"P{home.room}" if home.room else "", f"Số {home.house}", f"ngách {alley}" if alley else ""]
        where = f"ngõ {home.lane} {home.street}, tổ {1 + home.lane % 20}"
        return ", ".join([*filter(None, parts), where])
    if habit == 1:
        number = "/".join(str(one) for one in (home.house, alley, home.lane) if one)
        room = f"phòng {home.room} " if home.room and dice.random() < 0.7 else ""
        return f"{room}{number} {home.street}, P. {_WARDS[home.ward]}, Hoàng Mai, HN"
    number = f"{home.house}/{alley}" if alley else f"{home.house}"
    return f"nhà {number} ngõ {home.lane} đường {home.street}"


def _plain(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in spread if not unicodedata.combining(char))


_OLD_STYLE = {"òa": "oà", "Hòa": "Hoà", "ủy": "uỷ", "Úy": "Uý", "úy": "uý"}


def _written(home: _Home, dice: Random, habit: int, head: _Person | None = None) -> Line:
    """A household as one of the three volunteers writes it."""
    head = head or home.head
    people = [one for one in (home.head, *home.others) if one is not head]
    name, address = head.name, _address(home, dice, habit)
    phone: Any = home.phone if home.has_phone and dice.random() < 0.93 else None
    members: Any = 1 + len(people)
    year: Any = head.year if dice.random() < 0.95 else None
    if habit == 0:
        phone = phone and f"{phone[:4]}.{phone[4:7]}.{phone[7:]}"
        if dice.random() < 0.4:
            members = [{"name": one.name, "birth_year": one.year} for one in (head, *people)]
    elif habit == 1:
        name, year = name.upper(), str(year) if year else None
        phone = phone and f"+84{phone[1:]}"
    else:
        if dice.random() < 0.6:
            name, address = _plain(name), _plain(address)
        else:
            for new, old in _OLD_STYLE.items():
                name = name.replace(new, old)
            name = unicodedata.normalize("NFD", name)
    cid = head.cid if home.has_id and dice.random() < 0.7 else None
    return {"name": name, "birth_year": year, "cccd": cid, "phone": phone, "address": address,
            "ward_code": home.ward, "members": members}  # fmt: skip


def _typo(text: str, dice: Random, letters: str) -> str:
    at = dice.randrange(2, len(text) - 1)
    ways = [text[:at] + text[at + 1] + text[at] + text[at + 2 :]]
    ways.append(text[:at] + dice.choice(letters.replace(text[at], "")) + text[at + 1 :])
    if letters != _DIGITS:
        ways.append(text[:at] + text[at + 1 :])
    return dice.choice(ways)


_DIGITS = "0123456789"


def _again(home: _Home, kind: str, first: int, dice: Random) -> Line:
    """The same household once more, met by another volunteer or by the same one."""
    habit = dice.choice([one for one in range(3) if one != first]) if kind == "other volunteer" else first
    line = _written(home, dice, habit, home.mate if kind == "spouse" and not home.alone else None)
    if kind in ("short", "called by the given name"):
        words = line["name"].split()
        line["name"] = (
            words[-1] if kind != "short" else dice.choice([f"{words[0]} {words[-1]}", " ".join(words[-2:])])
        )
    elif kind == "slip in the ID":
        line["cccd"] = _typo(home.head.cid, dice, _DIGITS)
    elif kind == "slip in the phone":
        line["phone"], line["cccd"] = _typo(home.phone, dice, _DIGITS), None
    elif kind == "year":
        line["birth_year"], line["cccd"] = home.head.year + dice.choice([-1, 1, -10, 10, 2]), None
    elif kind == "moved":
        line["ward_code"] = dice.choice(sorted(_WARDS))
        line["address"] = f"số {dice.randint(1, 99)} ngõ {dice.randint(1, 99)} {dice.choice(_LANES)}"
        line["phone"] = home.phone
    elif kind == "grown":
        line["members"] = 2 + len(home.others) + dice.randint(0, 1)
    elif kind == "mistyped name":
        line["name"] = _typo(line["name"], dice, "aeiouhn")
    elif kind == "new number":
        line["phone"] = f"09{dice.randrange(10**8):08}"
    return line


def _beside(home: _Home, kind: str, dice: Random) -> Line:
    """Another household that only looks like this one."""
    other, head = _Home(dice), home.head
    other.ward = home.ward
    if kind in ("son", "daughter", "brother", "sister"):
        boy = kind in ("son", "brother")
        step = (
            dice.randint(20, 33) if kind in ("son", "daughter") else dice.choice([-4, -3, -2, -1, 1, 2, 3, 4])
        )
        other.head = _Person(dice, boy=boy, year=head.year + step, family=head.family)
        if dice.random() < 0.5:
            other.head.middle = head.middle if boy == head.boy else other.head.middle
        if dice.random() < 0.7:
            other.house, other.lane, other.alley = home.house, home.lane, home.alley
            other.street, other.room = home.street, home.room
        if dice.random() < 0.4:
            other.phone = home.phone
    elif kind == "tenant":
        other.phone, other.has_phone = home.phone, True
        other.house, other.lane, other.alley, other.street = home.house, home.lane, home.alley, home.street
        other.room = dice.randint(1, 20)
    elif kind in ("namesake", "namesake of one age", "next door"):
        other.head.family, other.head.middle, other.head.given = head.family, head.middle, head.given
        if kind == "namesake of one age":
            other.head.year, other.ward = head.year, dice.choice(sorted(_WARDS))
        if kind == "next door":
            other.house, other.lane, other.alley, other.street = (
                home.house + 2,
                home.lane,
                home.alley,
                home.street,
            )
    else:
        other.head.family, other.head.middle = head.family, head.middle
        other.house, other.lane, other.street = home.house + 1, home.lane, home.street
    return _written(other, dice, dice.randrange(3))


def _kinds(shares: dict[str, int]) -> list[str]:
    return [kind for kind, share in shares.items() for _ in range(share)]


def file_held_back(seed: int, *, households: int = 1_500, doubled: int = 350, alike: int = 350) -> File:
    """So many households, so many of them written twice, and so many beside one that looks alike."""
    dice = Random(seed * 7919 + 11)
    told: list[Line] = []
    same: list[tuple[int, int, str]] = []
    only_alike: list[tuple[int, int, str]] = []
    for number in range(households):
        home, habit = _Home(dice), dice.randrange(3)
        told.append(_written(home, dice, habit))
        at = len(told) - 1
        if number < doubled:
            kind = dice.choice(_kinds(_SAME))
            told.append(_again(home, kind, habit, dice))
            same.append((at, at + 1, kind))
        elif number < doubled + alike:
            kind = dice.choice(_kinds(_ALIKE))
            told.append(_beside(home, kind, dice))
            only_alike.append((at, at + 1, kind))
    order = dice.sample(range(len(told)), len(told))
    place = {old: new for new, old in enumerate(order)}
    lines = [{"id": f"h{new:06}", **told[old]} for new, old in enumerate(order)]

    def moved(pairs: list[tuple[int, int, str]]) -> dict[tuple[str, str], str]:
        ends = ((sorted((place[a], place[b])), kind) for a, b, kind in pairs)
        return {(f"h{first:06}", f"h{second:06}"): kind for (first, second), kind in ends}

    return File(lines, moved(same), moved(only_alike))
