"""The forms' own words: issuers' headers, titles, column heads, signature blocks, outcomes.

Papers are Vietnamese in every language of the screen, so these words are constants of the forms
(domain: section 6) and no translations. What an organisation may word differently is an argument.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Literal

from aidtrack.errors import RuleBroken
from aidtrack.sentences import N_
from aidtrack.vietnamese.dates import long_date, show_date
from aidtrack.vietnamese.folding import clean, fold

Variant = Literal["national", "youth_union"]

# Decree 30/2020 for the national motto; papers of the Youth Union carry its own line instead.
RIGHT_LINES: dict[str, tuple[str, ...]] = {
    "national": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    "youth_union": ("ĐOÀN TNCS HỒ CHÍ MINH",),
}
# Vietnam has kept UTC+7 without summer time since 1975.
_HANOI = timezone(timedelta(hours=7))

PROGRAM = "aidtrack"
TOTAL = "Tổng cộng"
IN_WORDS = "Bằng chữ"
SIGN = "Ký nhận"
NOTE = "Ghi chú"
GIFTS = "Quà tặng"


@dataclass(frozen=True)
class Issuer:
    """Who issues the paper: the lines at top left (superior first) and which line stands at top right."""

    lines: tuple[str, ...]
    variant: Variant = "national"
    place: str = "Hà Nội"

    def __post_init__(self) -> None:
        foreign = [line for name, lines in RIGHT_LINES.items() if name != self.variant for line in lines]
        if {fold(line) for line in self.lines} & {fold(line) for line in foreign}:
            raise RuleBroken(
                N_("A paper's header bears the national motto or the Youth Union's line, never both."),
                field="issuer",
            )

    @classmethod
    def of(cls, text: str, *, youth_union: bool = False, place: str = "Hà Nội") -> Issuer:
        """The issuer as a setting writes it: its lines parted by "|" or line ends."""
        lines = tuple(line for part in re.split(r"[|\n]", text) if (line := clean(part)))
        return cls(lines or ("…",), "youth_union" if youth_union else "national", place)

    @property
    def right(self) -> tuple[str, ...]:
        """The line or lines at top right: never both variants, because there is one name for them."""
        return RIGHT_LINES[self.variant]


@dataclass(frozen=True)
class Paper:
    """What every paper bears besides its table."""

    issuer: Issuer
    on: date
    """The day written on the paper."""
    printed_at: datetime
    """When it was made (aware); stands in the footer."""
    number: str = ""
    """Without "Số:", such as "14-DS/ĐTN"; dots to fill in by hand where it is empty."""
    subtitle: str = ""
    """Where and what for: "Phường Minh Khai, quận Hai Bà Trưng. Đợt trao tặng 14/8/2021"."""
    chain_head: str = ""
    """The head of the audit chain, so that a chain cut off later is noticed."""
    citizen_id_title: str = "CCCD"


@dataclass(frozen=True)
class Signer:
    """One block of signatures; `name` is printed under it where it is known."""

    title: str
    how: str = "(Ký, họ tên)"
    name: str = ""


_HEAD_OF_UNIT = Signer("Thủ trưởng đơn vị", "(Ký, họ tên, đóng dấu)")
_STOREKEEPER = Signer("Thủ kho")
_CHIEF_ACCOUNTANT = Signer("Kế toán trưởng")
SIGNERS: dict[str, tuple[Signer, ...]] = {
    "distribution_list": (Signer("Người lập biểu"), Signer("Kế toán"), _HEAD_OF_UNIT),
    "ward_totals": (Signer("Người lập biểu"), Signer("Kế toán"), _HEAD_OF_UNIT),
    "goods_received": (Signer("Người lập phiếu"), Signer("Người giao hàng"), _STOREKEEPER, _CHIEF_ACCOUNTANT),
    "goods_issued": (Signer("Người lập phiếu"), Signer("Người nhận hàng"), _STOREKEEPER, _CHIEF_ACCOUNTANT),
    "stock_statement": (Signer("Người lập biểu"), _STOREKEEPER, _CHIEF_ACCOUNTANT, _HEAD_OF_UNIT),
}

OUTCOMES: dict[str, str] = {
    "received": "Đã nhận",
    "received_for": "Nhận thay",
    "absent": "Vắng mặt, chưa nhận",
    "declined": "Từ chối nhận",
    "partial": "Nhận một phần",
}

# Units that papers write out in words; the others (gói, chai, quả) are words already.
UNIT_WORDS: dict[str, str] = {"kg": "ki-lô-gam", "g": "gam", "l": "lít", "ml": "mi-li-lít", "m": "mét"}


def outcome_note(outcome: str, *, by_whom: str = "", given: str = "", on: date | None = None) -> str:
    """What the column Ghi chú says of a stop: "Nhận thay: Trần Thị Hoa (hàng xóm), 14/8/2021"."""
    words = OUTCOMES[outcome]
    told = "; ".join(part for part in (clean(by_whom), clean(given)) if part)
    words = f"{words}: {told}" if told else words
    return f"{words}, {show_date(on)}" if on else words


def place_and_date(paper: Paper) -> str:
    """The date line: "Hà Nội, ngày 14 tháng 8 năm 2021"."""
    return f"{paper.issuer.place}, {long_date(paper.on)}"


def number_line(paper: Paper) -> str:
    """The line "Số: …"."""
    return f"Số: {paper.number or '……………'}"


def footer(paper: Paper, fingerprint: str) -> str:
    """What stands at the foot of each page: when it was made, its own checksum, the chain's head."""
    at = paper.printed_at.astimezone(_HANOI)
    first = f"{PROGRAM} · in {show_date(at.date())} {at:%H:%M} · mã kiểm tra {fingerprint}"
    return f"{first} · mã chuỗi {paper.chain_head}" if paper.chain_head else first
