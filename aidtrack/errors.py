"""What may go wrong in the field's own words: each error is a sentence with its values."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Any

from aidtrack.sentences import N_, Sentence


class AidtrackError(Exception):
    """A refusal that people can read. `field` names the input to mend, where there is one."""

    def __init__(self, template: str | Sentence, /, *, field: str | None = None, **values: Any) -> None:
        self.sentence = template if isinstance(template, Sentence) else Sentence(template, values)
        self.field = field
        super().__init__(self.sentence.render())


class RuleBroken(AidtrackError):
    """A rule of the field refuses what was asked."""


class NotAllowed(AidtrackError):
    """The person has no right to do this, here or anywhere."""


class NotFound(AidtrackError):
    """There is no such thing, or it lies outside the person's scope: the answer is the same."""


class Conflict(AidtrackError):
    """Somebody else was quicker; what was read is no longer so."""


_REFUSED: Mapping[int, str] = {
    errno.ENOENT: N_("there is no such file or folder; check the name"),
    errno.EACCES: N_("you may not open it; ask whoever owns it"),
    errno.EPERM: N_("you may not open it; ask whoever owns it"),
    errno.EISDIR: N_("this is a folder; name a file in it"),
    errno.ENOTDIR: N_("a part of the way there is a file, not a folder"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.ENOSPC: N_("the disk is full; make room first"),
    errno.EROFS: N_("nothing can be written there; choose another folder"),
}


def why_of(error: Exception) -> Sentence:
    """Why the machine refused a file, in our words: its own are English, whatever language is read."""
    number = getattr(error, "errno", None) or 0
    return Sentence(
        _REFUSED.get(number, N_("the machine refuses it, number {number}")), {"number": str(number)}
    )
