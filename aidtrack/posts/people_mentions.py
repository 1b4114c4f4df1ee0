"""Mentions of people in a text: by role, with the number that was said or that the role has by itself.

"2vc" is a couple, "3 mẹ con" a group of three, "4 khẩu" a total, "bà nội" one person. Ages, house
numbers and people who are elsewhere ("chồng kẹt ở Bắc Ninh") are no mentions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aidtrack.posts.phrases import Phrase
from aidtrack.posts.written import Written
from aidtrack.vietnamese.folding import fold

_WORDS: Mapping[str, int] = {
    "một": 1,
    "hai": 2,
    "đôi": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "chục": 10,
    "mười một": 11,
    "mười hai": 12,
    "mười ba": 13,
    "mười lăm": 15,
    "hai mươi": 20,
}
NUMBERS = {fold(word): number for word, number in _WORDS.items()}
_N = (
    r"(?P<n>(?<![0-9.,/])\d{1,2}(?![0-9.,/]*[0-9])|"
    + "|".join(sorted(_WORDS, key=len, reverse=True))
    + r")[ ]?"
)
_SUM, _OF_US = _N.replace("<n>", "<o>"), _N.replace("<n>", "<p>")
_WHO = (
    r"(?: (?:nhà )?(?:em|tôi|mình|cháu|con|anh|chị|cô|chú|bác|bọn em|chúng em|bọn mình"
    r"|chúng tôi|nhà em|tụi em|ấy)(?![a-z]))"
)


@dataclass(frozen=True)
class Mention:
    """People named somewhere: how many, in which role, and whether a number said so."""

    role: str
    size: int
    start: int
    end: int
    counted: bool


_KIN_GROUP = (
    r"mẹ con bà cháu|ông bà cháu|vợ chồng con cái|anh chị em|anh em|chị em|mẹ con|bố con"
    r"|cha con|ba con|bà cháu|ông cháu|cô cháu|dì cháu|chú cháu|bác cháu|cậu cháu"
    r"|mẹ bầu con|bà con ruột"
)
ROLES: Mapping[str, tuple[Phrase, int]] = {
    "couple": (
        Phrase(
            r"(?P<c>\d|hai|ba|bốn) cặp (?:vợ chồng)?",
            rf"(?:{_N})?(?:cặp )?vợ chồng(?: trẻ| già| son| nghèo)?{_WHO}?",
            r"(?<!các )anh chị (?!em|nào|ơi|trong|và|giúp|có|ai|cho|ạ|hảo|với|tình|xem|thương"
            r"|nhà|ở|làm|bên|chủ|cứu|hỗ|cần|biết|mình|được|quan|để|ra|qua|đi|đã|vì|hay|ghé)[a-z]+",
        ),
        2,
    ),
    "group": (Phrase(rf"{_N}(?:{_KIN_GROUP}){_WHO}?"), 0),
    "pair": (Phrase(rf"(?:{_KIN_GROUP}){_WHO}?"), 2),
    "total": (
        Phrase(
            rf"{_N}(?:người(?! (?:lớn|già|cao tuổi|bệnh|ốm|khuyết tật|con|cháu|bạn|yêu|tàn tật"
            rf"|thân|quen))|nhân khẩu|khẩu(?! trang)|thành viên|miệng ăn|mạng(?: người)?|nhân mạng"
            rf"|khẩu phần|suất người)",
            rf"{_OF_US}(?:chúng em|bọn em|tụi em|chúng cháu|bọn cháu|chúng tôi|bọn mình|tụi mình)",
            rf"(?:tất cả(?: nhà)?|tổng(?: cộng)?|vị chi|nữa|cả thảy|cộng lại|trong nhà)(?: có)?"
            rf" là {_SUM}(?:người|khẩu|nhân khẩu|mạng)?",
            r"(?:số (?:người|khẩu|nhân khẩu|thành viên|lượng)|nhân khẩu|số nk|tổng (?:số|cộng)(?: người"
            r"| khẩu)?|người|quân số)(?: trong nhà| trong gia đình| ở| trong phòng)?[ ]?[:=][ ]?"
            r"(?P<m>\d{1,2})(?![0-9.,/])(?: người| khẩu| nhân khẩu)?",
        ),
        0,
    ),
    "fellows": (
        Phrase(
            rf"{_N}(?:anh |em |chị |bạn |đứa |thằng |cháu )?(?:sinh viên|công nhân|thợ(?: xây"
            rf"| hồ)?|lao động|học sinh|phụ hồ|người bạn|bạn(?: nữ| nam| trẻ)?(?! (?:bè|nhỏ))"
            rf"|mống|thằng|chàng trai|anh công nhân|nam|nữ|cô gái)"
        ),
        0,
    ),
    "grown": (
        Phrase(
            rf"(?:{_N})(?:người (?:lớn|già|cao tuổi|trưởng thành|bệnh|ốm|khuyết tật)|ông bà(?: già"
            rf"| cụ| nội| ngoại)?|cụ(?: già| ông| bà)?|bố mẹ|bà mẹ|bà(?: cụ| lão| nội| ngoại)?"
            rf"|ông(?: cụ)?|mẹ già|chị(?: em gái)?|anh|cô(?! ơi)|bác|chú|bạn|em(?! (?:bé|nhỏ))(?: (?:trai"
            rf"|gái))?|thanh niên)(?![a-z])"
        ),
        0,
    ),
    "parents": (
        Phrase(
            r"(?:hai |2 )?(?:ông bà(?: già| cụ| nội| ngoại)?|bố mẹ|ba mẹ|cha mẹ)(?: già| chồng"
            r"| vợ)?(?: (?:em|tôi|mình|anh|chị|cháu|con|chúng em|chúng cháu|các cháu|hai cháu|chúng nó))?"
        ),
        2,
    ),
    "elder": (
        Phrase(
            r"(?:mẹ|bố|cha|bà|ông|má|cụ) (?:già|chồng|vợ|nội|ngoại|đẻ|ruột|cụ|em|tôi|mình|cháu|đang ốm"
            r"|ốm|bị \w+|yếu)|bà cụ|cụ (?:ông|bà)|bác (?:trai|gái)|(?<=[:,] )(?:ông|bà)(?=,)|mẹ|bố(?! mẹ)"
            r"|ông ngoại|bà ngoại|bà nội|ông nội"
            r"|mẹ con già"
        ),
        1,
    ),
    "spouse": (
        Phrase(
            r"(?:bà |ông |anh )?(?:vợ|chồng|ông xã|bà xã)(?! chồng)(?: (?:em|tôi|mình|cháu"
            r"|bầu|đang bầu|sắp sinh|đang mang bầu|mang thai|chị|anh))?"
        ),
        1,
    ),
    "sibling": (
        Phrase(
            r"(?:1 |một )?(?:em (?:trai|gái|ruột|họ|dâu|rể)|chị (?:gái|dâu|ruột|họ)|anh (?:trai"
            r"|rể|ruột|họ)|người yêu|bạn (?:gái|trai|cùng phòng|cùng trọ|cùng quê|thân)|đứa (?:bạn"
            r"|em)|người bạn|cô bạn|em chồng|em vợ|thằng (?:em|bạn)|(?<=và )bạn|(?<=với )bạn"
            r"|(?<=cùng )bạn)(?: (?:em|tôi|mình))?"
        ),
        1,
    ),
    "twins": (
        Phrase(
            r"(?:(?:1 |một )?(?:cặp |hai |2 )?(?:bé |con |cháu |đứa )?(?:trai |gái )?sinh đôi"
            r"|song sinh)"
        ),
        2,
    ),
    "child": (
        Phrase(
            rf"{_N}(?:người )?(?:con(?: nhỏ| thơ| dại| gái| trai| bé| út| chung)?|cháu(?: nhỏ"
            rf"| bé| gái| trai| nội| ngoại)?|bé(?: nhỏ| gái| trai| con)?|đứa(?: con| cháu| trẻ"
            rf"| nhỏ| bé| em)?(?: nhỏ| thơ| dại| gái| trai)?|nhóc(?: con| tì)?|trẻ(?: em| nhỏ"
            rf"| con| sơ sinh| thơ)?|em (?:bé|nhỏ)|f1|thiên thần|tiểu quỷ|cậu con trai|thằng con"
            rf"|cháu bé)(?! (?:số|tuổi))(?: (?:em|tôi))?",
            r"(?:con|cháu|bé|đứa|thằng|em|cậu|cô|trẻ)[ ](?:nhỏ|thơ|dại|gái|trai|mọn|bé|út|sơ sinh"
            r"|nhóc|con|mới sinh|mới đẻ|trẻ|cháu|em|cu|cún|lớn|nội|ngoại)(?: nhỏ| thơ| sơ sinh"
            r"| dại| bé)?(?! (?:số))|trẻ (?:nhỏ|em|sơ sinh|con)|em bé|nhóc(?: con)?|bé",
            r"(?:con|cháu)(?= (?:đang |mới )?học)",
            r"(?<=[+] )(?:con|cháu)(?! (?:xin|cần|ở))",
            r"(?:con|cháu|đứa|cu)(?=[ ](?:bé )?(?:mới |được |hơn |gần |đang |còn |tầm |khoảng )?(?:\d{1,2}"
            r"|một|hai|ba|bốn|năm|sáu)[ ]?(?:tuổi|tháng|ngày))",
        ),
        1,
    ),
}
"""For each role the phrases that name it, and how many people it has where no number is said."""


def find_mentions(text: Written) -> list[Mention]:
    found = [
        Mention(role, size, *match.span(), counted)
        for role, (phrase, usual) in ROLES.items()
        for match in phrase.found(text)
        for size, counted in [_size(match, usual)]
        if size and not _is_no_people(text, role, match)
    ]
    kept: list[Mention] = []
    for one in sorted(found, key=lambda mention: (mention.start, -mention.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _size(match: re.Match[str], usual: int) -> tuple[int, bool]:
    groups = match.groupdict()
    if pairs := groups.get("c"):
        return 2 * (int(pairs) if pairs.isdigit() else NUMBERS[fold(pairs)]), True
    said = groups.get("n") or groups.get("m") or groups.get("o") or groups.get("p")
    if not said:
        return usual, False
    said = fold(said)
    number = int(said) if said.isdigit() else NUMBERS.get(said, 0)
    if usual == 2 and number == 1:
        return 2, True
    return number, True


_NO_PEOPLE_BEFORE = Phrase(
    r"(?:hỗ trợ|giúp|tặng|phát|cho|cần|tìm|thêm|tuyển|hơn|ca|chết|f0|mất|tiếp|lớp|tầng"
    r"|phòng số|năm|tháng|ngày|tuổi|lần thứ|thứ|ngõ|ngách|tổ|số|nhà số|sn|khu|đội|cùng các) "
)
GONE = Phrase(
    r"(?:(?!em |và |với )\w+ ){0,6}?(?:(?:đi |tham gia )?chống dịch|trực chốt|đi cách ly|bị cách ly"
    r"|không về được|chưa về|trực viện|trong nam|ở nước ngoài|bị giữ lại)|(?:(?!em |và )\w+ ){0,2}?(?:(?:là "
    r"|bị |đi )?f0|mất(?! việc)|chết|bỏ|đi tù|ở quê"
    r"|ở xa|đi xa|làm xa|làm ở|làm trong|làm tận|(?:bị )?kẹt(?! (?:lại )?(?:ở |tại )?(?:đây|hà nội|phòng"
    r"|trọ|xóm|nhà trọ|lại phòng))|(?:đi |bị )?cách ly|f0"
    r"|đi viện|ly hôn|qua đời|đi làm xa|chạy tải|lái xe đường dài|đang ở|về quê|vào nam"
    r"|cũ|bị f0)"
)
_NO_PEOPLE_BEHIND = Phrase(
    r"(?:f0|f1|f2|dương tính|nhiễm|mắc covid|tử vong|chết|bạn bè|ta|ngoài|dân|nào|ở quê|hàng xóm|cách ly)"
)
_PRONOUN_BEHIND = re.compile(r"\s*(?:oi|a(?![a-z])|xin|can|o tro|dang|la |ten|muon|cam on)")


_OTHERWISE_WITHOUT_MARKS = ("thang", "nam", "nu", "tho")
"""Without marks "8 thang" is eight months and "2 nam" two years."""


def is_gone(text: Written, at: int) -> bool:
    """Whether what follows says that the person named before is not here: "chồng kẹt ở Bắc Ninh"."""
    at += text.plain[at : at + 1] == " "
    return GONE.at(text, at) is not None


def _is_no_people(text: Written, role: str, match: re.Match[str]) -> bool:
    back = max(0, match.start() - 14)
    if match.groupdict().get("n") and any(
        one.end() == match.start() for one in _NO_PEOPLE_BEFORE.found(text, back, match.start())
    ):
        return not re.search(r"(?:cho|giup|ho tro) $", text.plain[back : match.start()]) or role in (
            "fellows",
        )
    if role in ("total", "fellows", "grown") and _NO_PEOPLE_BEHIND.behind(text, match.end()):
        return True
    said = fold(match.groupdict().get("n") or "")
    if (
        role == "grown"
        and (number := _size(match, 0)[0])
        and (number > 9 or (said in ("ba", "bon") and not text.has_marks))
    ):
        return True
    if role == "fellows" and not text.has_marks and match.group().endswith(_OTHERWISE_WITHOUT_MARKS):
        return True
    if role == "grown" and not text.has_marks and match.group().endswith(" co"):
        return True
    if role in ("spouse", "sibling", "parents", "elder") and is_gone(text, match.end()):
        return True
    if said == "nam" and re.search(r"\d\s*$", text.plain[back : match.start()]):
        return True
    return (
        role == "child"
        and said == ""
        and _PRONOUN_BEHIND.match(text.plain, match.end()) is not None
        and fold(match.group()) in ("con", "chau")
    )
