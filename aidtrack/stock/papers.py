"""How the ledger's papers, lots and stores are named, and which place a paper belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from aidtrack.stock.ledger import DocumentKind
from aidtrack.vietnamese.folding import clean

PREFIXES: Mapping[DocumentKind, str] = {
    DocumentKind.RECEIVE: "PNK",
    DocumentKind.TRANSFER: "PCK",
    DocumentKind.ISSUE: "PXK",
    DocumentKind.GIVE: "PTT",
    DocumentKind.RETURN: "PNL",
    DocumentKind.LOSS: "PHH",
    DocumentKind.COUNT: "BKK",
    DocumentKind.REVERSAL: "BTD",
}
"""What the numbers of each kind begin with: phiếu nhập kho, phiếu chuyển kho, phiếu xuất kho, …"""


def numbered(prefix: str, number: int) -> str:
    """The number of a paper or store as it is printed.

    >>> numbered("PNK", 7)
    'PNK-0007'
    """
    return f"{prefix}-{number:04}"


def lot_code(good_name: str, received_on: date, number: int) -> str:
    """The code written on a lot's label; the running number alone makes it unique.

    >>> lot_code("Nước mắm", date(2021, 8, 13), 4)
    'NƯỚC-MẮM-0813-4'
    """
    return f"{clean(good_name).upper().replace(' ', '-')}-{received_on:%m%d}-{number}"


def smallest_place(paths: Iterable[str]) -> str:
    """The path of the smallest place that holds all of these; "" (everywhere) if nothing less does.

    >>> smallest_place(["2021/01/006/", "2021/01/006/00178/"])
    '2021/01/006/'
    """
    split = [path.split("/") for path in paths]
    if not split:
        return ""
    common: list[str] = []
    for parts in zip(*split, strict=False):
        if len(set(parts)) > 1 or not parts[0]:
            break
        common.append(parts[0])
    return "".join(f"{part}/" for part in common)
