"""The categories of hardship: one table that gives each its label, its class of priority and its words.

Forms, filters, scores, spreadsheets and reports all draw from `CATEGORIES`; a new category is one entry.
The classes are those of the review of August 2021; a campaign may set its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_
from aidtrack.vietnamese.folding import fold


@dataclass(frozen=True)
class Category:
    """One row of the table.

    `klass` is the class of priority, 1 the most pressing to 5. `words` are phrases by which a list's
    column is understood, between bars; case and marks do not matter there. `usual` is the circumstance
    to propose when nobody wrote any; `ill` says that it means an illness in the household.
    """

    code: str
    label: str
    klass: int
    usual: str
    words: str
    ill: bool = False


NONE = "none"
LAST_CLASS = 5

CATEGORIES: tuple[Category, ...] = (
    Category(
        "stranded_worker",
        N_("Stranded worker from another province"),
        1,
        N_("worker from another province who cannot go home"),
        "lao động ngoại tỉnh|lao động ngoại tỉnh bị mắc kẹt|LĐ ngoại tỉnh|người ngoại tỉnh"
        "|công nhân ngoại tỉnh"
        "|lao động mắc kẹt|lao động bị mắc kẹt|lao động kẹt lại|LĐ mắc kẹt|công nhân mắc kẹt|người mắc kẹt"
        "|mắc kẹt|kẹt lại|kẹt lại Hà Nội|kẹt dịch|ngoại tỉnh|ngoại tỉnh bị mắc kẹt|lao động tỉnh ngoài"
        "|lao động tỉnh khác|lao động từ tỉnh khác|lao động nhập cư|lao động xa quê|công nhân xa quê"
        "|LĐNT|stranded worker|stranded_worker",
    ),
    Category(
        "student",
        N_("Student"),
        1,
        N_("student who cannot go home"),
        "sinh viên|sinh viên ngoại tỉnh|SV|SV ngoại tỉnh|SV mắc kẹt|sinh viên mắc kẹt|học viên|student",
    ),
    Category(
        "patient",
        N_("Patient"),
        1,
        N_("patient in treatment who cannot go home"),
        "bệnh nhân|bệnh nhân ngoại tỉnh|người bệnh|BN|người đang điều trị|bệnh hiểm nghèo|bệnh nặng"
        "|ốm đau bệnh tật|chạy thận|patient",
        ill=True,
    ),
    Category(
        "patient_relative",
        N_("Patient's relative"),
        1,
        N_("stays with a patient in hospital"),
        "người nhà bệnh nhân|thân nhân bệnh nhân|người nhà người bệnh|thân nhân người bệnh|người nhà BN"
        "|thân nhân BN|người nhà của bệnh nhân|người chăm sóc bệnh nhân|người chăm bệnh nhân"
        "|chăm người bệnh"
        "|chăm bệnh nhân|chăm sóc người bệnh|chăm sóc bệnh nhân|nuôi bệnh|người nuôi bệnh|NNBN"
        "|patient's relative|patient relative|patient_relative",
    ),
    Category(
        "lost_job",
        N_("Worker who lost the job"),
        2,
        N_("lost the work, no income"),
        "lao động tự do|LĐ tự do|LĐTD|lao động tự do mất việc|LĐ tự do mất việc|lao động mất việc"
        "|LĐ mất việc"
        "|công nhân mất việc|người mất việc|mất việc|mất việc làm|bị mất việc|nghỉ việc|ngừng việc"
        "|thất nghiệp"
        "|lao động thất nghiệp|không có việc làm|lao động tự do không có việc làm|lao động nghèo mất việc"
        "|lost job|lost_job",
    ),
    Category(
        "elderly_alone",
        N_("Elderly person living alone"),
        3,
        N_("elderly, lives alone"),
        "người cao tuổi neo đơn|người già neo đơn|người già cô đơn|người cao tuổi cô đơn|già cả neo đơn"
        "|người cao tuổi sống một mình|người già sống một mình|cao tuổi neo đơn|già neo đơn|già yếu neo đơn"
        "|người già yếu neo đơn|cụ già neo đơn|người già không nơi nương tựa|neo đơn|cô đơn|NCT neo đơn"
        "|người cao tuổi|người già|người già yếu|cao tuổi|NCT|elderly alone|elderly_alone",
    ),
    Category(
        "child",
        N_("Child in special circumstances"),
        4,
        N_("the parents are in quarantine or serve against the epidemic"),
        "trẻ em|trẻ em có hoàn cảnh đặc biệt|trẻ em hoàn cảnh đặc biệt|trẻ em có hoàn cảnh khó khăn"
        "|trẻ em khó khăn|trẻ em nghèo|trẻ em mồ côi|trẻ mồ côi|mồ côi|trẻ em có cha mẹ cách ly"
        "|trẻ em có bố mẹ cách ly|trẻ em có cha mẹ đi cách ly|trẻ em có bố mẹ đi cách ly"
        "|trẻ em có cha mẹ đi chống dịch|trẻ em có bố mẹ đi chống dịch|con cán bộ chống dịch|child"
        "|children",
    ),
    Category(
        "disabled",
        N_("Person with a disability"),
        4,
        N_("has a disability"),
        "người khuyết tật|khuyết tật|khuyết tật nặng|người khuyết tật nặng|NKT|tàn tật|người tàn tật"
        "|khiếm thị"
        "|người khiếm thị|khiếm thính|người mù|disabled",
    ),
    Category(
        "policy",
        N_("Policy beneficiary"),
        5,
        N_("policy beneficiary"),
        "đối tượng chính sách|gia đình chính sách|hộ chính sách|diện chính sách|chính sách|ĐTCS|GĐCS"
        "|bảo trợ xã hội|đối tượng bảo trợ xã hội|BTXH|policy",
    ),
    Category(
        "merit",
        N_("Person with merit to the revolution"),
        5,
        N_("person with merit"),
        "người có công|người có công với cách mạng|gia đình có công|gia đình có công với cách mạng|NCC"
        "|thương binh|bệnh binh|gia đình thương binh|thương binh liệt sĩ|gia đình liệt sĩ|thân nhân liệt sĩ"
        "|mẹ liệt sĩ|vợ liệt sĩ|con liệt sĩ|liệt sĩ|liệt sỹ|gia đình liệt sỹ|mẹ Việt Nam anh hùng|merit",
    ),
    Category(
        NONE,
        N_("None of these categories"),
        LAST_CLASS,
        N_("in hardship"),
        "khác|diện khác|đối tượng khác|không|không thuộc diện nào|hộ nghèo|hộ cận nghèo|cận nghèo|nghèo"
        "|hộ khó khăn|khó khăn|hoàn cảnh khó khăn|gia đình khó khăn|có hoàn cảnh khó khăn|none|other",
    ),
)
"""The order is the order of attention of the review; it also orders what is shown."""

BY_CODE: Mapping[str, Category] = {category.code: category for category in CATEGORIES}
CODES: tuple[str, ...] = tuple(BY_CODE)


@dataclass(frozen=True)
class Recognised:
    """What a category cell says: codes in the table's order, and the words that nobody knows."""

    codes: tuple[str, ...]
    unknown: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def recognise(text: str) -> Recognised:
    """The categories that a cell names, several if it names several.

    >>> recognise("LĐ tự do mất việc; người nhà bệnh nhân").codes
    ('patient_relative', 'lost_job')
    """
    found: set[str] = set()
    unknown: list[str] = []
    for part in _BREAK.split(text):
        codes = {code for code in _spans(_tokens(part)) if code}
        found |= codes
        if _tokens(part) and not codes:
            unknown.append(part.strip())
    if found - {NONE}:
        found.discard(NONE)
    return Recognised(in_order(found), tuple(unknown))


