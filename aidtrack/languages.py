"""The two languages: catalogues read at the start, and how numbers, dates and sentences are written.

English sentences in the code are the keys; `translations/vi` holds one catalogue for each topic.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from aidtrack.clock import HANOI
from aidtrack.sentences import Sentence
from aidtrack.vietnamese.dates import show_date
from aidtrack.vietnamese.numbers import show_number

LANGUAGES: Mapping[str, str] = {"vi": "Tiếng Việt", "en": "English"}
"""Code and own name; the first is what everybody gets who says nothing."""

FOLDER = Path(__file__).parent / "translations"


@cache
def catalogue(language: str) -> NullTranslations:
    """All messages of a language, the topics' catalogues as one; English is the messages themselves."""
    found = Catalog(locale=language)
    for path in sorted((FOLDER / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and message.string and not message.fuzzy:
                    found[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    return Translations(compiled)


def say_in(language: str, said: Sentence | str) -> str:
    """A sentence, or a marked string, in a language."""
    translate = catalogue(language).gettext
    if isinstance(said, str):
        return translate(said)
    return said.render(translate, lambda value: show_in(language, value))


def show_in(language: str, value: Any) -> str:
    """A number, date or moment as people of a language write it."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, (int, Decimal)):
        return show_number(value, language)
    if isinstance(value, datetime):
        local = value.astimezone(HANOI)
        return f"{show_date(local.date())}, {local:%H:%M}"
    return show_date(value) if isinstance(value, date) else str(value)
