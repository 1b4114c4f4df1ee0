"""Posts as they come in: pasted into a page, or as a file with a column for the text; cleaned and counted.

All that is wrong with them is said before anything is read.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from aidtrack.cases.delimited_text import SEPARATORS, lines_of
from aidtrack.errors import RuleBroken
from aidtrack.posts.splitting import split_posts
from aidtrack.sentences import N_
from aidtrack.vietnamese.dates import parse_date
from aidtrack.vietnamese.folding import clean, fold

MOST_POSTS = 200
"""Posts that are read at once."""
LONGEST_POST = 10_000
MOST_TEXT = 200_000
MOST_BLOCKS = 20 * MOST_POSTS
"""Pieces between blank lines; a post has a few."""
MOST_BYTES = 1_000_000
LONGEST_LINK = 300
_SAYS = re.compile(r"[^\W_]")
HANOI = timezone(timedelta(hours=7))

TOO_MANY = N_("These are {count} posts; at most {most} are read at once. Bring them in parts.")
TOO_MUCH = N_("This text has {count} characters; at most {most} are read at once. Bring it in parts.")
TOO_LONG = N_(
    "Post no. {number} has {count} characters; at most {most} are read. Is a line of dashes missing between"
    " two posts?"
)
NO_POST = N_("Paste at least one post, or choose a file with posts.")
NO_TEXT_COLUMN = N_(
    "The file has no column for the text of the posts. Give it the title “text” or “nội dung”"
    " in the first row."
)
NO_TEXT_FILE = N_("This is no file of text (CSV). In Excel, save the list as “CSV UTF-8” and send that.")
TOO_LARGE = N_("The file is larger than {most} KB. Bring the posts in parts.")


@dataclass(frozen=True)
class Pasted:
    """One post: its cleaned text, when it was posted, and where it stands, as far as that is known."""

    text: str
    posted_at: datetime | None = None
    link: str = ""

    @property
    def digest(self) -> str:
        """The same for posts that differ only in marks, capitals, spaces, signs and pictures."""
        letters = re.sub(r"[\W_]+", "", fold(self.text))
        return hashlib.sha256(letters.encode()).hexdigest()


def from_text(text: str) -> list[Pasted]:
    """The posts of a pasted text; RuleBroken (field "text") where there are none or too many."""
    if len(text) > MOST_TEXT:
        raise RuleBroken(TOO_MUCH, field="text", count=len(text), most=MOST_TEXT)
    text = clean(text, lines=True)
    if (blocks := text.count("\n\n")) > MOST_BLOCKS:
        raise RuleBroken(TOO_MANY, field="text", count=blocks, most=MOST_POSTS)
    return checked((Pasted(part) for part in split_posts(text)), field="text")


def from_file(data: bytes) -> list[Pasted]:
    """The posts of a file with one in each row; RuleBroken (field "file") where it cannot be read."""
    if len(data) > MOST_BYTES:
        raise RuleBroken(TOO_LARGE, field="file", most=MOST_BYTES // 1000)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise RuleBroken(NO_TEXT_FILE, field="file")
    try:
        rows = _rows_of(list(lines_of(data)))
    except (csv.Error, UnicodeError):
        raise RuleBroken(NO_TEXT_FILE, field="file") from None
    return checked(_posts_in(rows), field="file")


def checked(posts: Iterable[Pasted], *, field: str) -> list[Pasted]:
    """The posts that say anything, each once; RuleBroken names the first that is too long."""
    found = list({post.digest: post for post in posts if _SAYS.search(post.text)}.values())
    if not found:
        raise RuleBroken(NO_POST, field=field)
    if len(found) > MOST_POSTS:
        raise RuleBroken(TOO_MANY, field=field, count=len(found), most=MOST_POSTS)
    if (count := sum(len(post.text) for post in found)) > MOST_TEXT:
        raise RuleBroken(TOO_MUCH, field=field, count=count, most=MOST_TEXT)
    for number, post in enumerate(found, 1):
        if len(post.text) > LONGEST_POST:
            raise RuleBroken(TOO_LONG, field=field, number=number, count=len(post.text), most=LONGEST_POST)
    return found


_TITLES = {
    "text": "text|noi dung|noi dung bai dang|noi dung bai viet|bai dang|bai viet|post|content|message|body"
    "|van ban",
    "posted_at": "posted at|posted|ngay dang|thoi gian dang|thoi gian|ngay gio|ngay|gio dang|time|date"
    "|created time|created at|timestamp",
    "link": "link|url|lien ket|duong dan|dia chi bai|permalink|permalink url|group|nhom",
}
_FIELD_OF = {title: field for field, titles in _TITLES.items() for title in titles.split("|")}


def _rows_of(lines: Sequence[str]) -> list[list[str]]:
    """The rows by the separator that parts the titles: posts themselves are full of commas."""
    for separator in SEPARATORS:
        rows = _parted(lines, separator)
        if rows and "text" in _head(rows[0]):
            return rows
        if len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1:
            raise RuleBroken(NO_TEXT_COLUMN, field="file")
    return _parted(lines, _NO_SEPARATOR)


_NO_SEPARATOR = "\x1f"


def _parted(lines: Sequence[str], separator: str) -> list[list[str]]:
    return [row for row in csv.reader(lines, delimiter=separator) if any(row)]


def _head(row: Sequence[str]) -> dict[str | None, int]:
    return {_FIELD_OF.get(_title(cell)): at for at, cell in reversed(list(enumerate(row)))}


def _posts_in(rows: Sequence[Sequence[str]]) -> list[Pasted]:
    head = _head(rows[0]) if rows else {}
    if "text" not in head:
        return [Pasted(clean(row[0], lines=True)) for row in rows]

    def cell(row: Sequence[str], field: str) -> str:
        at = head.get(field)
        return row[at] if at is not None and at < len(row) else ""

    return [
        Pasted(
            clean(cell(row, "text"), lines=True),
            moment(cell(row, "posted_at")),
            clean(cell(row, "link"))[:LONGEST_LINK],
        )
        for row in rows[1:]
    ]


def _title(cell: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(cell)).strip()


_CLOCK = re.compile(r"(?<!\d)(\d{1,2})\s*[:hg]\s*(\d{2})?(?!\d)")
_EARLIEST = 2015


def moment(written: str) -> datetime | None:
    """When a post was written, as exports and people write it; None where that cannot be read.

    >>> moment("12/8/2021 19:40").isoformat()
    '2021-08-12T19:40:00+07:00'
    """
    written = clean(written)[:60]
    found = _as_machines_write(written) or _as_people_write(written)
    return found if found and found.year >= _EARLIEST else None


def _as_machines_write(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=HANOI)


def _as_people_write(written: str) -> datetime | None:
    clock = _CLOCK.search(written)
    day = re.sub(r"(?i)\b(?:lúc|ngày|vào)\b|[,;]", " ", _CLOCK.sub(" ", written))
    try:
        on = parse_date(clean(day))
        hour, minute = (int(part or 0) for part in clock.groups()) if clock else (0, 0)
        return datetime(on.year, on.month, on.day, hour, minute, tzinfo=HANOI)
    except (RuleBroken, ValueError):
        return None
