"""The body of a sheet written straight as XML: ten times faster than cell objects, and no formula in it.

There is no way to write a formula here: a text becomes an inline string and a number a value, so
nobody's name or address can start to calculate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from unicodedata import normalize

from openpyxl.utils import get_column_letter

Value = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One value and the name of its style (reports/styles.py). Text stays text, whatever it begins with."""

    value: Value = None
    style: str = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells from column A on (None: nothing there) and the height in points, if it is fixed."""

    cells: Sequence[Cell | None]
    height: float | None = None


# What XML 1.0 cannot hold: control characters, lone surrogates, the two non-characters.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Spreadsheets read _x0041_ in a string as the character with that number.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_TEXT = 32_767


def safe_text(text: str) -> str:
    """The text as a cell can hold it: NFC, without characters illegal in XML, at most 32,767 of them."""
    return normalize("NFC", _ILLEGAL.sub("", text.replace("\r\n", "\n")))[:LONGEST_TEXT]


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
    return _ESCAPE.sub("_x005F_", text) if "_x" in text else text


@cache
def _letter(column: int) -> str:
    return str(get_column_letter(column))


def rows_xml(rows: Sequence[Row], styles: Mapping[tuple[str, bool], int]) -> str:
    """The `<sheetData>` element with all rows, numbered from 1."""
    return f"<sheetData>{''.join(row_xml(n, row, styles) for n, row in enumerate(rows, 1))}</sheetData>"


def row_xml(number: int, row: Row, styles: Mapping[tuple[str, bool], int]) -> str:
    """The `<row>` element of one row."""
    height = "" if row.height is None else f' ht="{row.height:.2f}" customHeight="1"'
    cells = "".join(
        _cell(f"{_letter(column)}{number}", cell, styles)
        for column, cell in enumerate(row.cells, 1)
        if cell is not None
    )
    return f'<row r="{number}"{height}>{cells}</row>'


def _cell(place: str, cell: Cell, styles: Mapping[tuple[str, bool], int]) -> str:
    value = safe_text(cell.value) if isinstance(cell.value, str) else cell.value
    if value is None or value == "":
        return f'<c r="{place}" s="{styles[cell.style, False]}"/>'
    if not isinstance(value, str):
        number = str(value) if isinstance(value, int) else f"{value:f}"
        return f'<c r="{place}" s="{styles[cell.style, False]}"><v>{number}</v></c>'
    style = styles[cell.style, value.startswith(_FORMULA_STARTS)]
    keep = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t{keep}>{_escaped(value)}</t></is></c>'