def names_only_categories(text: str) -> bool:
    """Whether a line holds categories and nothing else, such as a section's title “Sinh viên”."""
    spans = _spans(_tokens(text))
    return any(spans) and None not in spans


def in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Category codes without repetition, in the table's order; RuleBroken for a code that is none."""
    wanted = set(codes)
    for code in sorted(wanted - BY_CODE.keys()):
        raise RuleBroken(N_("There is no category called “{code}”."), field="categories", code=code)
    return tuple(code for code in CODES if code in wanted)


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(fold(re.sub(r"[\W_]+", " ", text)).split())


def _spans(tokens: tuple[str, ...]) -> list[str | None]:
    """From the left, the longest phrase first: its code, "" for a filler, None for a foreign word."""
    spans: list[str | None] = []
    at = 0
    while at < len(tokens):
        for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
            if code := _CODE_OF.get(tokens[at : at + length]):
                break
        else:
            code = "" if tokens[at] in _FILLERS else None
        spans.append(code)
        at += length
    return spans


_CODE_OF: Mapping[tuple[str, ...], str] = {
    _tokens(phrase): category.code for category in CATEGORIES for phrase in category.words.split("|")
}
_LONGEST = max(map(len, _CODE_OF))
_FILLERS = frozenset(_tokens("và là diện hộ người đối tượng thuộc nhóm bị do dịch covid 19 hoặc có kèm các"))
_BREAK = re.compile(r"[,;/+&\n|•]| - | – ")
