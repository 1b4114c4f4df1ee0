"""The words by which offices title the columns of their lists: one vocabulary, and what a title means in it.

Case, marks, punctuation and what stands in brackets do not matter. Where the titles stand in a sheet
is found by `heading`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from aidtrack.cases.categories import CATEGORIES, NONE
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import clean, fold


@dataclass(frozen=True)
class Column:
    """One row of the vocabulary.

    `titles` are whole titles, `parts` words that may stand anywhere in one, `never` words that speak
    against it (with ^ only as the first word); between bars. Several columns may feed a field that `joins`.
    """

    field: str
    label: str
    titles: str
    parts: str = ""
    never: str = ""
    joins: bool = False


_OTHERS = (
    "chủ trọ|chủ nhà|nhà trọ|người thân|thân nhân|bố mẹ|cha mẹ|tổ trưởng|cán bộ|người lập|giới thiệu|vợ|chồng"
)
_ORIGIN = "thường trú|quê quán|nguyên quán|hộ khẩu|quê|HKTT|ĐKTT"

KNOWN: tuple[Column, ...] = (
    Column(
        "stt", N_("Number in the list"), "STT|TT|số TT|số thứ tự|thứ tự|no|#|số|number|S T T|T T|STT chung"
    ),
    Column(
        "household",
        N_("Number of the household"),
        "STT hộ|số TT hộ|hộ số|số hộ|mã hộ|hộ thứ|thứ tự hộ|mã số hộ|số hộ khẩu",
    ),
    Column(
        "relation",
        N_("Relation to the head"),
        "quan hệ|quan hệ với chủ hộ|QH với chủ hộ|quan hệ trong hộ|quan hệ với chủ hộ gia đình"
        "|vai trò trong hộ|relation",
        "quan hệ với chủ|QH với chủ|quan hệ chủ|quan hệ với người đại diện",
    ),
    Column(
        "name",
        N_("Head of household"),
        "họ và tên|họ tên|họ và tên chủ hộ|tên|chủ hộ|tên chủ hộ|họ tên chủ hộ|tên người nhận|người nhận"
        "|họ và tên người nhận|họ tên người nhận|người đại diện|tên hộ|người hưởng|người được hỗ trợ"
        "|người nhận hỗ trợ|người thụ hưởng|người được nhận|người đứng tên|người đề nghị|tên đầy đủ"
        "|tên bệnh nhân|tên sinh viên|tên đối tượng|tên nhân khẩu|tên gia đình|họ chữ đệm tên"
        "|họ chữ đệm và tên|họ chữ đệm và tên khai sinh|danh sách hộ|full name|fullname|name"
        "|head of household",
        "họ và tên|họ tên|tên chủ hộ|chủ hộ|tên người|người đại diện|đại diện hộ|hộ gia đình"
        "|người được hỗ trợ|người nhận hỗ trợ|người thụ hưởng",
        _OTHERS + "|quan hệ|số|ký|SĐT|điện thoại|năm|ngày|địa chỉ|CCCD|CMND|con|trẻ",
        joins=True,
    ),
    Column(
        "family_name",
        N_("Family and middle name"),
        "họ|họ đệm|họ và đệm|họ lót|họ và tên đệm|họ tên đệm|họ và chữ đệm",
    ),
    Column(
        "sex", N_("Sex"), "giới tính|giới|phái|nam nữ|nam hay nữ|GT|G tính|danh xưng|sex|gender", "giới tính"
    ),
    Column("male", N_("Man"), "nam|năm sinh nam|ngày sinh nam|sinh năm nam|giới tính nam"),
    Column("female", N_("Woman"), "nữ|năm sinh nữ|ngày sinh nữ|sinh năm nữ|giới tính nữ"),
    Column(
        "birth",
        N_("Birth year or date"),
        "năm sinh|ngày sinh|ngày tháng năm sinh|sinh năm|ngày năm sinh|NS|SN|NTNS|năm|N sinh|ng sinh"
        "|NTN sinh|birth year|year of birth|date of birth|DOB|D O B",
        "năm sinh|ngày sinh|tháng năm sinh|sinh năm|sinh ngày",
        _OTHERS + "|con|trẻ|nơi",
    ),
    Column(
        "citizen_id",
        N_("ID number"),
        "CCCD|CMND|CMND CCCD|CCCD CMND|CMT|số CCCD|số CMND|căn cước|số căn cước|số giấy tờ"
        "|số định danh|số hộ chiếu|hộ chiếu|citizen id|id number|ID|ID card",
        "CCCD|CMND|CMT|CMTND|căn cước|chứng minh|định danh|giấy tờ tùy thân|số giấy tờ|ĐDCN",
        "ảnh|^ngày|^nơi|^cấp|" + _OTHERS,
    ),
    Column(
        "phone",
        N_("Phone"),
        "SĐT|ĐT|số ĐT|điện thoại|số điện thoại|di động|liên hệ|số liên hệ|liên lạc|số liên lạc"
        "|thông tin liên hệ|thông tin liên lạc|số máy liên hệ|số máy liên lạc|hotline|tel|mobile|phone"
        "|phone number|zalo|số máy",
        "điện thoại|SĐT|số ĐT|di động|ĐTDĐ|ĐT liên hệ|ĐT|phone|zalo",
        _OTHERS,
    ),
    Column(
        "home_address",
        N_("Permanent residence"),
        "thường trú|nơi thường trú|hộ khẩu thường trú|HKTT|quê quán|nguyên quán|quê|nơi ĐKHK"
        "|nơi đăng ký hộ khẩu|hộ khẩu|nơi ĐKHKTT|ĐKHKTT"
        "|ĐKTT|nơi ĐKTT|đến từ|từ tỉnh|đến từ tỉnh|đến từ tỉnh thành|địa chỉ theo CCCD"
        "|địa chỉ theo căn cước|home province",
        "theo CCCD|theo căn cước|ở quê|thường trú|HKTT|ĐKHK|quê quán|nguyên quán|quê|ĐKTT|hộ khẩu|tỉnh gốc",
        "nay|hiện tại|tạm trú|số khẩu|số hộ khẩu",
        joins=True,
    ),
    Column(
        "address",
        N_("Current address"),
        "địa chỉ|nơi ở|nơi ở hiện nay|nơi ở hiện tại|chỗ ở|chỗ ở hiện nay|chỗ ở hiện tại"
        "|địa chỉ hiện nay|tạm trú|nơi tạm trú"
        "|địa chỉ tạm trú|nơi cư trú|nơi lưu trú|nơi ở trọ|nơi trọ|chỗ trọ|địa chỉ trọ"
        "|số nhà|số nhà ngõ phố|số nhà đường phố"
        "|đường|phố|ngõ"
        "|ngõ ngách|phòng trọ|số phòng|phòng|nhà số|ngách|ngách ngõ"
        "|ngõ phố|đường phố|địa chỉ nhận quà|current address|address",
        "nơi ở|chỗ ở|tạm trú|địa chỉ|cư trú|lưu trú|đang ở|ở trọ|số nhà|hiện nay|hiện tại",
        _ORIGIN + "|email|thư điện tử|" + _OTHERS.replace("|nhà trọ", ""),
        joins=True,
    ),
    Column(
        "residential_group",
        N_("Residential group"),
        "tổ dân phố|tổ|TDP|thôn|xóm|tổ thôn|tổ dân phố thôn|thôn tổ dân phố|thôn tổ|thôn xóm|tổ xóm"
        "|khu dân cư|KDC|cụm dân cư"
        "|cụm|tổ dân cư|khu|xóm tổ|địa bàn tổ|tổ DP|khu phố|ấp|bản|khu tổ|đội|làng|khu vực"
        "|residential group",
        "tổ dân phố|TDP|khu dân cư|tổ dân cư|cụm dân cư|thôn|tổ số",
        _ORIGIN + "|tổ trưởng|phường|xã|xác nhận|ý kiến",
        joins=True,
    ),
    Column(
        "ward",
        N_("Ward or commune"),
        "phường|xã|phường xã|xã phường|xã phường thị trấn|phường xã thị trấn|phường xã TT|tên phường"
        "|tên xã|thị trấn"
        "|đơn vị|địa bàn|đơn vị xã phường|P|P/X|PX|X/P|P/X/TT|P/X Q/H"
        "|phường quận|xã huyện|phường xã quận huyện|ward|commune",
        "phường xã|xã phường|phường|xã|thị trấn|ward",
        _ORIGIN + "|xã hội|ký|xác nhận|ý kiến|cán bộ|công an",
    ),
    Column(
        "district",
        N_("District"),
        "quận|huyện|quận huyện|huyện quận|quận huyện thị xã|quận huyện TX|quận huyện TP|thị xã"
        "|Q|Q/H|QH|H/Q|district",
        "quận huyện|quận|huyện|district",
        _ORIGIN + "|quan hệ|cơ quan|quân nhân",
    ),
    Column(
        "province", N_("Province"), "tỉnh|tỉnh thành|tỉnh TP|tỉnh thành phố|thành phố|province", "", _ORIGIN
    ),
    Column(
        "people",
        N_("Number of people"),
        "số khẩu|khẩu|nhân khẩu|số nhân khẩu|số NK|NK|SK|số NK trong hộ|số miệng ăn|số người"
        "|số người trong hộ|số thành viên"
        "|tổng số khẩu|tổng số nhân khẩu"
        "|tổng số người|tổng khẩu|tổng nhân khẩu|SL khẩu|SL người|số lượng người|quy mô hộ|people"
        "|household size|household members|members|family size",
        "số khẩu|nhân khẩu|số người|thành viên|số nhân khẩu|số lượng người|khẩu|bao nhiêu người|mấy người",
        "tên|hộ khẩu thường trú|trẻ|dưới|trên|cao tuổi|người già|lao động|nữ|ăn theo|ĐKHK",
    ),
    Column(
        "categories",
        N_("Category"),
        "diện|diện đối tượng|đối tượng|thuộc diện|thuộc đối tượng|diện hỗ trợ|đối tượng hỗ trợ"
        "|phân loại|loại đối tượng|nhóm|thuộc nhóm|thành phần|loại hộ"
        "|nhóm đối tượng|loại|category|categories",
        "diện|đối tượng|phân loại",
        "tên|đại diện|nhận diện|diện tích|giao diện",
        joins=True,
    ),
    Column(
        "circumstances",
        N_("Circumstances"),
        "hoàn cảnh|hoàn cảnh gia đình|hoàn cảnh khó khăn|hoàn cảnh cụ thể|tình trạng|tình hình|lý do"
        "|lý do khó khăn|khó khăn"
        "|nghề nghiệp|công việc|việc làm|nghề|làm nghề|mô tả|diễn giải|lí do|trường hợp|khó khăn cụ thể"
        "|circumstances",
        "hoàn cảnh|tình trạng|lý do|nghề nghiệp|công việc|tình hình",
        "",
        joins=True,
    ),
    Column(
        "needs",
        N_("Needs"),
        "nhu cầu|cần hỗ trợ|nhu cầu hỗ trợ|đề nghị hỗ trợ|nội dung hỗ trợ|nội dung đề nghị|đề nghị"
        "|nguyện vọng|kiến nghị|đề xuất|đề xuất hỗ trợ|needs",
        "nhu cầu|cần hỗ trợ|mong muốn|nhu yếu phẩm cần|nguyện vọng",
        "",
        joins=True,
    ),
    Column(
        "remark",
        N_("Remark"),
        "ghi chú|chú thích|GC|G chú|lưu ý|chú ý|thông tin khác|thông tin thêm|ý kiến khác|note|notes|remark",
        "ghi chú|lưu ý",
        joins=True,
    ),
    Column("adults", N_("Adults"), "người lớn|số người lớn|số lượng người lớn|adults"),
    Column(
        "young",
        N_("Children under 6"),
        "trẻ em|số trẻ em|trẻ dưới 6 tuổi|trẻ em dưới 6 tuổi|số trẻ em dưới 6 tuổi|trẻ nhỏ|số trẻ nhỏ"
        "|số lượng trẻ em|trẻ sơ sinh|trẻ em 6 tuổi|trẻ dưới 6t|trẻ dưới 5 tuổi|trẻ em dưới 5 tuổi|children",
        "dưới 6|dưới sáu|dưới 6t|trẻ nhỏ",
    ),
    Column(
        "old",
        N_("Elderly people"),
        "người già|người cao tuổi|số người cao tuổi|số người già|trên 60 tuổi|người trên 60 tuổi|NCT|số NCT",
        "trên 60|trên 60t|từ 60|người cao tuổi",
    ),
)

LABELS: Mapping[str, str] = {column.field: column.label for column in KNOWN}
CHOICES: Mapping[str, str] = {**LABELS, **{one.code: one.label for one in CATEGORIES if one.code != NONE}}
"""All that a column may be taken for, with its label; a category's code for a column of ticks."""


