"""Whether whoever writes counts among the people named: "em nuôi 2 con" are three."""

from __future__ import annotations

import itertools
import re

from aidtrack.posts.people_mentions import ROLES, Mention, is_gone
from aidtrack.posts.phrases import Phrase
from aidtrack.posts.written import Written
from aidtrack.vietnamese.folding import fold

LONE_PARENT = Phrase(
    r"đơn thân|một mình (?:em |chị |tôi |cô |mình |bà |anh |phải |lại )?(?:nuôi|chăm"
    r"|gánh|trông)|nuôi (?:các |hai |2 |ba |3 )?(?:con|cháu|bé)(?: nhỏ)? (?:một|1) mình|gà trống nuôi con"
    r"|góa|chồng (?:\w+ ){0,2}(?:bỏ|mất(?! việc)|chết"
    r"|đi tù|qua đời)|bỏ chồng|ly hôn|ly dị|vợ (?:\w+ ){0,2}(?:bỏ|mất(?! việc)|chết)"
    r"|mẹ bỉm|single"
)
_SELF_LINK = Phrase(
    r"(?:(?:em|mình|tôi|tớ|tui|cháu|con|chị|anh|cô|bác|chú|bà|ông|cụ|bạn|mẹ)(?: (?!nhà"
    r"|có|ở|và|với|gia|đình|ơi|xin|cần|hết|ấy)[a-z]+){0,3}?|mẹ đơn thân|bố đơn thân"
    r"|đơn thân|(?:một|có|mỗi|còn) mình(?: em| chị| tôi| cô| anh| bà| mình)?)"
    r"(?:[\s,(]+\d{2} ?(?:tuổi|t)\)?|[\s,(]+sinh năm \d{4}\)?|[\s,]+nghỉ (?:làm|việc))?"
    r"[\s,]+(?:(?:hiện|đang|phải|lại|là|bị|bầu|đơn thân|một mình|ở|trọ|sống|thuê trọ"
    r"|ở trọ|ở nhà|một|mình|vừa|cũng|còn|và|gồm|mẹ đơn thân|đơn thân) ){0,4}"
    r"(?:nuôi|chăm|trông|và|với|cùng|cùng với|ở với|sống với|sống cùng|ở cùng|có|ôm"
    r"|dắt|bế|kèm|mang theo)\s+(?:(?:thêm|theo|một|mấy|cả|có|với) )?"
)
_HOUSE_OF = re.compile(r"(?:nha|gia dinh|vo|chong|me|bo|con|phong|ban|bon|chung|tui|hoan canh)\s*$")
_PLUS_SELF = re.compile(r"(?<![a-z])(?:em|minh|toi|chau|chi|anh)\s*[+,&]\s*$")


def self_before(text: Written, one: Mention) -> int | None:
    """Where the speaker who counts too stands before a mention: "em nuôi 2 con", "chị Lan với mẹ già"."""
    back = max(0, one.start - 60)
    if plus := _PLUS_SELF.search(text.plain, back, one.start):
        return plus.start()
    at = back
    while at < one.start:
        match = next(_SELF_LINK.found(text, at, one.start), None)
        if match is None:
            return None
        if match.end() == one.start:
            of_house = _HOUSE_OF.search(text.plain, max(0, match.start() - 12), match.start())
            having = re.search(r"(?:co|va|voi)$", fold(match.group())) and of_house
            return None if having else match.start()
        at = match.start() + 1
    return None


_SELF_BEHIND = Phrase(
    r"(?:\d{1,2} ?(?:tuổi|t) )?(?:già )?(?:(?:ở|sống) (?:nhà )?)?(?:và|với|cùng|\+) ?(?:em|tôi|mình|cháu"
    r"|con)(?! (?:trai|gái|bé|nhỏ))"
)


def self_behind(text: Written, one: Mention) -> bool:
    return _SELF_BEHIND.behind(text, one.end) is not None


_JOINED_THEM = re.compile(r"(?<![a-z])(?:cung|voi|va)(?: them)?\s*$")
_TOGETHER = re.compile(r"(?<![a-z])cung(?: voi)?\s*$")
_MORE = Phrase(r"(?:nữa|khác)")


def one_more(text: Written, one: Mention) -> bool:
    """Whether somebody comes on top of the people counted: "ở lán cùng 11 người", "với 3 bạn nữa"."""
    back = max(0, one.start - 14)
    if _TOGETHER.search(text.plain, back, one.start):
        return True
    return _JOINED_THEM.search(text.plain, back, one.start) is not None and (
        _MORE.behind(text, one.end) is not None
    )


WITH = re.compile(r"(?<![a-z])(?:cung|voi|cung voi|chung voi|chung)\s*$")
_SELF_BETWEEN = re.compile(
    r"[\s,+&]*(?:[a-z]+ ?){0,2}[\s,+&]*(?:va |voi )?(?:em|toi|minh|chau|con)\s*(?:,|\+|&|va|voi"
    r"|cung)\s*(?:mot |1 |dua )?"
)


def selves_between(text: Written, kept: list[Mention]) -> int:
    """One more where the speaker stands between two mentions: "bố mẹ già, em và em gái"."""
    if any(one.role in ("couple", "group", "pair") for one in kept):
        return 0
    gaps = (text.plain[a.end : b.start] for a, b in itertools.pairwise(kept))
    return int(any(_SELF_BETWEEN.fullmatch(gap) for gap in gaps))


_SPOUSE = ROLES["spouse"][0]


def has_spouse_elsewhere(text: Written, chain: list[Mention]) -> bool:
    """Whether beside children and their mother a husband is told of in another sentence, who is there."""
    if not any(one.role in ("child", "twins") for one in chain) or any(
        one.role not in ("child", "twins", "elder", "sibling") for one in chain
    ):
        return False
    if LONE_PARENT.first(text) or self_before(text, chain[0]) is None:
        return False
    return spouse_is_there(text, chain)


def spouse_is_there(text: Written, chain: list[Mention]) -> bool:
    """Whether a husband or wife outside of the chain is told of, and not as gone."""
    return any(
        not is_gone(text, match.end()) and not any(one.start <= match.start() < one.end for one in chain)
        for match in _SPOUSE.found(text)
    )
