"""Text that was typed for an old Vietnamese font (TCVN3 “.VnTime”, VNI) and reads as nonsense without it."""

from __future__ import annotations

import re

_TCVN3 = re.compile(r"[A-Za-z][®¬¨©ª«µ¸¶·¹¾»¼½Æ×ØÜÞ]|[®¬¨©ª«µ¸¶·¹¾»¼½][a-z]")
"""Signs and capitals inside words: “NguyÔn V¨n”, “®Þa chØ”."""
_VNI = re.compile(r"(?:[aA][êâÊÂåäÅÄ]|[oO][âÂåäÅÄ]|[eE][âÂåäÅÄãÃ]|[uUoO]û|[oO]ï|[öôÖÔ][ïøùûõ])")
"""Marks as letters of their own behind a vowel: “Nguyeãn Vaên”, “Hoï teân”."""
_FEWEST = 4


def old_font_in(text: str) -> str | None:
    """The name of the old encoding that a text is written in, or None: it takes several signs, not one."""
    for name, signs in (("TCVN3", _TCVN3), ("VNI", _VNI)):
        if len(signs.findall(text)) >= _FEWEST:
            return name
    return None
