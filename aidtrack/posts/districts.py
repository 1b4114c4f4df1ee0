"""Districts of Hanoi in 2021 as posts shorten them, and which lie beside each other."""

from __future__ import annotations

from collections.abc import Mapping

SHORT_NAMES: Mapping[str, str] = {
    "hbt": "Hai Bà Trưng",
    "2bt": "Hai Bà Trưng",
    "hai bà": "Hai Bà Trưng",
    "hm": "Hoàng Mai",
    "tx": "Thanh Xuân",
    "đđ": "Đống Đa",
    "cg": "Cầu Giấy",
    "btl": "Bắc Từ Liêm",
    "bắc tl": "Bắc Từ Liêm",
    "ntl": "Nam Từ Liêm",
    "nam tl": "Nam Từ Liêm",
    "lb": "Long Biên",
    "hk": "Hoàn Kiếm",
    "bđ": "Ba Đình",
    "th": "Tây Hồ",
    "hđ": "Hà Đông",
    "tt": "Thanh Trì",
    "gl": "Gia Lâm",
    "đa": "Đông Anh",
    "ss": "Sóc Sơn",
}

NEIGHBOURS: Mapping[str, str] = {
    "001": "002 003 005 006",
    "002": "001 006 007 004",
    "003": "001 005 021 017",
    "004": "002 003 007 008 018 017",
    "005": "001 003 006 009 019 021",
    "006": "001 002 005 007 009",
    "007": "002 006 008 009 004",
    "008": "007 009 020 004 018",
    "009": "005 006 007 008 019 020 268",
    "016": "017 250",
    "017": "003 004 016 018 250",
    "018": "004 008 017",
    "019": "005 009 021 268 274",
    "020": "008 009 268 278 279",
    "021": "003 005 019 273 274",
    "250": "016 017",
    "268": "009 019 020 274 275 277 278",
}
"""By code, the inner districts: where a name repeats, the nearer unit is meant."""
