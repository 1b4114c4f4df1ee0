"""Why a request needs a second look before it joins the queue: one table of signs, each with its sentence.

Nothing is refused for these: a request with a grave sign stands apart until somebody has looked at it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aidtrack.sentences import N_, Sentence, say
from aidtrack.vietnamese.folding import fold

QUICKEST = timedelta(seconds=6)
"""Nobody fills the form in faster."""
PHONE_OFTEN = 3
"""A row of rented rooms has one phone; more than so many requests from it in a day want a look."""

_LINK = re.compile(r"https?:|www\.|\w\.com(?:/|\.vn)|\w\.(?:net|org|info|xyz|shop|click)\b|\bt\.me/", re.I)
"""Not “.com” alone: people write “het gao.com cung het”, rice being cơm."""
_STUTTER = re.compile(r"(\S)\1{7,}")
_JESTS = re.compile(
    r"\b(?:haha+|hihi+|hehe+|kkk+|lol|thu thoi|lorem ipsum|asdf\w*|qwer\w*|vcl|dcm|dkm|dit me)\b"
)
_JESTS_WITH_MARKS = re.compile(r"\b(?:đùa (?:thôi|tí|chút)|cho vui|địt|lồn|cặc|đéo|đm|đmm)\b", re.I)


@dataclass(frozen=True)
class Signs:
    """What is known of how a request came: `took` is None where nobody can tell how long it took.

    `from_phone` and `same_words` count the other requests of the ward within a day from the same phone, and
    with the very same words.
    """

    honeypot: bool = False
    took: timedelta | None = None
    from_phone: int = 0
    same_words: int = 0
    words: str = ""


@dataclass(frozen=True)
class Suspicion:
    """One sign that was found; a grave one keeps the request out of the queue until somebody has looked."""

    code: str
    said: Sentence
    grave: bool = True

    def to_plain(self) -> dict[str, Any]:
        """A JSON-ready form."""
        return {"code": self.code, "said": self.said.to_plain(), "grave": self.grave}


def found(signs: Signs) -> list[Suspicion]:
    """All signs of a request, the graver first."""
    told: list[Suspicion] = []
    if signs.honeypot:
        told.append(Suspicion("honeypot", say(N_("The field that people do not see is filled in."))))
    if signs.took is None:
        told.append(Suspicion("unsealed", say(N_("The form was not opened on our page."))))
    elif signs.took < QUICKEST:
        told.append(
            Suspicion("quick", say(N_("Filled in within {num} seconds."), num=max(0, signs.took.seconds)))
        )
    if signs.same_words:
        told.append(
            Suspicion("same_words", say(N_("The same words came {num} times."), num=signs.same_words + 1))
        )
    told += _of_words(signs.words)
    if signs.from_phone:
        grave = signs.from_phone >= PHONE_OFTEN
        said = say(N_("The phone number stands in {num} requests of today."), num=signs.from_phone + 1)
        told.append(Suspicion("phone", said, grave))
    return told


def _of_words(words: str) -> list[Suspicion]:
    if _LINK.search(words):
        return [Suspicion("link", say(N_("There is a link in the text.")))]
    if _STUTTER.search(words) or _JESTS.search(fold(words)) or _JESTS_WITH_MARKS.search(words):
        return [Suspicion("jest", say(N_("The words look like a joke, a test or abuse.")))]
    return []


def keep_apart(suspicions: list[Suspicion]) -> bool:
    """Whether a request waits in quarantine rather than in the queue."""
    return any(one.grave for one in suspicions)
