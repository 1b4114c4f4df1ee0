"""What a sign is: words that speak for one kind of post, with their weight."""

from __future__ import annotations

from dataclasses import dataclass

from aidtrack.posts.phrases import Phrase


@dataclass(frozen=True)
class Sign:
    """Words that speak for a kind; each sign counts once, however often it stands there."""

    kind: str
    weight: float
    words: Phrase
