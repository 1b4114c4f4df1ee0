"""A sentence for people: an English template with its values, translated only where it is shown.

Rules, reasons and refusals are written far below the pages, where no language is known. They
travel as a `Sentence`; the edge (page, command line, JSON) renders it in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


def N_(text: str) -> str:
    """Mark a string for translation and return it unchanged."""
    return text


def english(text: str) -> str:
    """The translation of nobody: the template itself."""
    return text


@dataclass(frozen=True)
class Sentence:
    """A template such as ``"Only {free} of {item} is free."`` and the values for its braces.

    Values may be text, whole numbers, dates, other sentences, or sequences of any of these.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def render(
        self,
        translate: Callable[[str], str] = english,
        show: Callable[[Any], str] = str,
    ) -> str:
        """The sentence in a language; `show` writes numbers and dates the way that language does."""

        def spoken(value: Any) -> str:
            if isinstance(value, Sentence):
                return value.render(translate, show)
            if isinstance(value, (list, tuple)):
                return ", ".join(spoken(part) for part in value)
            return value if isinstance(value, str) else show(value)

        return translate(self.template).format_map({name: spoken(v) for name, v in self.values.items()})

    def to_plain(self) -> dict[str, Any]:
        """A JSON-ready form, so that a reason can be kept with the row that it explains."""

        def plain(value: Any) -> Any:
            if isinstance(value, Sentence):
                return value.to_plain()
            if isinstance(value, (list, tuple)):
                return [plain(part) for part in value]
            return {"date": value.isoformat()} if isinstance(value, date) else value

        return {"say": self.template, "with": {name: plain(v) for name, v in self.values.items()}}

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> Sentence:
        """The sentence that `to_plain` wrote down."""

        def revived(value: Any) -> Any:
            if isinstance(value, Mapping):
                return date.fromisoformat(value["date"]) if "date" in value else cls.from_plain(value)
            return [revived(part) for part in value] if isinstance(value, list) else value

        return cls(kept["say"], {name: revived(v) for name, v in kept["with"].items()})


def say(template: str, **values: Any) -> Sentence:
    """Shorthand for a sentence with values; wrap the template in `N_` so that it is collected."""
    return Sentence(template, values)
