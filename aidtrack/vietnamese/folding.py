"""One spelling for what people type: cleaned text, keys that ignore marks, and Vietnamese order.

Text is kept as it was typed (in NFC) and compared on folded keys, so that "hòa", "hoà", "HOA" and
a decomposed "hòa" meet. Folding removes both styles of placing the tone; "đ" must be replaced by
hand because no Unicode decomposition does it.
"""

from __future__ import annotations

import re
import unicodedata

# The eth and the African D look the same on paper and come from old Vietnamese fonts.
_D = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ɖ": "d", "Ɖ": "d"})
_WHOLE_FLOAT = re.compile(r"^([0-9]+)\.0$")
_LETTERS = re.compile(r"[^\W\d_]+")


def clean(text: str, *, lines: bool = False) -> str:
    """The text in NFC without invisible characters, its spaces collapsed, its ends trimmed.

    Zero-width, control and broken (lone surrogate) characters are dropped; any white space counts
    as a space. With `lines`, line ends stay as "\\n" and each line is cleaned by itself.
    """
    if lines:
        cleaned = [clean(line) for line in text.splitlines()]
        return "\n".join(cleaned).strip("\n")
    if not text.isprintable():
        text = "".join(filter(None, map(_visible, text)))
    elif text.isascii() and "  " not in text:
        return text.strip(" ")
    return " ".join(unicodedata.normalize("NFC", text).split())


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char


def cell_text(cell: object) -> str:
    """What a form's field or a spreadsheet's cell holds, as cleaned text: 912345678.0 is "912345678".

    Nothing is the empty text; the apostrophe that forces a cell to be text is dropped.
    """
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = clean("" if cell is None else str(cell))
    return _WHOLE_FLOAT.sub(r"\1", text.removeprefix("'"))


def fold(text: str) -> str:
    """The key on which texts are compared: no marks, no capitals, single spaces."""
    plain = text if text.isascii() else text.translate(_PLAIN)
    if plain.isascii() and plain.isprintable():
        return " ".join(plain.casefold().split())
    # Case first: folding the case of a few letters (İ) brings a mark to light.
    return clean(_without_marks(_without_marks(clean(text).translate(_D).casefold()).casefold()))


def _plain_letters() -> dict[int, str | None]:
    """The letters with marks that decompose to one of ours, and the marks alone."""
    decomposed = ((code, unicodedata.normalize("NFD", chr(code))) for code in range(0xC0, 0x1F00))
    letters: dict[int, str | None] = {
        code: text[0] for code, text in decomposed if len(text) > 1 and "A" <= text[0] <= "z"
    }
    marks = (code for code in range(0x300, 0x345) if unicodedata.category(chr(code))[0] == "M")
    return {**letters, **dict.fromkeys(marks), **_D}


_PLAIN = _plain_letters()
"""The quick way for nearly all texts that people write; whatever is left takes the thorough one."""


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if c < "\u0300" or unicodedata.category(c)[0] != "M")


# Breve, circumflex and horn make letters of their own, which stand behind the plain ones …
_LETTER_MARKS = ("\u0306", "\u0302", "\u031b")
# … a ă â and o ô ơ have two of them.
_SECOND = {("a0", "\u0302"), ("o0", "\u031b")}
# The tones in their order: level, huyền, hỏi, ngã, sắc, nặng.
_TONE = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_WORD = re.compile(r"[0-9]+|[^\W0-9_]+")


def sort_key(text: str) -> str:
    """A key of the characters 0–9 and a–z whose plain order is the Vietnamese order of the texts.

    Word by word, letters (a ă â b c d đ e ê …) before tones, and numbers by their value. Only
    letters and digits are used, so that every collation of every database sorts it alike.
    """
    marked = unicodedata.normalize("NFC", clean(text)).casefold()
    return "".join(_word_key(word) for word in _WORD.findall(marked))


def _word_key(word: str) -> str:
    if "0" <= word[0] <= "9":
        return "9" + _number_key(word)
    tone = "0"
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        if char in _TONE:
            tone = _TONE[char]
        elif char in _LETTER_MARKS and letters:
            letters[-1] = _raised(letters[-1], char)
        elif unicodedata.category(char)[0] != "M":
            letters.append(_letter_key(char))
    return "".join(letters) + tone


def _number_key(digits: str) -> str:
    value = digits.lstrip("0") or "0"
    return f"{min(len(value), 99):02}{value}"


def _letter_key(char: str) -> str:
    if char == "đ":
        return "d1"
    plain = char.translate(_D)
    return plain + "0" if "a" <= plain <= "z" else f"z9{ord(char):06x}"


def _raised(letter: str, mark: str) -> str:
    if not letter.endswith("0"):
        return letter
    return letter[0] + ("2" if (letter, mark) in _SECOND else "1")


def name_sort_key(name: str) -> str:
    """The order of people's lists: the given name (last word) first, then family, then middle names."""
    family_first = clean(name).split()
    return sort_key(" ".join(family_first[-1:] + family_first[:-1]))


def proper_name(name: str) -> str:
    """A name in CAPITALS becomes Title Case; any other is left as typed, only cleaned."""
    name = clean(name)
    if name != name.upper() or name == name.lower():
        return name
    return _LETTERS.sub(lambda word: word.group().capitalize(), name)
