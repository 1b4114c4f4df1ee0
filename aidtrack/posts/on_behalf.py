"""Whether somebody asks for others, such as a neighbour: only a hint for whoever confirms."""

from __future__ import annotations

import re

from aidtrack.vietnamese.folding import fold

_COUNT = r"(?:(?:may|cac|nhung|hai|ba|\d+|mot) )?"
_OTHER = (
    r"(?:ba|bac|co|chu|anh|chi|ong|cu|ban|me|bo|gia dinh|ho|nha|truong hop|hang xom|be|chau|em gai|em trai"
    r"|vo chong|doan|nhom)"
)
_PERSON = _COUNT + _OTHER
_ME = r"(?:em|minh|toi|chau)"
_WORDS = (
    rf"(?:dang|viet|xin|gui|hoi|keu goi)(?: bai)?(?: nay)? (?:ho|giup|gium|dum|thay)(?: cho)? {_PERSON}",
    rf"(?:dang|xin) (?:bai )?(?:cho|thay) (?!{_ME}\b){_PERSON}",
    rf"{_ME} la (?:hang xom|chu tro|chu nha tro|to truong|bi thu|con gai|con trai|con (?:cua )?bac)",
    r"(?:nha|bac trai|bac gai|ba|ong|co|chu|anh|chi) (?:o )?(?:nha )?ben(?: canh)?",
    rf"hang xom (?:nha |cua )?{_ME}",
    r"nhan duoc tin nhan cua|thay mat|bai nay (?:dang )?cho",
    rf"(?:khong|ko|k) (?:phai )?xin cho {_ME}",
    rf"giup (?:truong hop|{_PERSON} (?:ay|nay|ban|ve chai))|truong hop (?:cua )?{_PERSON}",
    rf"{_ME} (?:vua )?(?:di qua|gap|thay|biet) (?:thay )?(?:co )?(?:mot |1 ){_PERSON}",
    rf"ban {_ME} (?:bi|dang|khiem)|giup viec nha {_ME}",
    r"(?:bac|ba|ong|cu|co|chu|chi|anh)(?: ay)? (?:khong|ko|k) (?:co|dung|biet dung) (?:dt|sdt|dien thoai)",
)
"""What such posts say, without marks."""
_SAYS = re.compile("|".join(rf"\b(?:{words})\b" for words in _WORDS))


def asks_for_others(text: str) -> bool:
    """Whether the words say that whoever posted this asks for somebody else.

    >>> asks_for_others("Em đăng hộ bác hàng xóm"), asks_for_others("nhà em hết gạo, xin giúp đỡ")
    (True, False)
    """
    return _SAYS.search(re.sub(r"[\W_]+", " ", fold(text))) is not None
