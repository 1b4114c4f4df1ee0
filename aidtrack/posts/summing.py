"""Mentions of people with nothing but joining words between them make a sum: "2vc + 2 con nhỏ".

An age is no number of people, and the children that a bracket tells one by one are not counted twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aidtrack.posts.people_mentions import Mention
from aidtrack.posts.phrases import Phrase
from aidtrack.posts.speaker import (
    LONE_PARENT,
    WITH,
    has_spouse_elsewhere,
    self_before,
    self_behind,
    selves_between,
    spouse_is_there,
)
from aidtrack.posts.written import Written
from aidtrack.vietnamese.folding import fold


@dataclass(frozen=True)
class HeadCount:
    """The number of people of a household and the words that give it."""

    people: int
    start: int
    end: int


_FILLERS = (
    r"và|với|cùng|cộng|kèm|ngoài|bảy mươi|tám mươi|sáu mươi|thêm|có|nuôi|gồm|là|đều"
    r"|còn|ở|trọ|đang|mang|theo|đưa|dắt|bế|trông|sống|chăm|phải|nhỏ|em|tôi|mình|nhà"
    r"|bé|một|của|thơ|nữa|mới|được|thì|đã|chung|cả|lẫn|lại|bị|ốm|yếu|già|tàn tật|khuyết tật"
    r"|bệnh|nằm liệt|bầu|sắp sinh|"
    r"đang bầu|mang thai|mang bầu|bầu bí|ăn học|dại|gái|trai|lớp|cho|trong đó|trong"
    r"|đó|bao gồm|gia đình|hơn|gần|tầm|khoảng|học|đại học|sơ sinh|đứa|con|cháu|bố|cụ"
    r"|đi học|lên|đầu|lớn|tuổi|tháng|ngày|rưỡi|hiện|tại|nay|này|ạ|nhưng|mất|việc|người"
)
_GAP = re.compile(
    r"(?:[\s,+&;/()\-:.]|(?:"
    + fold(_FILLERS)
    + r")(?![a-z])|\d{1,2}(?:[.,]\d)? ?(?:tuoi|thang(?: tuoi)?|ngay(?: tuoi)?|t)(?: ruoi)?(?![a-z])"
    r"|lop \d{1,2}|\d{1,2} va \d{1,2} tuoi)*"
)
_NEAR = 70
_LISTED = re.compile(r"[^.;!?\n]{0,30}(?:, ?(?:va|voi|cung|them|nuoi)?|\+| va| voi| cung)\s*")
_FAR_LISTED = re.compile(r"[^.;!?\n]{0,60}, ?(?:va|voi|cung|them|nuoi|co)?\s*")
_HEADS = ("couple", "child", "elder", "parents", "spouse")
_MEMBERS = ("child", "elder", "twins", "parents", "couple")
_CAPITAL = re.compile(r"(?<![^\W_])[A-ZÀ-Ỹ][^\W\d_]+")
ADDED = re.compile(r"\s*(?:\+|&|va|cung|voi|them)\s*(?:\+|voi)?\s*")
_DETAIL_BEHIND = re.compile(
    r"\s*(?:thi )?(?:nho nhat |dau |thu \w+ |lon |be |ut )?(?:moi |duoc |hon |gan "
    r"|dang |hoc |tam |khoang |nay |bi |con ){0,4}(?:\d{1,2}(?:[.,]\d)? ?(?:tuoi|thang"
    r"|ngay|t(?![a-z]))|lop|sinh nam|(?:mot|hai|ba|bon|nam|sau|bay|tam|chin) (?:tuoi"
    r"|thang))"
    r"|\s*(?:lon|dau|nho|be|ut|thu hai|thu nhat)(?![a-z])"
)


def chains_of(text: Written, mentions: list[Mention]) -> Iterator[list[Mention]]:
    """Mentions in a row with only joining words between them."""
    chain: list[Mention] = []
    for one in mentions:
        if chain and not _joined(text, chain[-1], one):
            yield chain
            chain = []
        chain.append(one)
    if chain:
        yield chain


def _joined(text: Written, left: Mention, right: Mention) -> bool:
    if right.start - left.end > _NEAR:
        return False
    gap = text.plain[left.end : right.start]
    if not text.cased.isupper():
        gap = _CAPITAL.sub("", text.cased[left.end : right.start])
        gap = fold(gap) if gap.strip() else gap
    if left.role in _HEADS and right.role in _MEMBERS and _LISTED.fullmatch(gap):
        return True
    if (
        {left.role, right.role} == {"couple", "child"}
        and right.end > right.start
        and _FAR_LISTED.fullmatch(gap)
    ):
        return right.counted or right.role == "couple"
    return _GAP.fullmatch(gap) is not None and gap.count("\n") < 2


def is_household(text: Written, chain: list[Mention]) -> bool:
    """Whether a chain can be a household: counted or of several, not a single relative by the way."""
    if len(chain) > 1 or chain[0].role in ("couple", "group", "pair", "parents", "fellows", "spouse"):
        return True
    return (
        chain[0].counted
        or self_before(text, chain[0]) is not None
        or (chain[0].role in ("child", "elder", "sibling") and _lives_with(text, chain[0]))
    )


_LIVES_WITH = re.compile(r"(?<![a-z])(?:o|song|tro)(?: nha| tro| chung| nho)? (?:cung|voi)\s*$")


def _lives_with(text: Written, one: Mention) -> bool:
    """Whether whoever is told of lives with this one: "ở cùng mẹ chồng", "con gái ở với tôi"."""
    before = _LIVES_WITH.search(text.plain, max(0, one.start - 20), one.start)
    return before is not None or self_behind(text, one)


def summed(text: Written, chain: list[Mention]) -> HeadCount:
    """The people of a chain of mentions, with whoever speaks where they are one of them."""
    kept = _counted_once(text, chain) or chain[:1]
    selves = selves_between(text, kept)
    spouse = not _has_couple(chain) and has_spouse_elsewhere(text, chain)
    people = sum(one.size for one in kept) + selves + spouse - _sent_away(text, kept)
    start = kept[0].start
    if (
        _is_whole(text, kept[0])
        or selves
        or (kept[0].role == "parents" and any(_are_siblings(text, one) for one in kept))
    ):
        return HeadCount(people, start, chain[-1].end)
    if kept[0].role in _SOMEBODYS and not any(one.role in ("couple", "group", "pair") for one in kept):
        before = self_before(text, kept[0])
        people += _speakers(text, chain, kept, before)
        start = start if before is None else before
    return HeadCount(people, start, chain[-1].end)


_SOMEBODYS = ("child", "twins", "elder", "sibling", "spouse", "parents", "grown", "fellows")
"""Who is told of as somebody's: that somebody counts as well."""


