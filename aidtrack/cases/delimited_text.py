"""Text with a separator (CSV) as rows: its encoding, its separator and its quoting found out, then streamed.

UTF-8 with or without its mark, UTF-16 either way round, Windows-1258 whose tones stand behind their letters;
a line in another encoding than its neighbours is read in its own.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Literal

SEPARATORS = (",", ";", "\t", "|")
LONGEST_CELL = 32_767
"""As much as a spreadsheet's cell holds."""
WIDEST_ROW = 16_384
QUOTED: Literal[0] = csv.QUOTE_MINIMAL
UNQUOTED: Literal[3] = csv.QUOTE_NONE
_SAMPLE = 200
_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,8})")
_NAMED = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


class Unreadable(ValueError):
    """A text with longer cells or wider rows than any list has."""


def encoding_of(data: bytes) -> str:
    """How the text is written: in "utf-16-le", "utf-16-be", or "utf-8" (or Windows-1258, line by line)."""
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return name
    sample = data[:4_000]
    nothing = Counter(at % 2 for at, byte in enumerate(sample) if byte == 0)
    if sum(nothing.values()) * 5 > len(sample):
        return "utf-16-le" if nothing[1] > nothing[0] else "utf-16-be"
    return "utf-8"


def lines_of(data: bytes) -> Iterator[str]:
    """The physical lines with their ends, decoded, without marks and zero bytes."""
    encoding = encoding_of(data)
    if encoding != "utf-8":
        whole = io.TextIOWrapper(io.BytesIO(data), encoding, errors="replace", newline="")
        lines: Iterable[str] = whole
    else:
        ends = data if b"\n" in data else data.replace(b"\r", b"\n")
        lines = map(_decoded, io.BytesIO(ends))
    for at, line in enumerate(lines):
        text = line.lstrip("\ufeff") if at == 0 else line
        yield text.replace("\0", "") if "\0" in text else text


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return unicodedata.normalize("NFC", line.decode("cp1258", "replace"))


def rows_of(data: bytes) -> Iterator[list[str | int | None]]:
    """The rows; whole numbers as numbers unless a zero leads them. Unreadable for what no list has."""
    named, separator = separator_of(data)
    quoting = QUOTED if _quotes_close(data, separator) else UNQUOTED
    lines = islice(lines_of(data), 1 if named else 0, None)
    if named:
        yield []
    for row in _parsed(lines, separator, quoting):
        if len(row) > WIDEST_ROW:
            raise Unreadable
        yield [_cell(text) for text in row] if any(row) else []


def _cell(text: str) -> str | int | None:
    if not text or text.isspace():
        return None
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text


def separator_of(data: bytes) -> tuple[bool, str]:
    """Whether the first line names the separator (“sep=;”), and which it is: it parts most evenly."""
    sample = list(islice(lines_of(data), _SAMPLE))
    if sample and len(sample[0]) < 12 and (named := _NAMED.fullmatch(sample[0])):
        return True, named.group(1)
    return False, max(SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: list[str], separator: str) -> int:
    try:
        widths = Counter(len(row) for row in _parsed(sample, separator, QUOTED) if len(row) > 1)
    except Unreadable:
        return 0
    return max(((width - 1) * count for width, count in widths.items()), default=0)


def _quotes_close(data: bytes, separator: str) -> bool:
    """Whether quotes part cells here: a stray one would swallow all lines behind it."""
    if b'"' not in data:
        return True
    try:
        return all(
            cell.count("\n") < _SAMPLE for row in _parsed(lines_of(data), separator, QUOTED) for cell in row
        )
    except Unreadable:
        return False


def _parsed(lines: Iterable[str], separator: str, quoting: Literal[0, 3]) -> Iterator[list[str]]:
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield from csv.reader(lines, delimiter=separator, quoting=quoting)
    except csv.Error:
        raise Unreadable from None
    finally:
        csv.field_size_limit(before)
