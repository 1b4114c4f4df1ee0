"""Every word that a template says is in the Vietnamese catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from jinja2.ext import babel_extract

from aidtrack.languages import catalogue

TEMPLATES = sorted((Path(__file__).parents[2] / "templates").rglob("*.html"))
ASKED = ("_", "gettext", "ngettext")


def messages(source: bytes) -> Iterator[str]:
    """The English strings that a template asks to have translated."""
    options = {"trim_blocks": "true", "silent": "false"}
    for _line, _function, said, _comments in babel_extract(BytesIO(source), ASKED, [], options):
        first = said[0] if isinstance(said, tuple) else said
        if first:
            yield first


def untranslated(source: bytes) -> list[str]:
    known = catalogue("vi")._catalog
    return [text for text in messages(source) if text not in known and (text, 0) not in known]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_string_of_a_template_has_its_vietnamese(path: Path) -> None:
    assert untranslated(path.read_bytes()) == []


def test_a_string_without_translation_is_noticed() -> None:
    source = b'<p>{{ _("Nobody translated this") }} {{ _("Sign in") }}</p>'
    assert untranslated(source) == ["Nobody translated this"]