@dataclass(frozen=True)
class Meaning:
    """What a title means: a field, and how sure that is (100 and more: the very words)."""

    field: str
    strength: int


SURE = 100
"""The strength of a title that is in the vocabulary word for word."""
_LONGEST_TITLE = 12


@lru_cache(maxsize=4096)
def meaning_of(title: str) -> Meaning | None:
    """The field that a column's title names, or None.

    >>> meaning_of("Số CMND/CCCD")
    Meaning(field='citizen_id', strength=100)
    """
    whole = _plain(title)
    best = _surest(_plain(re.sub(r"\([^)]*\)?", " ", title)) or whole, title)
    if best is None and "(" in title:
        # “Số lượng (người)” says only in its brackets what is counted.
        inside = _surest(whole, title)
        return inside if inside and inside.strength >= SURE else None
    return best


def _surest(words: str, title: str) -> Meaning | None:
    if not words or len(words.split()) > _LONGEST_TITLE:
        return None
    found = [Meaning(entry.field, entry.strength(words, clean(title).casefold())) for entry in _ENTRIES]
    best = max(found, key=lambda meaning: meaning.strength)
    return best if best.strength > 0 else None


def _plain(text: str) -> str:
    return fold(re.sub(r"[^\w#]+|_", " ", text))


@dataclass(frozen=True)
class _Entry:
    field: str
    marked: frozenset[str]
    titles: frozenset[str]
    parts: tuple[str, ...]
    never: tuple[str, ...]

    @classmethod
    def of(cls, column: Column) -> _Entry:
        marked, parts, never = (
            [word for word in words.split("|") if word]
            for words in (column.titles, column.parts, column.never)
        )
        return cls(
            column.field,
            frozenset(word.casefold() for word in marked),
            frozenset(map(_plain, marked)),
            tuple(map(_plain, parts)),
            tuple("^" * word.startswith("^") + _plain(word) for word in never),
        )

    def strength(self, words: str, marked: str) -> int:
        # “Năm” is a year and “Nam” a man: with their marks titles are told apart first.
        if marked in self.marked:
            return 110
        if words in self.titles and (" " in words or marked.isascii()):
            return 100
        padded = f" {words} "
        if any(f" {word} " in (f" ^{words} " if word[0] == "^" else padded) for word in self.never):
            return 0
        hits = [self._part(part, words) for part in self.parts if f" {part} " in padded]
        return max(hits, default=0)

    @staticmethod
    def _part(part: str, words: str) -> int:
        length = len(part.split())
        return 60 + 3 * length + (5 if words.startswith(part) else 0) - len(words.split())


_ENTRIES = tuple(map(_Entry.of, KNOWN))
JOINING = frozenset(column.field for column in KNOWN if column.joins)
