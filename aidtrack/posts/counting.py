"""How many people a post speaks of: what is left, totals ("gia đình 3 người"), sums, and people alone."""

from __future__ import annotations

import re

from aidtrack.cases.headcount import MOST_PEOPLE
from aidtrack.posts.people_mentions import NUMBERS, Mention, find_mentions
from aidtrack.posts.phrases import Phrase
from aidtrack.posts.speaker import LONE_PARENT, one_more
from aidtrack.posts.summing import ADDED, HeadCount, chains_of, is_household, summed
from aidtrack.posts.written import Written
from aidtrack.vietnamese.folding import fold

__all__ = ["HeadCount", "count_people"]


def count_people(text: Written) -> HeadCount | None:
    """The head-count of one household; None if the text does not say it."""
    mentions = find_mentions(text)
    chains = list(chains_of(text, mentions))
    if left := _left(text, chains):
        return left
    if total := _stated(text, mentions, chains):
        return total
    if (alone := _alone(text)) and not any(one.counted or one.role == "couple" for one in mentions):
        return alone
    best = max(
        (summed(text, chain) for chain in chains if is_household(text, chain)),
        key=lambda one: one.people,
        default=None,
    )
    if best and best.people > 1:
        return best if best.people <= MOST_PEOPLE else None
    return _alone(text) or _somebody(text, mentions)


_ONE = Phrase(
    r"(?:một|1) (?:bác|cô|chú|cụ|bà|ông|anh|chị|bạn|cháu|em)(?! (?:em|nữa|con))",
    r"(?:bác|cô|chú|cụ|bà|ông|chị|anh|bạn|thím|mợ) (?!em|mình|tôi|nào|ơi|ấy|có|chị"
    r"|và|trong|với|ngoại|nội|hàng|chủ|tổ|trưởng)[a-z]+",
    r"(?:ông|bà) cụ|cụ (?:ông|bà)",
)
_MANY = Phrase(
    r"gia đình|nhà (?:em|chị|anh|bác|cô|chú|tôi|mình|cháu|bà|ông)|vợ|chồng|các (?:cháu"
    r"|con|bạn|em)|bọn|chúng|mẹ con|nhóm|xóm|phòng (?:em|trọ|cháu)|mấy (?!ngày|hôm"
    r"|tháng|tuần|bữa|nay)|hai (?!ngày|hôm|tháng|tuần|bữa)|con (?:nhỏ|thơ)|em (?:là"
    r"|tên|ở|cần|xin|đang|bị|hết|mất)|tôi (?:là|ở|cần|bị|hết)"
)
_ROUGH = Phrase(
    r"(?:ngủ|nằm|ngồi)(?: \w+){0,2} (?:cabin|gầm|hiên|vỉa hè|ghế đá|công viên|bến xe)"
    r"|(?:em|mình|tôi) (?:là )?(?:lái xe|chạy xe|chạy grab|ship hàng|shipper)"
)
"""Who sleeps there or drives and names nobody else is one."""
_KIN = Phrase(r"gia đình|vợ|chồng|các cháu|mẹ con|hai mẹ|con (?:nhỏ|thơ)|bà cháu")
_FOR_ANOTHER = Phrase(
    r"(?:đăng|xin|hỏi|nhắn|viết|báo|kêu)(?: bài)? (?:hộ|giúp|giùm|cho|thay)|(?:một"
    r"|1) (?:trường hợp|hoàn cảnh|bác|cô|chú|cụ|bà|ông)"
)


def _somebody(text: Written, mentions: list[Mention]) -> HeadCount | None:
    """One person who is told of by name or title, where nothing speaks of several."""
    found = _ONE.first(text) or _ROUGH.first(text)
    many = _KIN if _FOR_ANOTHER.first(text) or _ROUGH.first(text) else _MANY
    if (
        found is None
        or many.first(text)
        or any(one.size > 1 for one in mentions if one.counted or one.role == "couple")
    ):
        return None
    return HeadCount(1, *found.span())


_HOME = Phrase(
    r"nhà|gia đình|hộ|phòng|trọ|gồm|tổng|cả|chúng em|bọn em|tụi em|bọn mình|nhóm|có"
    r"|chúng tôi|chúng mình|bọn tôi|bọn cháu|chúng cháu|tất cả|hiện|ở|em|xóm|dãy|khu"
    r"|đang|là"
)
_EACH = Phrase(
    r"(?P<k>\d{1,2}|hai|ba|bốn) (?:phòng|gia đình|hộ|nhà)(?: trọ)?[, ]*(?:(?:mỗi|1|một) (?:phòng|gian|gia "
    r"đình"
    r"|hộ|nhà)(?: \w+){0,2}"
    r"|x|nhân) "
)


