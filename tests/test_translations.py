"""Every string of the code and the pages has its Vietnamese, once, with the same placeholders."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path

import click
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from aidtrack.languages import FOLDER, catalogue
from tests.cli.conftest import commands

ROOT = Path(__file__).parent.parent
KEYWORDS = {"_": None, "gettext": None, "_l": None, "lazy_gettext": None, "N_": None, "ngettext": (1, 2)}
PLACEHOLDERS = re.compile(r"%\(\w+\)s|%\(num\)d|\{\w+\}")
CATALOGUES = sorted((FOLDER / "vi" / "LC_MESSAGES").glob("*.po"))


def helps() -> Iterator[tuple[str, str]]:
    """Every help text of the command line with its command; these are said without being marked."""
    for context in commands():
        yield cleandoc(context.command.help or ""), context.command_path
        for option in context.command.get_params(context):
            if isinstance(option, click.Option) and not option.hidden:
                yield option.help or "", f"{context.command_path} {option.opts[0]}"


def collected() -> dict[str | tuple[str, ...], str]:
    """Every marked string with the place it stands in."""
    found: dict[str | tuple[str, ...], str] = {}
    for folder, method, options in (
        ("aidtrack", [("**.py", "python")], {}),
        (
            "templates",
            [("**.html", "jinja2")],
            {"**.html": {"extensions": "jinja2.ext.i18n", "silent": "false"}},
        ),
    ):
        for name, line, message, _comments, _context in extract_from_dir(
            str(ROOT / folder), method, options, keywords=KEYWORDS
        ):
            found[message] = f"{folder}/{name}:{line}"
    return found | {text: f"aidtrack/cli: {where}" for text, where in helps()}


def entries() -> list[tuple[Path, str | tuple[str, ...], str | tuple[str, ...]]]:
    """Every entry of every catalogue: file, message, translation."""
    found = []
    for path in CATALOGUES:
        with path.open("rb") as file:
            found += [(path, entry.id, entry.string) for entry in read_po(file, locale="vi") if entry.id]
    return found


def test_every_string_has_its_vietnamese() -> None:
    known = {message for _path, message, said in entries() if (said if isinstance(said, str) else all(said))}
    missing = {place: message for message, place in collected().items() if message not in known}
    assert missing == {}


def test_no_string_is_translated_twice() -> None:
    count = Counter(message for _path, message, _said in entries())
    assert [message for message, times in count.items() if times > 1] == []


def test_no_catalogue_keeps_what_nobody_says() -> None:
    said = set(collected())
    assert [(path.name, message) for path, message, _ in entries() if message not in said] == []


def test_translations_keep_their_placeholders() -> None:
    for path, message, said in entries():
        if message == "{name_en}":  # on purpose {name_vi}: a good that people added has both names
            continue
        asked = message if isinstance(message, str) else message[-1]
        for text in [said] if isinstance(said, str) else said:
            assert set(PLACEHOLDERS.findall(text)) == set(PLACEHOLDERS.findall(asked)), (
                f"{path.name}: {asked}"
            )


def test_the_catalogues_are_read_as_one() -> None:
    assert catalogue("vi").gettext("Sign in") == "Đăng nhập"
    assert catalogue("en").gettext("Sign in") == "Sign in"


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_pages_hold_no_bare_words(path: Path) -> None:
    text = re.sub(r"\{% block (wrap|body_class) %\}.*?\{% endblock %\}", " ", path.read_text())
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", text, flags=re.S)
    text = re.sub(r"<(svg|code|kbd)\b.*?</\1>|<!--.*?-->|<[^>]*>|&\w+;", " ", text, flags=re.S)
    bare = re.findall(r"[^\W\d_]{3,}", text)
    assert set(bare) - {"aidtrack", "Hà", "Nội", "CCCD", "Esc", "Enter"} == set(), (
        f"untranslated in {path.name}"
    )


if __name__ == "__main__":  # the missing ones, ready to be written into a catalogue
    known = {message for _path, message, _said in entries()}
    for message, place in sorted(collected().items(), key=lambda pair: pair[1]):
        if message not in known and (len(sys.argv) < 2 or re.search(sys.argv[1], place)):
            print(f'#: {place}\nmsgid {message!r}\nmsgstr ""\n')
