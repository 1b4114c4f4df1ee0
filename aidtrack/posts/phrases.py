"""Phrases that are found with marks, without them, or with the usual slips in them.

A phrase is a regular expression over words, written with their marks. In a post without marks it is
looked for without; in one that bears marks each word may also stand bare ("duoc"), with the other
of hỏi and ngã, with the tone on the other vowel ("hoà") or with d for đ. Bare words that mean
something else ("con" is no "cồn") then have to bear their marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property, lru_cache

from aidtrack.posts.written import Written
from aidtrack.vietnamese.folding import fold

_TOKENS = re.compile(r"\\.|\[[^\]]*\]|\(\?P<\w+>|\(\?[:=!]|\(\?<[=!]|[^\W\d_]+|.", re.DOTALL)
_LETTER = r"[^\W\d_]"


class Phrase:
    """One regular expression over words, made ready when it is first looked for."""

    def __init__(self, *patterns: str) -> None:
        self.pattern = "|".join(patterns).replace("[a-z]", _LETTER)

    @cached_property
    def _bare(self) -> re.Pattern[str]:
        return _whole_words("".join(_bare(token) for token in _TOKENS.findall(self.pattern)))

    @cached_property
    def _marked(self) -> re.Pattern[str]:
        return _whole_words("".join(_slips(token) for token in _TOKENS.findall(self.pattern)))

    def found(self, text: Written, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Every place where the phrase stands, from the left, not overlapping."""
        last = len(text.plain) if end is None else end
        if text.has_marks:
            return self._marked.finditer(text.marked, start, last)
        return self._bare.finditer(text.plain, start, last)

    def first(self, text: Written, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first place where the phrase stands."""
        return next(self.found(text, start, end), None)

    def at(self, text: Written, start: int) -> re.Match[str] | None:
        """The phrase right at a place."""
        return (
            self._marked.match(text.marked, start) if text.has_marks else self._bare.match(text.plain, start)
        )

    def behind(self, text: Written, at: int) -> re.Match[str] | None:
        """The phrase behind a place, past a space or a comma."""
        while at < len(text.plain) and text.plain[at] in " ,":
            at += 1
        return self.at(text, at)


def _whole_words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])")


def _is_word(token: str) -> bool:
    return token[0].isalpha()


def _bare(token: str) -> str:
    return fold(token) if _is_word(token) else token


def _slips(token: str) -> str:
    if not _is_word(token):
        return token
    forms = spellings(token)
    return token if forms == (token,) else "(?:" + "|".join(forms) + ")"


@lru_cache(maxsize=8192)
def spellings(word: str) -> tuple[str, ...]:
    """How a word may be spelled among words that bear marks, as meant first.

    >>> spellings("hỗ"), spellings("cồn")
    (('hỗ', 'hổ', 'ho'), ('cồn',))
    """
    bare = fold(word)
    forms = [word, _swapped(word), word.replace("đ", "d"), *_tone_moved(word)]
    if bare not in WHOLE:
        forms.append(bare)
    return tuple(dict.fromkeys(forms))


_HOI_NGA = str.maketrans({"\u0309": "\u0303", "\u0303": "\u0309"})


def _swapped(word: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_HOI_NGA))


_TONES = "\u0300\u0301\u0303\u0309\u0323"
_PAIR = re.compile(rf"(o|u)([{_TONES}]?)(a|e|y)([{_TONES}]?)$")


def _tone_moved(word: str) -> list[str]:
    """ "hòa" and "hoà", "thủy" and "thuỷ" are the same word."""
    typed = unicodedata.normalize("NFD", word)
    found = _PAIR.search(typed)
    if not found or typed.startswith("qu") or bool(found[2]) == bool(found[4]):
        return []
    other = found[1] + found[4] + found[3] + found[2]
    return [unicodedata.normalize("NFC", typed[: found.start()] + other)]


WHOLE = frozenset(
    "ai an anh ao ba ban bang bao bay bia binh boi bong ca cam can canh cao cha che cheo chi chia chim"
    " chinh cho chu coi con cong cua cung da dan dao du dung em eo ga gai gan gang ganh ghe ghi gia giam"
    " gian giang giao hai ham han hang hanh hay hoa hoan hoi hong hung huy im in keo khai khan khao khe"
    " kho khoai khoang khoi khu khung kia kim kinh lai lam lan lang lanh lao lau lay leo loa loan long lua"
    " lung ma mai man mang mau may me meo mi mo mong mua mui nam nan nang nay ngan ngang ngay nghe nghi ngo"
    " ngoan ngon ngu nhai nhan nhanh nhau nhi nho ni nung o oan ong pha phan phao phi phim phong qua quan"
    " quang quay que quen quy ra ranh rao rau reo rong ru rung sa sai san sang sao sau sen sinh so soi son"
    " song suy ta tai tam tan tang tanh tay thai tham than thang thanh thau thay theo thi tho thoi thong"
    " thu thua thung thuy tia tim tin tinh toan tong tra trai trang trao tre treo tri trong trung truy tu"
    " tui tung u um uy vai van vang ve vi vinh vong vui xa xanh xao xay xe xem xin xoa xoay xong yen".split()
)
"""Words that are whole without marks: in a post that bears marks "con" means itself, not "cồn"."""


@lru_cache(maxsize=50_000)
def bears(typed: str, meant: str) -> bool:
    """Whether a word may be meant by what was typed: a usual spelling of it, or no marks at all.

    >>> bears("sua", "sữa"), bears("sửa", "sữa"), bears("sứa", "sữa")
    (True, True, False)
    """
    return typed in spellings(meant) or typed == fold(meant)
