"""The address below the ward: house, alley, street, group, hamlet, room, as it was typed.

It begins with a number or a word such as "ngõ" and goes on while its parts follow each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from aidtrack.posts.phrases import Phrase
from aidtrack.posts.written import Written


@dataclass(frozen=True)
class FoundAddress:
    """A piece of text that is an address, and how many of its parts were known."""

    start: int
    end: int
    parts: int


MOST_PARTS = 8
"""More parts than this are no address but something written to look like one."""

_NUM = r"\d{1,4}[a-z]?(?:[/\-.]\d{1,4}[a-z]?){0,4}(?![0-9a-z])"
_PARTS = Phrase(
    rf"(?:số nhà|nhà số|số|nhà|ngõ|ngách|hẻm|kiệt|ng|ngh)[\s.:]{{0,2}}(?:số )?{_NUM}",
    rf"(?:tổ dân phố|tổ|tdp|cụm|đội|khu|lô|tầng|phòng(?: trọ)?(?: số)?|p|căn|căn hộ"
    rf"|thôn|xóm|cụm dân cư|block|ki ốt|kiot)[\s.:]{{0,2}}(?:số )?(?:{_NUM}|[a-z]\d{{1,3}})",
    r"\d{1,4}[a-z]?(?:/\d{1,4}[a-z]?){1,4}(?![0-9])",
)
_NAMED = Phrase(
    r"(?:thôn|xóm|làng|phố|đường|ngõ|đê|chung cư|cc|tòa|toà|khu đô thị|kđt|khu tập thể"
    r"|tập thể|ktt|ký túc xá|ktx|khu trọ|xóm trọ|dãy trọ|khu|phố chợ|bãi|đg|đ\.)[\s.:]{0,2}"
)
_LABEL = Phrase(
    r"(?:địa chỉ|đ/c|đc|nơi ở|chỗ ở|d/c|add|địa điểm)(?: (?:hiện tại|hiện nay|nhà|em"
    r"|của em|ở|trọ|tạm trú|là|nhận|cụ thể|nhà em|mình)){0,4}[ ]?[:\-=]?[ ]?(?:ở |tại "
    r"|là )?"
)
_WORD = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[\s,.\-/]{0,3}(?:(?:o|thuoc|duong|pho|tai|cuoi|dau|trong|nha tro|nha) )?")
_STOP = Phrase(
    r"có|gồm|đang|bị|cần|xin|nhà em|gia đình|hiện|mong|ạ|em|mình|tôi|cháu|chị|anh|là"
    r"|sđt|số điện thoại|điện thoại|liên hệ|nhờ|và|với|hết|không|đã|mọi|người|vợ|chồng"
    r"|cụ|bà|ông|giúp|rất|chúng|bọn|hai|ba|bốn|mấy|cả|nhà|thuê|trọ|ở|bên|gần|cạnh|quê"
    r"|phòng|nay|do|vì|nên|cho|được|mất|vừa|các|con|bé|bác|cô|chú|lh|nhé|nha|thì|mà"
    r"|ai|cách|hỗ|đói|tại|từ|khó|sinh|công|làm|nghỉ|phong|ra|đi|về|mẹ|bố"
)
_WARD_WORD = re.compile(r"(?:phuong|p\.|p |xa |thi tran|quan|huyen|q\.|q |h\.|ha noi|hn)(?![a-z])?")


def find_address(text: Written, taken: list[tuple[int, int]]) -> FoundAddress | None:
    """The likeliest address; `taken` are the places of wards and telephone numbers, where it ends."""
    found = [
        one for one in (_grown(text, match.start(), match.end(), taken) for match in _beginnings(text)) if one
    ]
    labels = [match.end() for match in _LABEL.found(text)]
    best = max(
        found,
        key=lambda one: (any(0 <= one.start - label < 3 for label in labels), one.parts, -one.start),
        default=None,
    )
    return best


def _beginnings(text: Written) -> list[re.Match[str]]:
    numbered = [match for match in _PARTS.found(text) if not _counts(text, match)]
    named = [match for match in _NAMED.found(text) if _name_behind(text, match.end())]
    bare = [match for match in _BARE.finditer(text.cased) if not _counts(text, match)]
    return sorted([*numbered, *named, *bare], key=lambda match: match.start())[:60]


_UNIT_BEHIND = Phrase(
    r"(?:người|khẩu|tuổi|tháng|ngày|kg|cân|con|cháu|bé|nghìn|triệu|đồng|giờ|%|hộ|anh"
    r"|em|chị|phòng|năm|đứa|ca|f0|miệng|bạn|nam|nữ|mẹ|bé|vợ|ông bà|cụ|gói|thùng|túi|suất|ngàn|k)"
)


def _counts(text: Written, match: re.Match[str]) -> bool:
    """Whether the number counts something: "nhà 4 người", "24/7"."""
    return (
        _UNIT_BEHIND.behind(text, match.end()) is not None
        or match.group() in ("24/7", "24/24")
        or (
            match.group()[0].isdigit()
            and re.fullmatch(r"\d{1,2}/\d{1,2}(?:/\d{4})?", match.group()) is not None
            and re.search(
                r"(?:ngay|hom|tu|den|sang|chieu|toi|truoc|sau|cu|chi thi)\s*$",
                text.plain[max(0, match.start() - 8) : match.start()],
            )
            is not None
        )
    )


def _grown(text: Written, start: int, end: int, taken: list[tuple[int, int]]) -> FoundAddress | None:
    """From a beginning on, part by part."""
    if any(a <= start < b for a, b in taken):
        return None
    at, parts = start, 0
    last = start
    while at < len(text.plain) and parts < MOST_PARTS:
        step = _step(text, at)
        if step <= at or any(a < step and at < b for a, b in taken):
            break
        parts += 1
        last = step
        gap = _BETWEEN.match(text.plain, step)
        at = gap.end() if gap else step
        if "\n\n" in text.plain[step:at] or text.plain[step : step + 2] == ". ":
            break
    return FoundAddress(start, last, parts) if parts else None


def _step(text: Written, at: int) -> int:
    """Where the next part ends that begins at a place; the place itself if none does."""
    if _WARD_WORD.match(text.plain, at):
        return at
    if (match := _PARTS.at(text, at)) and not _counts(text, match):
        behind = _name_end(text, match.end() + 1) if text.plain[match.end() : match.end() + 1] == " " else 0
        return max(match.end(), behind)
    if match := _NAMED.at(text, at):
        return _name_behind(text, match.end()) or at
    if match := _BARE.match(text.cased, at):
        return max(match.end(), _name_behind(text, match.end()))
    end = _name_end(text, at)
    return end if end > at and text.cased[at].isupper() and not _STOP.at(text, at) else at


_BARE = re.compile(
    r"(?<![^\W_])(?<![\d./])\d{1,4}[A-Za-z]?(?:/\d{1,4}){0,3}(?= (?:[A-ZĐÀ-Ỹ][^\W\d_]+ [A-ZĐÀ-Ỹ]"
    r"|(?:ngõ|ngách|hẻm|ngo|ngach) ?\d))"
)
"""A number before a street's name in capitals, or before an alley's number."""


def _name_behind(text: Written, at: int) -> int:
    """Where the name ends that follows a word such as "thôn"; 0 if none does."""
    while at < len(text.plain) and text.plain[at] in " .:":
        at += 1
    end = _name_end(text, at)
    return end if end > at else 0


def _name_end(text: Written, at: int) -> int:
    """Where the name of a street or hamlet ends that begins at a place: capitals, or up to three words."""
    capital, loud = text.cased[at : at + 1].isupper(), text.cased.isupper()
    end, words, here = at, 0, at
    while words < (5 if capital else 3):
        match = _WORD.match(text.cased, here)
        number = re.compile(r"\d{1,3}[a-z]?(?![0-9])").match(text.plain, here) if words else None
        if match is None and number is None:
            break
        stop = _STOP.at(text, here) and not (capital and not loud)
        if match and (
            stop or (capital and not match.group()[0].isupper()) or _WARD_WORD.match(text.plain, here)
        ):
            break
        end = (match or number).end()  # type: ignore[union-attr]
        words += 1
        if text.cased[end : end + 1] != " ":
            break
        here = end + 1
    return end
