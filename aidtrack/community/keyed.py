"""What a lost database must not give away is kept as keyed digests; the key is the deployment's secret.

Follow-up codes are drawn from the secret and the form's own key, so that a form that is sent twice shows the
same code twice and no code has to be kept. The moment at which a form was opened travels sealed with it.
"""

from __future__ import annotations

import hmac
import re
from datetime import UTC, datetime

from aidtrack.cases.codes import ALPHABET, check_character, signs_of

LENGTH = 10
"""Random characters of a follow-up code: 23 to the tenth, about 41 million millions."""
GROUPS = (4, 4, 3)
"""How a code is shown and read aloud: "K7F3 2QH9 MX4"; the last character is the check."""
LONGEST = 64


def digest(secret: bytes, purpose: str, text: str) -> str:
    """The keyed digest of a text for one purpose (64 hex digits); without the key it tells nothing."""
    return hmac.new(secret, f"{purpose}\n{text}".encode(), "sha256").hexdigest()


def follow_code(secret: bytes, key: str, turn: int = 0) -> str:
    """The follow-up code that belongs to a form's key; another `turn` gives another one."""
    number = int.from_bytes(hmac.digest(secret, f"follow\n{turn}\n{key}".encode(), "sha512"))
    body = ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        body += ALPHABET[place]
    return body + check_character(body)


def grouped(code: str) -> str:
    """A code as it is shown and said: in groups."""
    parts, at = [], 0
    for size in GROUPS:
        parts.append(code[at : at + size])
        at += size
    return " ".join(filter(None, [*parts, code[at:]]))


def plain(typed: str) -> str:
    """A code as somebody typed it, in any case and with any spaces, in its one form."""
    return signs_of(typed)[:LONGEST]


def is_whole(code: str) -> bool:
    """Whether a code in its plain form has its length, its signs and the right check character."""
    if len(code) != LENGTH + 1 or not set(code) <= set(ALPHABET):
        return False
    return hmac.compare_digest(check_character(code[:LENGTH]), code[LENGTH])


def sealed(moment: datetime, secret: bytes) -> str:
    """A moment as text that nobody can change unnoticed."""
    second = str(int(moment.timestamp()))
    return f"{second}.{digest(secret, 'opened', second)}"


def unsealed(text: str, secret: bytes) -> datetime | None:
    """The moment of a sealed text; None if it is none of ours."""
    if not re.fullmatch(r"[0-9]{9,11}\.[0-9a-f]{64}", text):
        return None
    second, _dot, seal = text.partition(".")
    if not hmac.compare_digest(digest(secret, "opened", second), seal):
        return None
    return datetime.fromtimestamp(int(second), UTC)
