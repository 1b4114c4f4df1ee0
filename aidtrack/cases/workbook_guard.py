"""Is this file a safe spreadsheet? Looks at its first bytes and its table of contents, unpacks nothing.

Each refusal is a sentence that names the trouble and the remedy. What lies about its own size is
stopped later by the limits of the reading process, see `sheet`.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_, say

MB = 1_000_000
LARGEST_FILE = 25 * MB
LARGEST_CONTENTS = 1 * MB
"""Of the zip's table of contents: a workbook has a few dozen parts, not tens of thousands."""
MOST_PARTS = 2_000
LARGEST_UNPACKED = 200 * MB
HIGHEST_RATIO = 100
"""Unpacked to packed, for parts beyond one megabyte; real lists stay below 30."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK\x03\x04"
_END_OF_ZIP = b"PK\x05\x06"
_END_OF_ZIP64 = b"PK\x06\x06"
_TEXT_SAMPLE = 4_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""How text files of some programs begin, Excel's “Unicode text” among them."""

NOT_A_SPREADSHEET = N_("This file is not a spreadsheet. Choose an Excel file (.xlsx).")
DAMAGED = N_(
    "This file is damaged and cannot be read. Open it in Excel, save it again as .xlsx, and send that."
)
PASSWORD = N_(
    "This file has a password. Open it in Excel, take the password off, save it, and send it again."
)
OLD_EXCEL = N_("This is an old Excel file (.xls). Open it in Excel, save it as .xlsx, and send that.")
MACROS = N_("This file holds macros (programs). Save it in Excel as .xlsx, without macros, and send that.")
OTHER_OFFICE = N_("This is another kind of spreadsheet ({kind}). Save it as .xlsx and send that.")
OTHER_KIND = N_(
    "This file is {kind}, not a spreadsheet. Copy the table into Excel, save it as .xlsx, and send that."
)
EMPTY_FILE = N_("This file is empty. Choose the file with the list.")
TOO_LARGE = N_("This file is larger than {limit} MB. Keep only the list in it, or send it in parts.")
BOMB = N_(
    "This file unpacks to far more than a list needs, so it is not opened. Copy the list into a new workbook."
)

_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", N_("a PDF")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"RIFF", N_("a picture")),
    (b"{\\rtf", N_("a text document")),
    (b"<html", N_("a web page")),
    (b"<!doctype html", N_("a web page")),
    (b"<table", N_("a web page")),
    (b"<meta", N_("a web page")),
    (b"<?xml", N_("an XML file")),
    (b"Rar!", N_("a packed archive")),
    (b"7z\xbc\xaf", N_("a packed archive")),
    (b"\x1f\x8b", N_("a packed archive")),
)


def refuse_unsafe(data: bytes) -> None:
    """RuleBroken, with the field "file", unless the bytes look like a plain .xlsx workbook of sane size."""
    if not data.strip(b"\0 \r\n\t"):
        raise RuleBroken(EMPTY_FILE, field="file")
    if len(data) > LARGEST_FILE:
        raise too_large()
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise RuleBroken(PASSWORD if encrypted else OLD_EXCEL, field="file")
    if not data.startswith(_ZIP):
        raise _no_zip(data)
    parts, types = _contents_of(data)
    _check_parts(parts)
    if b"macroEnabled" in types:
        raise RuleBroken(MACROS, field="file")


def too_large() -> RuleBroken:
    """The refusal of a file beyond `LARGEST_FILE`."""
    return RuleBroken(TOO_LARGE, field="file", limit=LARGEST_FILE // MB)


def _no_zip(data: bytes) -> RuleBroken:
    start = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    for magic, kind in _KINDS:
        if start.startswith(magic) or start.lower().startswith(magic):
            return RuleBroken(OTHER_KIND, field="file", kind=say(kind))
    sample = data[:_TEXT_SAMPLE]
    if sample.startswith(_UTF16):
        sample = sample.decode("utf-16", "ignore").encode()
    if b"\0" not in sample and any(sign in sample for sign in (b",", b";", b"\t")):
        return RuleBroken(OTHER_OFFICE, field="file", kind="CSV")
    return RuleBroken(NOT_A_SPREADSHEET, field="file")


def _contents_of(data: bytes) -> tuple[Sequence[zipfile.ZipInfo], bytes]:
    """The parts, and the beginning of the one that says what kinds they are."""
    if _contents_size(data) > LARGEST_CONTENTS:
        raise RuleBroken(BOMB, field="file")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            types = next((part for part in parts if part.filename == "[Content_Types].xml"), None)
            if types is None or types.flag_bits & 1:
                return parts, b""
            with packed.open(types) as stream:
                return parts, stream.read(MB)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, struct.error, EOFError):
        raise RuleBroken(DAMAGED, field="file") from None


def _contents_size(data: bytes) -> int:
    """How large the zip says its table of contents is, by either of the two records that may say so."""
    sizes = []
    for mark, offset, form in ((_END_OF_ZIP, 12, "<L"), (_END_OF_ZIP64, 40, "<Q")):
        at = data.rfind(mark)
        if at >= 0 and len(data) >= at + offset + 8:
            sizes.append(struct.unpack_from(form, data, at + offset)[0])
    return max((size for size in sizes if size != 0xFFFFFFFF), default=0)


def _check_parts(parts: Sequence[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise RuleBroken(PASSWORD, field="file")
    if len(parts) > MOST_PARTS or len(names) < len(parts) or any(_escapes(name) for name in names):
        raise RuleBroken(BOMB if len(parts) > MOST_PARTS else DAMAGED, field="file")
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED or any(map(_swells, parts)):
        raise RuleBroken(BOMB, field="file")
    _check_kind({name.lower() for name in names})


def _escapes(name: str) -> bool:
    path = name.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or ":" in path


def _swells(part: zipfile.ZipInfo) -> bool:
    return part.file_size > MB and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1)


def _check_kind(names: set[str]) -> None:
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise RuleBroken(MACROS, field="file")
    if "xl/workbook.bin" in names:
        raise RuleBroken(OTHER_OFFICE, field="file", kind=".xlsb")
    if "content.xml" in names and "mimetype" in names:
        raise RuleBroken(OTHER_OFFICE, field="file", kind="OpenDocument")
    if any(name.startswith("word/") for name in names):
        raise RuleBroken(OTHER_KIND, field="file", kind=say(N_("a Word document")))
    if "[content_types].xml" not in names:
        raise RuleBroken(NOT_A_SPREADSHEET, field="file")
    if not any(name.startswith("xl/worksheets/") for name in names):
        raise RuleBroken(NOT_A_SPREADSHEET, field="file")
