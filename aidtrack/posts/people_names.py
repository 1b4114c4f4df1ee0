"""Who a post is about: names behind labels, titles, "em là …", beside the telephone, or whole names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aidtrack.posts.phrases import Phrase
from aidtrack.posts.written import Written
from aidtrack.vietnamese.folding import fold


@dataclass(frozen=True)
class FoundName:
    """A name as typed, its place, and how sure it is (more is surer)."""

    name: str
    start: int
    end: int
    score: int


_FAMILIES = frozenset(
    fold(name)
    for name in "nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|lương"
    "|đoàn|trịnh|mai|trương|lâm|phùng|tô|cao|đào|tạ|hà|chu|quách|kiều|lưu|vương|thái"
    "|triệu|lò|vi|giàng|sùng|vàng|thào|cầm|quàng|tòng|hứa|nông|bế|la|thân|giáp|khuất"
    "|nghiêm|doãn|viên|từ|lại|tống|mạc|ma|mã|cù|ninh|khổng|văn|thạch|hầu|lộc|trưng"
    "|phí|thiều|đàm|đồng|âu|ông|lường|hờ|vừ|mùa".split("|")
)
_SURE_FAMILIES = _FAMILIES - frozenset(
    "mai cao ha la tu lai ma van dong au ong vang cam mua ho vi ly to ta".split()
)
_GIVEN = frozenset(
    fold(name)
    for name in (
        "an anh ánh ân bảo bích bình bính bông cảnh châu chi chiến chinh chính chung cúc công cường "
        "cương dậu diễm diệp diệu dinh doanh du duẩn dũng dung duy duyên dương đại đạo đạt đào "
        "đăng điệp định đình đoan đông đồng độ đức gấm giang giáp hà hai hải hạnh hào hảo hân hằng "
        "hậu hiên hiền hiển hiến hiếu hiệp hiệu hoa hòa hoà hoài hoàn hoàng hoan hoạt hồng hợi "
        "hợp huân huấn huệ hùng huy huyền hưng hương hường hữu khang khánh khải khoa khôi khuê "
        "kiên kiệt kim kiều kỳ lam lan lành lâm lân lệ liên liễu linh loan long lộc lợi luân luyến "
        "luyện lực lương lưu ly lý mạnh mai mận mây mến minh mơ mùi mười mỹ nam na năm nga ngà "
        "ngân nghĩa ngọc nguyên nguyệt nhàn nhã nhân nhạn nhất nhi nhiên nhung như nhường ninh "
        "nụ nương oanh phát phong phú phúc phụng phương phượng quân quang quảng quế quyên quyết "
        "quyền quý quỳnh sang sáng sáu sâm sen sim sinh sơn sửu sáu tài tám tâm tân tạo thái thanh "
        "thành thảo thạch thắm thăng thắng thân thi thiện thiên thiết thìn thịnh thoa thọ thỏa "
        "thơ thơm thu thuần thuận thuật thục thủy thuý thúy thùy thư thức thương thường tiến tiền "
        "tiệp tình tính tỉnh tĩnh toan toán toàn tố tới trà trang trâm trí trinh trọng trung trúc "
        "trường trưởng tú tuân tuấn tuệ tuyên tuyến tuyết tùng tư tường tỵ tý tửu út uyên vân vượng "
        "vy vinh việt viễn viên vĩnh vui vũ vượng xoan xuân xuyến yên yến ba bảy bốn chín tươi "
        "tèo tí thoan thêu hát gái nhài lựu đào hiếu ngát luận đoàn khuyên nhâm quỹ quyên sỹ sĩ "
        "dần mão ngọ mùi tuất"
    ).split()
)
_MIDDLE = frozenset(
    fold(name)
    for name in "văn thị đức minh thu ngọc quang hữu thanh xuân anh thế bá kim hồng công đình gia khánh "
    "bảo thúy phương quốc trọng đăng duy hoàng mạnh tiến việt viết xuân phú như diệu mỹ hải".split()
)
_NO_NAME = frozenset(
    fold(word)
    for word in (
        "sinh viên công nhân người hàng xóm em chị anh bác cô chú ông bà cụ cháu con mình tôi nhà "
        "ở tại quê sđt sdt số điện thoại địa chỉ hà nội phường quận xã huyện tổ ngõ ngách phố đường "
        "hiện đang có xin cần mong nhờ giúp"
        " ạ ơi và với là bị hết không đã được tuổi năm ship zalo fb facebook admin ad bạn mọi công "
        "an chủ trọ này ấy đó kia lao động nào khó ai thợ gì đây khác trên dưới trong rất cũng "
        "thì mà nhưng nữa rồi cả gia đình vợ chồng mẹ bố tổng covid f0 f1 f2 gạo mì sữa"
        " thuê hỏi gặp liên hệ làm từ đến cho để nên vẫn chưa mới vừa lại phải đi ra vào lên xuống "
        "về tên đơn thân bầu già trẻ nghèo tật khuyết thương bệnh"
        " đoàn phòng ban hội trưởng quản lý giám đốc mọi toàn kính xuân tết thứ chiều sáng tối "
        "hôm ngày tháng qua bên cạnh đầu cuối dãy khu xóm thôn số nhận gửi giữ tình nguyện hỗ trợ"
    ).split()
)
_NO_NAME_HERE = _NO_NAME - _FAMILIES - _GIVEN
"""Words that no name has, where capitals tell names."""

_W = r"[^\W\d_]+"
_WORD = re.compile(_W)

_LABEL = Phrase(
    r"(?:họ và tên|họ tên|tên đầy đủ|tên chủ hộ|chủ hộ|người nhận|người cần(?: giúp| hỗ trợ)?|người liên hệ"
    r"|tên người \w+|bạn ấy tên|bé tên|tên em|tên cháu|tên mình|tên tôi|tên chị|tên anh|tên)(?: (?:là"
    r"|em|mình|tôi|của em|chủ hộ)){0,2}"
)
_I_AM = Phrase(
    r"(?:em|tôi|mình|cháu|con|tớ|tui)(?: xin)?(?: tự)? (?:tên là|tên|tên thật là|là|xin giới thiệu là)"
)
_CONTACT = Phrase(
    r"(?:liên hệ|gặp|gọi|gọi cho|alo|người đại diện|đại diện|trưởng (?:xóm|nhóm|phòng|dãy)|tổ (?:trưởng"
    r"|phó)|sđt|số điện thoại|điện thoại|zalo)"
    r"(?: (?:trực tiếp|cho|qua|với|của|số|gặp|liên hệ|em|mình|tôi|nhà)){0,3}"
)
_TITLE = Phrase(
    r"anh|chị|bác|cô|chú|ông|bà|cụ|em|cháu|bạn|a|c|e|thím|mợ|dì|cậu|bé|cụ ông|cụ bà"
    r"|ông cụ|bà cụ|bà lão|anh chị|bác sĩ"
)


def find_names(text: Written, phones: list[tuple[int, int]]) -> list[FoundName]:
    """The names of people, the surest first; `phones` are the places of telephone numbers."""
    capitals = _tells_capitals(text)
    found = [one for one in _candidates(text, phones, capitals) if one.name]
    return sorted(found, key=lambda one: (-one.score, one.start))


def _tells_capitals(text: Written) -> bool:
    """Whether capitals mean names here: not in posts all in capitals or all in small letters."""
    words: list[str] = _WORD.findall(text.cased)
    loud = sum(word.isupper() and len(word) > 1 for word in words)
    return loud * 2 < len(words) and any(word[0].isupper() for word in words)


def _candidates(text: Written, phones: list[tuple[int, int]], capitals: bool) -> Iterator[FoundName]:
    for phrase, score, strict in (
        (_LABEL, 7, False),
        (_I_AM, 8, True),
        (_CONTACT, 5, True),
        (_TITLE, 5, True),
    ):
        for match in phrase.found(text):
            at = _past(text, match.end())
            if phrase is not _TITLE:
                at = _past_title(text, at)
            if one := _name_at(text, at, capitals, strict, score, whole=phrase is _I_AM):
                yield _raised(one, phones)
            elif not capitals and (one := _given_at(text, at, score)):
                yield _raised(one, phones)
    for match in _WORD.finditer(text.plain):
        if match.group() in _SURE_FAMILIES and not _is_part_of_more(text, match.start()):
            if one := _name_at(text, match.start(), capitals, True, 4, whole=True):
                yield _raised(one, phones)
    for start, end in phones:
        yield from _beside_phone(text, start, end, capitals)


_CAPITAL_BEFORE = re.compile(r"[A-ZĐÀ-Ỹ][^\W\d_]+ $")
_FROM = re.compile(r"(?:que|nguoi|tinh|tu|dan|o|ve)[\s:]+(?:o )?$")


def _is_part_of_more(text: Written, at: int) -> bool:
    """Whether what begins there is the rest of a longer name, a street or the province somebody is from."""
    if _CAPITAL_BEFORE.search(text.cased, max(0, at - 10), at) and not text.cased[:at].rstrip().isupper():
        return True
    return _in_street(text, at) or _FROM.search(text.plain, max(0, at - 12), at) is not None


def _past_title(text: Written, at: int) -> int:
    title = _TITLE.at(text, at)
    return (
        _past(text, title.end()) if title and text.plain[title.end() : title.end() + 1] in (" ", ".") else at
    )


def _past(text: Written, at: int) -> int:
    while at < len(text.plain) and text.plain[at] in " .:-=":
        at += 1
    return at


def _raised(one: FoundName, phones: list[tuple[int, int]]) -> FoundName:
    """A whole name is surer, and so is one beside a telephone number."""
    near = any(0 <= start - one.end < 25 or 0 <= one.start - end < 10 for start, end in phones)
    words = one.name.split()
    whole = len(words) > 1 and fold(words[0]) in _FAMILIES
    return FoundName(one.name, one.start, one.end, one.score + near + 3 * whole)


_STREET_BEFORE = re.compile(
    r"(?:pho|duong|ngo|ngach|hem|\d|quan|phuong|p\.?|q\.?|truong|vien|cho|cau|dai hoc"
    r"|thpt|thcs|tieu hoc)[\s,.]*$"
)


def _in_street(text: Written, at: int) -> bool:
    return _STREET_BEFORE.search(text.plain, max(0, at - 14), at) is not None


def _name_at(
    text: Written, at: int, capitals: bool, strict: bool, score: int, *, whole: bool = False
) -> FoundName | None:
    """The name that begins at a place: up to five words in a row that can be parts of one."""
    end = at
    words: list[str] = []
    here = at
    while len(words) < 5 and (match := _WORD.match(text.cased, here)):
        word = match.group()
        if not _can_be_part(text, match.span(), words, capitals, strict):
            break
        words.append(word)
        end = match.end()
        if text.cased[end : end + 1] != " ":
            break
        here = end + 1
    if not words or (whole and len(words) < 2 and not (capitals and words[0][0].isupper())):
        return None
    if len(words) == 1 and fold(words[0]) in _FAMILIES - _GIVEN:
        return None
    if len(words) == 1 and len(words[0]) == 1:
        return None
    return FoundName(_spelling(words), at, end, score)


_ENDS_NAME = re.compile(r"\s*(?:$|[,.;:()\n\-+\d]|sdt|so |dt |lh|nhe|a(?![a-z])|o (?=\d|ngo|so|tro))")


def _given_at(text: Written, at: int, score: int) -> FoundName | None:
    """A given name that is a usual word too, where a title stands before it and nothing goes on: "gặp "
    "nhung"."""
    match = _WORD.match(text.cased, at)
    if match is None or not _ENDS_NAME.match(text.plain, match.end()):
        return None
    key = text.plain[match.start() : match.end()]
    if key not in _GIVEN or key in _NO_NAME or len(key) < 2:
        return None
    return FoundName(_spelling([match.group()]), match.start(), match.end(), score - 1)


def _can_be_part(
    text: Written, span: tuple[int, int], before: list[str], capitals: bool, strict: bool
) -> bool:
    word, key = text.cased[span[0] : span[1]], text.plain[span[0] : span[1]]
    if len(word) > 7 or key in _NO_NAME_HERE:
        return False
    if capitals and (strict or before or word[0].isupper()):
        if not word[0].isupper():
            return False
        return not word.isupper() or len(word) < 2 or len(word) > 3
    if len(word) > 1 and text.starts[span[1] - 1] == text.starts[span[0]]:
        return False
    if not before:
        sure = text.marked[span[0] : span[1]] != key or not _COMMON.fullmatch(key)
        return key in _GIVEN | _FAMILIES and key not in _NO_NAME and sure
    if fold(before[0]) in _FAMILIES:
        return key in _GIVEN | _MIDDLE | _FAMILIES or (
            len(before) > 1 and fold(before[1]) in _MIDDLE and key not in _NO_NAME
        )
    return key in _GIVEN and fold(before[-1]) in _GIVEN and not strict


_COMMON = re.compile(
    r"nam|ba|hai|tu|sau|bay|tam|muoi|hang|vui|tinh|gai|moi|an|ma|van|cao|lai|ha|to"
    r"|day|ong|thi|xin|la|mua|ho|cho|lo|tho|vang|do|le|vi|ly|da|chi|thu|mo|len|toi"
    r"|dang|o|bo|con|thuc|sang|hoa|hien|tien|thang|den|cung|thanh|huong|than|nhan|bang"
    r"|mong|mat|lam|gui|hat|sinh|chung|nhung|nhu|hoi|ra|ngoc|no|bat|ban|truong|dau"
    r"|tai|sat|quan|cong|thuong|duong|pho"
)


def _spelling(words: list[str]) -> str:
    """The name as typed; all small or all capital letters become a name's capitals."""
    if all(word.islower() for word in words) or all(word.isupper() for word in words):
        return " ".join(word.capitalize() for word in words)
    return " ".join(words)


_BESIDE = re.compile(r"\s*[(\-:,]?\s*")


def _beside_phone(text: Written, start: int, end: int, capitals: bool) -> Iterator[FoundName]:
    """ "0912 345 678 (Hà)", "0912 345 678 - c Hoa", "Hà 0912 345 678"."""
    at = _BESIDE.match(text.plain, end)
    if at and at.end() > end:
        here = at.end()
        here = _past_title(text, here)
        if one := _name_at(text, here, capitals, True, 6):
            yield one
    line = text.cased.rfind("\n", 0, start) + 1
    begin = max(line, start - 40)
    for match in _WORD.finditer(text.cased, begin, start):
        if match.start() and text.cased[match.start() - 1].isalnum():
            continue
        one = _name_at(text, match.start(), capitals, True, 5)
        if (
            one
            and capitals
            and re.fullmatch(
                r"[\s:\-(,.]*(?:sdt|so dien thoai|dien thoai|dt|sđt)?[\s:\-(,.]*", text.plain[one.end : start]
            )
            and not _in_street(text, one.start)
        ):
            yield one
            return