def _speakers(text: Written, chain: list[Mention], kept: list[Mention], before: int | None) -> int:
    """How many stand behind the mentions without being named: whoever speaks, or both parents."""
    start = kept[0].start
    with_spouse = any(one.role == "spouse" for one in kept)
    if before is not None or with_spouse or WITH.search(text.plain, max(0, start - 12), start):
        return 1
    if kept[0].role == "child" and LONE_PARENT.first(text):
        return 1
    if all(one.role in ("child", "twins") for one in kept) and spouse_is_there(text, chain):
        return 2
    return int(any(self_behind(text, one) for one in kept))


def _has_couple(chain: list[Mention]) -> bool:
    return any(one.role == "couple" for one in chain)


def _counted_once(text: Written, chain: list[Mention]) -> list[Mention]:
    """The mentions that add people: none that is told again, told in detail, or somewhere else."""
    kept: list[Mention] = []
    told = 0
    couple = _has_couple(chain)
    for one in chain:
        if couple and one.role == "spouse":
            continue
        if _is_told_again(text, kept, one, told):
            told += one.size
            continue
        if one.role != "child" or one.counted:
            told = 0
        if one.role == "group" and one.counted and not _added(text, kept, one):
            kept = [past for past in kept if past.role not in ("child", "twins", "spouse", "grown", "pair")]
        if not _is_sent(text, one):
            kept.append(one)
    return kept


_WHOLE_HOUSE = re.compile(
    r"(?:nha|gia dinh|phong|ho|gom|co|tong)(?: (?:em|toi|minh|chau|co|gom|chi|con)){0,2}\s*$"
)


