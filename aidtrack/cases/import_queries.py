"""Lists that were brought in: the staged one by its token, its preview, and the report of the command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aidtrack.cases.listing import ListReading, Stt
from aidtrack.cases.models import CaseImport
from aidtrack.rights import Actor
from aidtrack.sentences import Sentence


@dataclass(frozen=True)
class Resembling:
    """A row that waits: it looks like another row of the list (`of`), or like a case that is there.

    `of_case` is that case's code if the importer may see it; otherwise `why` only says whom to ask.
    """

    row: int
    stt: Stt
    of: int | None
    of_stt: Stt
    of_case: str | None
    why: Sentence


@dataclass(frozen=True)
class Preview:
    """What a staged list says. `reading` holds columns, households, problems and warnings;
    `fresh` are the households that would be written now, `already` counts those written before.
    """

    reading: ListReading
    duplicates: Sequence[Resembling]
    households: int
    people: int
    fresh: int
    already: int


def get_import(token: str, *, by: Actor) -> CaseImport:
    """A staged or committed list of the actor's own; NotFound for anybody else's."""
    raise NotImplementedError


def imports_of(by: Actor, *, size: int = 20) -> Sequence[CaseImport]:
    """The lists that the actor committed, newest first."""
    raise NotImplementedError


def preview(staged: CaseImport) -> Preview:
    """What a staged list says, for its page."""
    raise NotImplementedError


def import_report(staged: CaseImport, *, spoken: Callable[[Sentence], str] = Sentence.render) -> dict[str, Any]:
    """What a list says as the command's JSON: edition, rows, households, people, duplicates, problems,
    warnings, and written and already once it was committed. `spoken` renders sentences in a language.
    """
    raise NotImplementedError
