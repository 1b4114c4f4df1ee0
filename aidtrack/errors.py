"""What may go wrong in the field's own words: each error is a sentence with its values."""

from __future__ import annotations

from typing import Any

from aidtrack.sentences import Sentence


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
