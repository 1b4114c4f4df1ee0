"""Styles, scripts and templates keep the rules of looks: weight, colours, nothing inline, known classes."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "aidtrack/web/static"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
GALLERY = sorted((ROOT / "tests/browser").glob("*.html"))
STYLES = [STATIC / "vendor/bootstrap/bootstrap.subset.css", STATIC / "theme.css"]
PRINT = STATIC / "print.css"
SCRIPT = STATIC / "app.js"
HEX = re.compile(r"(?<![\w&/-])#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b(?!-)")
JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)


def named(path: Path) -> str:
    """How a file is called in the list of tests."""
    return path.relative_to(ROOT).as_posix()


def gzipped(*paths: Path) -> int:
    """Bytes on the wire, each file compressed by itself."""
    return sum(len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in paths)


def inline(text: str) -> list[str]:
    """Whatever the content policy would refuse: styles and handlers inline, scripts without a nonce."""
    bare = re.sub(r"\{#.*?#\}", "", text, flags=re.S)
    return re.findall(r"\sstyle=|<style\b|\son[a-z]+=[\"']|javascript:|<script(?![^>]*nonce=)[^>]*>", bare)


def classes_in(text: str) -> set[str]:
    """The classes that a template writes out, also those inside its own conditions."""
    found: set[str] = set()
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.S)
    for value in re.findall(r"""\bclass="((?:\{\{.*?\}\}|\{%.*?%\}|[^"])*)\"""", text, re.S):
        found |= {word for word in JINJA.sub(" ", value).split() if not word.endswith("-")}
    return found


def defined() -> set[str]:
    """The classes that the style sheets know."""
    css = "\n".join(path.read_text("utf-8") for path in [*STYLES, PRINT])
    return set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", re.sub(r"url\([^)]*\)|/\*.*?\*/", "", css, flags=re.S)))


def test_the_styles_of_a_phone_weigh_at_most_12_kilobytes() -> None:
    assert gzipped(*STYLES) <= 12_000


def test_our_own_script_weighs_at_most_25_kilobytes() -> None:
    assert gzipped(SCRIPT) <= 25_000


def test_the_first_load_of_a_volunteer_weighs_at_most_100_kilobytes() -> None:
    others = [STATIC / "vendor/htmx/htmx.min.js", STATIC / "icons.svg", STATIC / "icon.svg"]
    fonts = sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2"))
    page = 8_000
    assert gzipped(*STYLES, SCRIPT, *others) + fonts + page <= 100_000


@pytest.mark.parametrize("path", [*TEMPLATES, PRINT, SCRIPT], ids=named)
def test_hex_colours_stand_in_the_theme_only(path: Path) -> None:
    assert HEX.findall(re.sub(r"href=\"#[\w-]*\"|url\([^)]*\)", "", path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", TEMPLATES + GALLERY, ids=named)
def test_a_template_holds_nothing_that_the_content_policy_refuses(path: Path) -> None:
    assert inline(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="x">',
        '<b onclick="x">',
        "<script>x</script>",
        "<style>p{}</style>",
        '<a href="javascript:x">',
    ],
)
def test_the_search_for_inline_code_finds_it(text: str) -> None:
    assert inline(text)


@pytest.mark.parametrize("path", TEMPLATES + GALLERY, ids=named)
def test_every_class_of_a_template_is_defined_in_a_style_sheet(path: Path) -> None:
    """Add it to theme.css, or to CLASSES in tests/web/bootstrap_subset.py and run that file."""
    assert classes_in(path.read_text("utf-8")) - defined() == set()


@pytest.mark.parametrize("path", TEMPLATES + GALLERY, ids=named)
def test_every_icon_of_a_template_is_in_the_sprite(path: Path) -> None:
    sprite = set(re.findall(r'id="i-([\w-]+)"', (STATIC / "icons.svg").read_text("utf-8")))
    used = set(re.findall(r"""\bicon\(["']([\w-]+)["']\)""", path.read_text("utf-8")))
    assert used - sprite == set()


def test_a_class_that_nobody_defined_is_noticed() -> None:
    found = classes_in('<p class="sheet {{ "x" if y }} nowhere-defined m-{{ z }}">')
    assert found == {"sheet", "nowhere-defined"}
    assert "sheet" in defined() and "nowhere-defined" not in defined()


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_is_at_most_150_lines_long(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 150
