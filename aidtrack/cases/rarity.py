"""How much a name that two households share tells: Nguyễn is a third of people.

The lists are the usual counts of Vietnamese names, in the order of their shares.
"""

from __future__ import annotations

from aidtrack.cases.written_names import WrittenName

_COMMON_FAMILIES = frozenset("nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly".split())
_COMMON_GIVEN = frozenset(
    "anh an binh chi chien cuong dat dung duc duong duy giang ha hai han hang hanh hau hien hieu hoa"
    " hoai hoang hong hue hung huong huy huyen khanh khoa kiem kien lam lan linh loan loc long ly mai"
    " manh minh my nam nga ngan nghia ngoc nguyen nhan nhi nhung phat phong phu phuc phuong quan quang"
    " quoc quy quynh sang son tai tam tan thang thanh thao thi thinh thoa thu thuan thuy tien tin toan"
    " trang tri trinh trong truc trung truong tu tuan tung tuyen tuyet uyen van vi viet vinh vy xuan"
    " yen".split()
)


def rarity(a: WrittenName, b: WrittenName) -> str:
    """common, usual, rare or very rare: how many others may bear the words that both names share.

    A name with one word tells only as much as that word.
    """
    short = min(a, b, key=lambda name: len(name.words))
    rare = short.given not in _COMMON_GIVEN
    if len(short.words) < 2:
        return "usual" if rare else "common"
    rare_family = len(short.family) > 2 and short.family not in _COMMON_FAMILIES
    if rare or rare_family:
        return "very rare" if rare and rare_family else "rare"
    return "common" if short.family in ("nguyen", "ng", "n") else "usual"
