"""Where one post ends and the next begins when many were pasted, and one household in a post the next."""

from __future__ import annotations

import re

from aidtrack.posts.phones import FoundPhone
from aidtrack.posts.phrases import Phrase
from aidtrack.posts.written import Written

_RULE = re.compile(r"^[^\S\n]*(?:[-–—=_*~#•][^\S\n]*){3,}$", re.MULTILINE)
_BLANKS = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_NUMBERED = re.compile(r"(?:bài|post|tin)\s*(?:số\s*)?\d{1,3}\s*[:.)]?\s*$", re.IGNORECASE)
_HEADER = re.compile(
    r"(?:.{2,60}\s[·•]\s.{1,40}|\d{1,2} (?:phút|giờ|ngày|tháng|min|mins|hrs?|h)(?: trước)?(?:\s*[·•].*)?"
    r"|(?:hôm qua|vừa xong|just now|yesterday).{0,30}"
    r"|\d{1,2} tháng \d{1,2}(?: lúc \d{1,2}:\d{2})?.{0,20}|(?:thích|like|bình luận"
    r"|comment|chia sẻ|share|phản hồi|trả lời)(?:\s*[·•|]?\s*(?:thích|bình luận|chia sẻ"
    r"|phản hồi|trả lời|\d+\s*\w*))*|\d+ (?:bình luận|lượt (?:thích|chia sẻ)|comments?"
    r"|likes?)(?:\s.*)?|xem thêm|see more"
    r"|.{2,50} (?:đã đăng|đăng bài|đăng|viết|posted)(?: (?:trong|lúc|vào).{0,60})?:?)",
    re.IGNORECASE,
)
_GREETS = re.compile(
    r"(?:kính|chào|dạ|mọi người|cả nhà|các bác|em chào|em là|mình là|tôi là|xin|cho em"
    r"|cho hỏi|nhờ|ai |nhà (?:em|mình|nào)|admin|ad |thông báo|cảm ơn|cám ơn|em xin"
    r"|nghe|tìm|hiện|gia đình)",
    re.IGNORECASE,
)


def split_posts(text: str) -> list[str]:
    """The posts of a pasted text, trimmed, in their order.

    A line of dashes always parts posts. Where there is none, blank lines part them, unless what
    follows goes on with the same post: a list of households, an address, a telephone number.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _RULE.search(text):
        return [post for part in _RULE.split(text) if (post := _without_frame(part))]
    posts: list[list[str]] = []
    for block in filter(None, map(str.strip, _BLANKS.split(text))):
        if posts and _continues(posts[-1], block):
            posts[-1].append(block)
        else:
            posts.append([block])
    return [post for one in posts if (post := _without_frame("\n\n".join(one)))]


_PHONE_LIKE = re.compile(r"(?:\+?84|0)(?:[ .\-]?\d){9}(?!\d)")
_LIST_LINE = re.compile(
    r"\s*(?:\d{1,2}\s*[.)\-:/]|[-+*•]|hộ \d|nhà \d|sđt|sdt|địa chỉ|đc|đ/c|liên hệ|lh"
    r"|tên|tel|phone|\W*\d{9,})",
    re.IGNORECASE,
)


_FRAME_LINES = 6
_MOST_FRAME = 200


def _continues(blocks: list[str], block: str) -> bool:
    """Whether a block behind a blank line belongs to the post of the blocks before it."""
    first = block.splitlines()[0]
    if _HEADER.fullmatch(first.strip()) or _NUMBERED.match(first.strip()):
        return False
    if len(blocks) <= _FRAME_LINES and _is_frame_only("\n\n".join(blocks)):
        return True
    if _LIST_LINE.match(first):
        return True
    return (
        len(block) < 60
        and not _PHONE_LIKE.search(block)
        and not _GREETS.match(block)
        and "?" not in block
    )


def _is_frame_only(post: str) -> bool:
    return (
        all(
            _HEADER.fullmatch(line.strip()) or not line.strip() or _NUMBERED.fullmatch(line.strip())
            for line in post.splitlines()[:_FRAME_LINES]
        )
        and len(post) < _MOST_FRAME
    )


def _without_frame(post: str) -> str:
    """The post without the site's own lines: author and time above, buttons and counts below."""
    lines = post.strip().splitlines()
    while lines and (
        not lines[0].strip()
        or (len(lines) > 1 and (_HEADER.fullmatch(lines[0].strip()) or _NUMBERED.fullmatch(lines[0].strip())))
    ):
        del lines[0]
    while lines and (
        not lines[-1].strip()
        or (len(lines) > 1 and _HEADER.fullmatch(lines[-1].strip()) and not _PHONE_LIKE.search(lines[-1]))
    ):
        del lines[-1]
    return "\n".join(lines).strip()