_STILL_HERE = Phrase(
    r"(?:(?:chỉ|rồi|giờ|nay|nên|nhà|nhà em|nhà cháu|lại|thành ra|hiện) còn|chỉ có|còn mỗi|còn lại|còn có|còn)"
    r"(?: mỗi| lại| có| mình| đúng| mỗi mình){0,2}"
)
_I_AND = Phrase(
    r"(?:em|mình|tôi|cháu|con|chị|bà|ông|cụ|bác|cô|chị ấy|bà ấy)(?: ấy)? ?(?:và|với|cùng|\+) ?(?:một |mấy )?"
)


_KINSMAN = Phrase(r"(?:con|cháu|bé|mẹ|bố|bà|ông|vợ|chồng|em)(?! ơi)")


def _left(text: Written, chains: list[list[Mention]]) -> HeadCount | None:
    """Who is left, where others went: "chồng đi cách ly, nhà chỉ còn em với bé"."""
    for match in _STILL_HERE.found(text):
        me = _I_AND.behind(text, match.end())
        at = me.end() if me else match.end()
        for chain in chains:
            here = next((n for n, one in enumerate(chain) if 0 <= one.start - at <= 1), None)
            if here is None or (not me and chain[here].role not in ("group", "pair")):
                continue
            if chain[here].role == "pair" and match.group().startswith("nhà"):
                continue
            people = sum(one.size for one in chain[here:]) if me else chain[here].size
            return HeadCount(people + bool(me), match.start(), chain[-1].end)
        if me and (kin := _KINSMAN.behind(text, me.end())):
            return HeadCount(2, match.start(), kin.end())
    return None


_ROOMS = re.compile(r"\s*/?\s*(?:1|mot|moi)?\s*phong[^.\n]{0,24}?(\d{1,2}) phong")
"""Rooms told behind the people of each: "2 người 1 phòng, cả dãy 12 phòng"."""


def _stated(text: Written, mentions: list[Mention], chains: list[list[Mention]]) -> HeadCount | None:
    """A total that is said in so many words; people joined to it by "và" or "+" are added."""
    totals = [one for one in mentions if one.role == "total" and one.counted]
    for one in totals:
        for each in _EACH.found(text, max(0, one.start - 40), one.start):
            if each.end() == one.start:
                rooms = each.group("k")
                many = (int(rooms) if rooms.isdigit() else NUMBERS[fold(rooms)]) * one.size
                return HeadCount(min(many, MOST_PEOPLE), each.start(), one.end)
    for one in totals:
        if rooms := _ROOMS.match(text.plain, one.end):
            return HeadCount(min(one.size * int(rooms[1]), MOST_PEOPLE), one.start, rooms.end())
    likely = [
        one for one in totals if _HOME.first(text, max(0, one.start - 45), one.start) or one.start < 40
    ] or totals
    if not likely:
        return None
    one = likely[0]
    chain = next(chain for chain in chains if one in chain)
    more = chain[chain.index(one) + 1 :]
    size, end = one.size + one_more(text, one), one.end
    if more and more[0].role != "total" and ADDED.fullmatch(text.plain[one.end : more[0].start]):
        size, end = size + more[0].size, more[0].end
    return HeadCount(size, one.start, end) if 0 < size <= MOST_PEOPLE else None


_ALONE = Phrase(
    r"(?:chỉ |có |ở |mỗi |sống |trọ |còn |một |lủi thủi |thui thủi |phòng |thuê |đơn độc "
    r"|là |bị ){0,4}(?:một mình|1 mình|mỗi mình|có mình|mình ên)(?! (?:\w+ )?(?:nuôi|và|với|cùng"
    r"|chăm|trông|gánh|lo cho))",
    r"ở 1 ?m|neo đơn|đơn chiếc|độc thân|không chồng không con|sống đơn độc|già cô đơn"
    r"|1 người|một người|(?:mỗi em|mình em ở|còn mình em|chỉ có em|chỉ mình em|có mỗi em)(?! (?:và|với|cùng"
    r"|nuôi))",
)


def _alone(text: Written) -> HeadCount | None:
    for match in _ALONE.found(text):
        around = max(0, match.start() - 25), min(len(text.plain), match.end() + 30)
        if not LONE_PARENT.first(text, *around):
            return HeadCount(1, *match.span())
    return None
