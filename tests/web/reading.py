"""What an answer says to whoever reads it: the words of a page, of JSON, of a spreadsheet, of a PDF.

The PDF reader knows what our own papers are made of: subset fonts with a table back to letters.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def said(answer: Any) -> str:
    """All words of an answer as plain text, where it leads and how a download is called included."""
    led = " ".join(answer.headers.get(name, "") for name in ("Location", "Content-Disposition"))
    kind = answer.mimetype
    if kind == PDF:
        return f"{led}\n{of_pdf(answer.data)}"
    if kind == XLSX:
        return f"{led}\n{of_workbook(answer.data)}"
    if kind in ("image/png", "image/jpeg"):
        return f"{led}\n{answer.data.decode('latin-1')}"
    if kind == "application/json":
        return f"{led}\n{json.dumps(answer.json, ensure_ascii=False)}"
    text = unescape(answer.get_data(as_text=True))
    plain = re.sub("</?mark>", "", text) if "<mark>" in text else ""
    return f"{led}\n{text}\n{plain}"


def of_workbook(data: bytes) -> str:
    """The text of every part of an .xlsx: cells, comments, headers, names, properties."""
    with ZipFile(BytesIO(data)) as parts:
        raw = [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
    return "\n".join(unescape(text) for text in raw)


def of_pdf(data: bytes) -> str:
    """The words that a PDF of ours shows, in the order in which they were drawn."""
    objects = dict(re.findall(rb"(\d+) 0 obj\s(.*?)endobj", data, re.S))
    letters: dict[bytes, dict[int, str]] = {}
    for body in objects.values():
        name, table = re.search(rb"/Name /(\S+)", body), re.search(rb"/ToUnicode (\d+) 0 R", body)
        if name and table:
            letters[name[1]] = _letters(_stream(objects[table[1]]).decode("latin-1"))
    words: list[str] = []
    for body in objects.values():
        drawn = _stream(body) if b"stream" in body else b""
        font: dict[int, str] = {}
        for chosen, shown in re.findall(rb"/(\S+) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj", drawn, re.S):
            if chosen:
                font = letters.get(chosen, {})
            else:
                words.append("".join(font.get(sign, chr(sign)) for sign in _plain(shown)))
    return "\n".join(words)


def _stream(body: bytes) -> bytes:
    found = re.search(rb"stream\r?\n(.*?)\r?\n?endstream", body, re.S)
    if found is None:
        return b""
    data, head = found[1], body[: found.start()]
    if b"ASCII85Decode" in head:
        data = base64.a85decode(data.strip().removesuffix(b"~>"))
    return zlib.decompress(data) if b"FlateDecode" in head else data


def _letters(table: str) -> dict[int, str]:
    """A font's table from its own numbers back to letters."""
    found: dict[int, str] = {}
    for part in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for first, _last, block in re.findall(r"<(\w+)>\s*<(\w+)>\s*\[(.*?)\]", part, re.S):
            for step, letter in enumerate(re.findall(r"<(\w+)>", block)):
                found[int(first, 16) + step] = bytes.fromhex(letter).decode("utf-16-be")
    for part in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for sign, letter in re.findall(r"<(\w+)>\s*<(\w+)>", part):
            found[int(sign, 16)] = bytes.fromhex(letter).decode("utf-16-be")
    return found


def _plain(shown: bytes) -> bytes:
    """A PDF string without its escapes."""
    known = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def one(found: re.Match[bytes]) -> bytes:
        sign = found[1]
        return bytes([int(sign, 8) & 255]) if sign[:1].isdigit() else known.get(sign, sign)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, shown, flags=re.S)
