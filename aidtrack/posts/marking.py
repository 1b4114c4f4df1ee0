"""A post's text in pieces, each with the fields that were read from it; what may not be seen is left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Where = Sequence[object]
"""A span as it is kept: start, end, field, household (None: the post as a whole)."""

HIDDEN = "•••"
PERSONAL = frozenset({"name", "phone", "people", "address", "category", "need"})
"""Fields whose words are hidden from whoever may not see the household."""


@dataclass(frozen=True)
class Piece:
    """Some of the text: what was read from it (fields, in the order of the spans), if anything was."""

    text: str
    fields: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    field: str
    household: int | None


def pieces(
    text: str,
    spans: Iterable[Where],
    *,
    household: int | None = None,
    unseen: Collection[int] = (),
) -> list[Piece]:
    """The text in pieces. `household` (from 0): only its own words are marked, and those about the whole
    post; the words of `unseen` households are replaced by dots. Spans may overlap."""
    kept = [span for span in map(_kept, spans) if 0 <= span.start < span.end <= len(text)]
    edges = sorted({0, len(text), *(span.start for span in kept), *(span.end for span in kept)})
    found: list[Piece] = []
    for start, end in pairwise(edges):
        over = [span for span in kept if span.start <= start and end <= span.end]
        if any(span.household in unseen and span.field in PERSONAL for span in over):
            piece = Piece(HIDDEN, (), True)
        else:
            mine = [span for span in over if household is None or span.household in (None, household)]
            piece = Piece(text[start:end], tuple(dict.fromkeys(span.field for span in mine)))
        _join(found, piece)
    return found


def _join(found: list[Piece], piece: Piece) -> None:
    """Put a piece behind the others; what was read alike becomes one."""
    last = found[-1] if found else None
    if last is None or (last.fields, last.hidden) != (piece.fields, piece.hidden):
        found.append(piece)
    elif not piece.hidden:
        found[-1] = Piece(last.text + piece.text, last.fields)


def _kept(span: Where) -> _Span:
    start, end, field, household = span
    return _Span(
        int(str(start)), int(str(end)), str(field), None if household is None else int(str(household))
    )


def quoted(text: str, spans: Iterable[Where], household: int) -> dict[str, str]:
    """The words from which each field of a household was read: the first ones, and others behind them."""
    said: dict[str, list[str]] = {}
    for span in sorted(map(_kept, spans), key=lambda span: (span.start, span.end)):
        words = text[span.start : span.end].strip()
        if span.household in (None, household) and words and words not in said.get(span.field, ()):
            said.setdefault(span.field, []).append(words)
    return {field: " … ".join(words) for field, words in said.items()}