_ITEM = re.compile(
    r"(?:^|\n)[^\S\n]*(?:(?:ho|nha|truong hop|gia dinh|th|phong|hoan canh)?[ ]?(?:so "
    r"|thu )?(?:\d{1,2}|nhat|hai|ba|tu)[ ]?[.):/\-]|[-+*\u2022])[^\S\n]*(?=\S)"
)
_INLINE = re.compile(
    r"(?:^|[\s;,.:])(?:(?:ho|nha|truong hop|gia dinh) (?:so |thu )?(?:\d|nhat|hai|ba)"
    r"|(?<!\d)[1-9][.)\-])[ :.\-]\s*(?=[a-z])"
)
_OTHER_HOUSE = Phrase(
    r"(?:ngoài ra(?: \w+){0,3}|(?:và |với |cả )?(?:bên cạnh|cạnh nhà|phòng bên(?: cạnh)?"
    r"|nhà bên(?: cạnh)?|hàng xóm(?: em)?|đối diện|cạnh đó|kế bên|cùng xóm|cùng dãy"
    r"|cuối (?:ngõ|xóm|dãy)|đầu ngõ|tầng trên|tầng dưới))(?: \w+){0,3} (?:còn |có "
    r"|cũng |là )?(?:nhà|hộ|gia đình|phòng|cụ|bà|ông|bác|cô|chú|anh|chị|hai|2|một|1)"
    r"|còn (?:có )?(?:một |1 |thêm |cả )?(?:nhà|hộ|gia đình|phòng|trường hợp|hoàn cảnh)(?: \w+){0,3}"
    r"|một (?:hộ|nhà|trường hợp|gia đình) (?:nữa|khác)|(?:nhà|hộ|trường hợp|gia đình) (?:thứ "
    r"(?:hai|ba|2|3)|khác)|thêm (?:một |1 )?(?:nhà|hộ|trường hợp)"
)


MOST_HOUSEHOLDS = 40
"""A longer list is a list: it comes in as a spreadsheet."""


def split_households(text: Written, phones: list[FoundPhone]) -> list[tuple[int, int]]:
    """The first parts of a post that tell of one household each; see `_parts`."""
    return _parts(text, phones)[:MOST_HOUSEHOLDS]


def _parts(text: Written, phones: list[FoundPhone]) -> list[tuple[int, int]]:
    """The parts of a post that tell of one household each, as places in it; one part: the whole post.

    Items of a list are households if at least two of them have a number of people, a telephone or
    a name of their own; otherwise "nhà bên cạnh …" with a telephone of its own begins the next.
    """
    for pattern in (_ITEM, _INLINE):
        starts = [match.end() for match in pattern.finditer(text.plain)]
        if len(starts) > 1:
            parts = list(zip(starts, [*starts[1:], len(text.plain)], strict=True))
            told = [part for part in parts if _tells(text, part, phones)]
            if len(told) > 1 and len(told) >= len(parts) - 1 - len(parts) // 4:
                return [*told[:-1], _without_tail(text, told)]
    lines = _lines_with_phones(text, phones)
    if len(lines) > 1:
        return lines
    return _next_houses(text, phones)


def _without_tail(text: Written, parts: list[tuple[int, int]]) -> tuple[int, int]:
    """The last item of a list; what stands on lines behind it is of all, if no other item has such lines."""
    start, end = parts[-1]
    first_line = text.plain.find("\n", start, end)
    if first_line < 0 or any("\n" in text.plain[a:b].strip() for a, b in parts[:-1]):
        return start, end
    return start, first_line


_COUNTS = Phrase(
    r"\d{1,2} (?:người|khẩu|nhân khẩu|mẹ con|anh em|vợ chồng|con|cháu|bé|thành viên)"
    r"|vợ chồng|neo đơn|một mình|mẹ con|hai vợ chồng"
)
_WHO = Phrase(
    r"(?:anh|chị|bác|cô|chú|ông|bà|cụ|nhà|gia đình|hộ|em|bạn|phòng|xóm) (?!em|mình"
    r"|tôi|nào|có)[a-z]+"
)


def _tells(text: Written, part: tuple[int, int], phones: list[FoundPhone]) -> bool:
    own = any(part[0] <= phone.start < part[1] for phone in phones)
    who = (match := _WHO.first(text, *part)) is not None and match.start() - part[0] < 20
    counts = _COUNTS.first(text, *part) is not None
    return own + who + counts >= 2 or (own and part[1] - part[0] > 20)


def _lines_with_phones(text: Written, phones: list[FoundPhone]) -> list[tuple[int, int]]:
    """Lines that each tell of a household with a telephone of its own."""
    parts: list[tuple[int, int]] = []
    start = 0
    for line in text.plain.split("\n"):
        end = start + len(line)
        if (
            any(start <= phone.start < end for phone in phones)
            and _tells(text, (start, end), phones)
            and _COUNTS.first(text, start, end)
        ):
            parts.append((start, end))
        start = end + 1
    numbers = {phone.number for phone in phones if any(a <= phone.start < b for a, b in parts)}
    return parts if len(parts) > 1 and len(numbers) > 1 else []


def _next_houses(text: Written, phones: list[FoundPhone]) -> list[tuple[int, int]]:
    """The post parted where it turns to the next house, if both sides tell of people or telephones."""
    cuts = [match.start() for match in _OTHER_HOUSE.found(text)]
    starts = [0]
    for cut in cuts:
        before, behind = (starts[-1], cut), (cut, len(text.plain))
        if cut - starts[-1] > 25 and _is_own(text, before, phones) and _is_own(text, behind, phones):
            starts.append(cut)
    return list(zip(starts, [*starts[1:], len(text.plain)], strict=True))


def _is_own(text: Written, part: tuple[int, int], phones: list[FoundPhone]) -> bool:
    own = any(part[0] <= phone.start < part[1] for phone in phones)
    return own or _COUNTS.first(text, *part) is not None