def _is_whole(text: Written, one: Mention) -> bool:
    """Whether a count of grown people is of all who live there: "nhà 3 người lớn"."""
    return (
        one.role == "grown"
        and "nguoi" in text.plain[one.start : one.end]
        and _WHOLE_HOUSE.search(text.plain, max(0, one.start - 20), one.start) is not None
    )


def _are_siblings(text: Written, one: Mention) -> bool:
    """Brothers and sisters counted together, the speaker among them: "bố mẹ và 3 chị em"."""
    words = text.plain[one.start : one.end]
    return one.role == "group" and ("chi em" in words or "anh em" in words)


def _added(text: Written, kept: list[Mention], one: Mention) -> bool:
    return bool(kept) and ADDED.fullmatch(text.plain[kept[-1].end : one.start]) is not None


_AWAY = Phrase(
    r"(?:(?:một|1) )?(?:đứa|bé|cháu|con)(?: (?:lớn|nhỏ|đầu|bé|út|kia|trai|gái))?(?: (?:thì|đã|đang|được|em"
    r"|phải)){0,3} "
    r"(?:gửi|ở|về)(?: (?:về|cho|nhờ|ở|với))?(?: (?:ông bà|bà|ông|nội|ngoại|ông bà nội|ông bà ngoại|ở|dưới"
    r"|về)){0,3} "
    r"(?:quê|nội|ngoại|dưới quê)"
)


def _sent_away(text: Written, kept: list[Mention]) -> int:
    """One less for a child of several that is told of as living elsewhere: "đứa lớn gửi về quê"."""
    several = any(one.role == "child" and one.counted and one.size > 1 for one in kept)
    return int(several and _AWAY.first(text) is not None)


def _is_sent(text: Written, one: Mention) -> bool:
    """Whether what is named is itself the child that lives elsewhere."""
    return (
        one.role == "child"
        and one.size == 1
        and any(
            away.start() <= one.start < away.end()
            for away in _AWAY.found(text, max(0, one.start - 8), min(len(text.plain), one.end + 50))
        )
    )


def _among(text: Written, parents: Mention, one: Mention) -> bool:
    """Whether somebody is one of a pair named before: "bố mẹ và em, bố ốm"."""
    word = text.plain[one.start : one.end].split()[0]
    return word in text.plain[parents.start : parents.end].split()


def _same_word(text: Written, one: Mention, other: Mention) -> bool:
    return text.plain[one.start : one.end].split()[0] == text.plain[other.start : other.end].split()[0]


def _is_told_again(text: Written, kept: list[Mention], one: Mention, told: int) -> bool:
    """Children told one by one whose number was said before: "2 con, bé lớn 5 tuổi, bé nhỏ 8 tháng"."""
    if one.role in ("elder", "grown", "parents") and any(past.role == "couple" for past in kept):
        gap = text.plain[kept[-1].end : one.start]
        if "(" in gap or (one.size == 2 and not ADDED.fullmatch(gap)):
            return True
    if one.role == "elder" and any(past.role == "elder" and _same_word(text, past, one) for past in kept):
        return True
    if one.role == "elder" and any(past.role == "parents" and _among(text, past, one) for past in kept):
        return True
    if one.role != "child" or not kept:
        return False
    bare = text.plain[one.start : one.end] in ("con", "be", "chau")
    if bare and kept[-1].role == "child" and _same_word(text, kept[-1], one):
        return True
    if (
        not one.counted
        and not kept[-1].counted
        and kept[-1].role == "child"
        and not _same_word(text, kept[-1], one)
    ):
        return False
    before = next((past for past in reversed(kept) if past.role in ("child", "group", "pair", "total")), None)
    if before is not None and not one.counted and not _DETAIL_BEHIND.match(text.plain, one.end):
        return ADDED.fullmatch(text.plain[kept[-1].end : one.start]) is None
    if before is None or not (before.counted or before.role == "pair"):
        return False
    room = before.size - (1 if before.role in ("group", "pair") else 0)
    if told + one.size > room or (before.role == "child" and before.size < 2):
        return False
    gap = text.plain[kept[-1].end : one.start]
    if ADDED.fullmatch(gap) and not _DETAIL_BEHIND.match(text.plain, one.end):
        return False
    return "+" not in gap and (
        not one.counted or "(" in gap or one.size < before.size or before.role != "child"
    )
