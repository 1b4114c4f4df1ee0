"""Is this file a safe spreadsheet, and what kind? Looks at its first bytes and its table of contents.

Each refusal is a sentence that names the trouble and the remedy. What lies about its own size is
stopped later by the limits of the reading process, see `sheet`.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import PurePath

from aidtrack.cases.delimited_text import encoding_of
from aidtrack.cases.ole_file import MAGIC, Entry, OleFile
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

_ZIP = b"PK\x03\x04"
_END_OF_ZIP = b"PK\x05\x06"
_END_OF_ZIP64 = b"PK\x06\x06"
_FILEPASS = 0x2F
_FIRST_RECORDS = 20
_TEXT_SAMPLE = 4_000
XLSX, XLS, TEXT = "xlsx", "xls", "text"
"""The kinds of files that are read."""

NOT_A_SPREADSHEET = N_("This file is not a spreadsheet. Choose an Excel file (.xlsx, .xls) or a CSV file.")
DAMAGED = N_(
    "This file is damaged and cannot be read. Open it in Excel, save it again as .xlsx, and send that."
)
PASSWORD = N_(
    "This file has a password. Open it in Excel, take the password off, save it, and send it again."
)
MACROS = N_("This file holds macros (programs). Save it in Excel as .xlsx, without macros, and send that.")
OTHER_OFFICE = N_("This is another kind of spreadsheet ({kind}). Save it as .xlsx and send that.")
OTHER_KIND = N_(
    "This file is {kind}, not a spreadsheet. Copy the table into Excel, save it as .xlsx, and send that."
)
EMPTY_FILE = N_("This file is empty. Choose the file with the list.")
TOO_LARGE = N_("This file is larger than {limit} MB. Keep only the list in it, or send it in parts.")
WRONG_NAME = N_(
    "The name ends in {suffix}, but the file is {kind}. Open it in Excel, save it as .xlsx, and send that."
)
BOMB = N_(
    "This file unpacks to far more than a list needs, so it is not opened. Copy the list into a new workbook."
)

_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", N_("a PDF")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"RIFF", N_("a picture")),
    (b"BM", N_("a picture")),
    (b"II*\0", N_("a picture")),
    (b"MM\0*", N_("a picture")),
    (b"\0\0\0\x1cftyp", N_("a picture")),
    (b"\0\0\0\x18ftyp", N_("a picture")),
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


_SAID: Mapping[str, str] = {
    XLSX: N_("an Excel workbook (.xlsx)"),
    XLS: N_("an old Excel workbook (.xls)"),
    TEXT: N_("plain text (CSV)"),
}
_PROMISES: Mapping[str, str] = {
    **dict.fromkeys((".xlsx", ".xltx"), XLSX),
    **dict.fromkeys((".xls", ".xlt"), XLS),
    **dict.fromkeys((".csv", ".tsv", ".txt"), TEXT),
    **dict.fromkeys(".doc .docx .odt .pdf .ppt .pptx .rtf .xml .htm .html .mht .json".split(), ""),
    **dict.fromkeys(".jpg .jpeg .png .gif .bmp .tif .tiff .webp .heic .zip .rar .7z .exe".split(), ""),
}
"""What the ends of names promise; "" is no spreadsheet at all. Other ends promise nothing."""
_WITH_MACROS = frozenset({".xlsm", ".xltm", ".xlam", ".xla"})
_OF_OTHERS: Mapping[str, str] = {".xlsb": ".xlsb", ".ods": "OpenDocument", ".ots": "OpenDocument"}


def kind_of(data: bytes, name: str | None = None) -> str:
    """Which kind of list the bytes are; RuleBroken, with the field "file", unless they look sane and are
    what the name promises."""
    if not data.strip(b"\0 \r\n\t"):
        raise RuleBroken(EMPTY_FILE, field="file")
    if len(data) > LARGEST_FILE:
        raise too_large()
    suffix = PurePath(name or "").suffix.lower()
    if suffix in _WITH_MACROS:
        raise RuleBroken(MACROS, field="file")
    kind = _kind(data)
    if suffix in _OF_OTHERS:
        raise RuleBroken(OTHER_OFFICE, field="file", kind=_OF_OTHERS[suffix])
    if _PROMISES.get(suffix, kind) != kind:
        raise RuleBroken(WRONG_NAME, field="file", suffix=suffix, kind=say(_SAID[kind]))
    return kind


def _kind(data: bytes) -> str:
    if data.startswith(MAGIC):
        _check_old(data)
        return XLS
    if not data.startswith(_ZIP):
        if _is_text(data):
            return TEXT
        raise _no_spreadsheet(data)
    parts, types = _contents_of(data)
    _check_parts(parts)
    if b"macroEnabled" in types:
        raise RuleBroken(MACROS, field="file")
    return XLSX


def _check_old(data: bytes) -> None:
    """An old Excel workbook without macros and without a password (the one in its own stream shows later)."""
    try:
        old = OleFile(data)
        entries = old.entries()
        book = next((entry for entry in entries if _is_book(entry)), None)
        encrypted = book is not None and _is_encrypted(old.begins(book))
    except (ValueError, struct.error):
        named = "EncryptedPackage".encode("utf-16-le") in data
        raise RuleBroken(PASSWORD if named else DAMAGED, field="file") from None
    names = {entry.name.lower() for entry in entries}
    if "encryptedpackage" in names or encrypted:
        raise RuleBroken(PASSWORD, field="file")
    if names & {"_vba_project_cur", "_vba_project", "vba", "macros"}:
        raise RuleBroken(MACROS, field="file")
    if book is None:
        word = "worddocument" in names
        kind = N_("a Word document") if word else N_("another kind of document")
        raise RuleBroken(OTHER_KIND, field="file", kind=say(kind))


def _is_encrypted(book: bytes) -> bool:
    """Whether one of the first records of an old workbook says that the others are encrypted."""
    at = 0
    for _ in range(_FIRST_RECORDS):
        if at + 4 > len(book):
            break
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == _FILEPASS:
            return True
        at += 4 + length
    return False


def _is_book(entry: Entry) -> bool:
    return entry.is_stream and entry.name.lower() in ("workbook", "book")


def too_large() -> RuleBroken:
    """The refusal of a file beyond `LARGEST_FILE`."""
    return RuleBroken(TOO_LARGE, field="file", limit=LARGEST_FILE // MB)


def _is_text(data: bytes) -> bool:
    """Whether the bytes are lines of text with separators; a few stray zeros are none of binary data."""
    if _named_kind(data):
        return False
    sample = data[:_TEXT_SAMPLE]
    encoding = encoding_of(data)
    if encoding != "utf-8":
        sample = sample.decode(encoding, "replace").encode()
    control = sum(byte < 32 and byte not in b"\0\t\r\n" for byte in sample)
    if control * 50 > len(sample) or sample.count(0) * 20 > len(sample):
        return False
    return any(sign in sample for sign in (b",", b";", b"\t", b"|"))


def _named_kind(data: bytes) -> str | None:
    start = data[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    return next((kind for magic, kind in _KINDS if start.lower().startswith(magic.lower())), None)


def _no_spreadsheet(data: bytes) -> RuleBroken:
    kind = _named_kind(data)
    if kind:
        return RuleBroken(OTHER_KIND, field="file", kind=say(kind))
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
    swollen = sum(part.file_size for part in parts) > LARGEST_UNPACKED or any(map(_swells, parts))
    if swollen or _overlap(parts):
        raise RuleBroken(BOMB, field="file")
    _check_kind({name.lower() for name in names})


def _overlap(parts: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether two parts share packed bytes, by which a small zip unpacks without end."""
    places = sorted((part.header_offset, part.compress_size) for part in parts)
    return any(at + size > after for (at, size), (after, _) in pairwise(places))


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
