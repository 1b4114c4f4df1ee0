"""The house rules as tests: what may import what, where the web begins, how large things may grow."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from aidtrack.rights import RIGHTS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "aidtrack"
TEMPLATES = ROOT / "templates"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))

FLOORS: tuple[tuple[str, ...], ...] = (
    ("sentences",),
    ("errors",),
    ("rights", "vietnamese"),
    ("clock", "settings", "languages", "db", "schema"),
    ("audit",),
    ("places",),
    ("people", "goods"),
    ("stock",),
    ("cases", "donations"),
    ("campaigns",),
    ("deliveries",),
    ("sync", "community", "posts", "reports", "books"),
    ("jobs",),
    ("web", "api"),
    ("app",),
    ("cli", "demo", "care", "__main__"),
)
"""The floors of the house from the ground up; an import goes down only."""

FLOOR_OF = {name: floor for floor, names in enumerate(FLOORS) for name in names}
SIDE_STEPS = {
    ("schema", "db"),
    ("db", "clock"),
    ("settings", "clock"),
    ("languages", "clock"),
    ("cli", "demo"),
    ("cli", "care"),
    ("demo", "care"),
    ("__main__", "cli"),
}
"""The few steps sideways that are meant."""

TOPICS = set(
    "audit places people goods stock donations cases campaigns deliveries".split()
    + "sync community posts reports books jobs".split()
)
RESERVED = re.compile(r"(?:\w+_)?(models|queries|actions)$")
IDEA_LIBRARIES = {
    "argon2": "people/passwords.py",
    "babel": "languages.py",
    "defusedxml": "cases/",
    "numpy": "",
    "openpyxl": "",
    "phonenumbers": "vietnamese/",
    "PIL": "cases/photos.py",
    "python_calamine": "cases/",
    "rapidfuzz": "",
    "reportlab": "deliveries/ community/",
    "scipy": "campaigns/",
    "segno": "deliveries/ community/",
}
"""The pure libraries that ideas may use, and where."""

WEB_LIBRARIES = (
    "flask",
    "flask_wtf",
    "flask_babel",
    "flask_limiter",
    "werkzeug",
    "wtforms",
    "markupsafe",
    "jinja2",
)
URL_EXCEPTIONS = {"/", "/health", "/language", "/robots.txt", "/static/<path:filename>", "/favicon.ico"}
"""Addresses whose first word is no topic."""


def place_of(path: Path) -> str:
    """A module's path inside the package, "cases/lifecycle.py"."""
    return path.relative_to(PACKAGE).as_posix()


def part_of(path: Path) -> str:
    """The topic or top-level module a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, at whatever depth."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def role_of(path: Path) -> str:
    """What a file of a topic is: models, queries, actions, or an idea."""
    found = RESERVED.match(path.stem)
    return found.group(1) if found else "idea"


def is_idea(path: Path) -> bool:
    """Whether a file is held to the rules of pure ideas."""
    return part_of(path) in TOPICS | {"vietnamese"} and path.name != "__init__.py" and role_of(path) == "idea"


READERS = {"reports", "books", "jobs"}
"""Topics whose plain files may call queries of others (they gather; they are not ideas)."""


@pytest.mark.parametrize("path", MODULES, ids=place_of)
def test_imports_go_down_only(path: Path) -> None:
    mine = part_of(path)
    if mine == "__init__":
        assert not list(imports_of(path))
        return
    for name in imports_of(path):
        words = name.split(".")
        if words[0] != "aidtrack" or len(words) < 2 or words[1] == mine:
            continue
        other = words[1]
        assert other in FLOOR_OF, f"{other} has no floor in the house"
        allowed = FLOOR_OF[other] < FLOOR_OF[mine] or (mine, other) in SIDE_STEPS
        assert allowed, f"{place_of(path)} may not import {name}: it lies beside or above"


@pytest.mark.parametrize("path", [p for p in MODULES if part_of(p) in TOPICS], ids=place_of)
def test_inside_a_topic_actions_stand_on_queries_on_models_on_ideas(path: Path) -> None:
    order = {"idea": 0, "models": 1, "queries": 2, "actions": 3}
    for name in imports_of(path):
        words = name.split(".")
        if words[0] != "aidtrack" or len(words) < 3 or words[1] != part_of(path) or part_of(path) in READERS:
            continue
        found = RESERVED.match(words[2])
        other = found.group(1) if found else "idea"
        assert order[other] <= order[role_of(path)], f"{place_of(path)} may not import {name}"


@pytest.mark.parametrize("path", [p for p in MODULES if is_idea(p)], ids=place_of)
def test_ideas_know_no_database_no_web_and_no_clock(path: Path) -> None:
    for name in imports_of(path):
        first, *rest = name.split(".")
        if part_of(path) in READERS:
            assert first not in ("sqlalchemy", "flask_sqlalchemy", "wtforms"), (
                f"{place_of(path)} imports {name}"
            )
            continue
        assert first not in ("sqlalchemy", "flask_sqlalchemy", "alembic", *WEB_LIBRARIES), (
            f"{name} in an idea"
        )
        if first == "aidtrack":
            assert rest[0] not in ("db", "clock", "schema", "settings"), f"{name} in an idea"
            assert not any(RESERVED.match(word) for word in rest[1:2]), f"{name} in an idea"
        elif first in IDEA_LIBRARIES:
            homes = IDEA_LIBRARIES[first].split() or [""]
            assert any(home in place_of(path) for home in homes), f"{name} belongs to {homes}"


@pytest.mark.parametrize("path", MODULES, ids=place_of)
def test_libraries_stay_where_they_are_known(path: Path) -> None:
    place, part = place_of(path), part_of(path)
    for name in imports_of(path):
        first = name.split(".")[0]
        if first in WEB_LIBRARIES:
            assert part in ("web", "api", "app", "cli", "care"), f"{place} imports {name}"
        if first == "flask_sqlalchemy":
            assert place == "db.py"
        if first == "wtforms":
            assert part == "web"
        if first in ("openpyxl", "python_calamine"):
            assert part in ("reports", "cases"), (
                f"spreadsheets are known in reports and cases, not in {place}"
            )
        if first == "sqlalchemy" and part in ("web", "api", "reports"):
            assert name.startswith("sqlalchemy.exc") or role_of(path) == "queries", f"{place} holds SQL"


@pytest.mark.parametrize("path", MODULES, ids=place_of)
def test_modules_open_with_a_sentence_and_stay_small(path: Path) -> None:
    text = path.read_text()
    tree = ast.parse(text)
    if place_of(path) != "__init__.py":
        said = ast.get_docstring(tree)
        assert said and said.split("\n\n")[0].rstrip().endswith((".", ":")), (
            f"{place_of(path)} opens with no sentence"
        )
    assert text.count("\n") <= 400, f"{place_of(path)} wants a second idea"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 50, f"{place_of(path)}:{node.name} has {length} lines"


def test_no_file_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "tools"}
    assert [place_of(path) for path in MODULES if path.stem in drawers] == []


@pytest.mark.parametrize(
    ("words", "home"),
    [
        (r"\.commit\(", {"db.py"}),
        (r"datetime\.now\(|date\.today\(|utcnow\(|time\.time\(", {"clock.py"}),
        (r"\babort\(", set()),
        (r"\bflash\(", {"web/"}),
        (r"except\s*(Exception)?\s*:\s*\n\s*pass", set()),
    ],
)
def test_some_words_have_one_home(words: str, home: set[str]) -> None:
    found = {place_of(path) for path in MODULES if re.search(words, path.read_text())}
    strangers = {place for place in found if not any(place.startswith(known) for known in home)}
    assert strangers == set()


def test_every_route_declares_its_right_or_that_it_is_public(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        view = app.view_functions[rule.endpoint]
        assert hasattr(view, "right"), f"{rule.rule} declares neither a right nor @public"
        assert view.right is None or view.right in RIGHTS, f"{rule.rule} needs the unknown right {view.right}"


def test_every_address_begins_with_its_topic(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.rule in URL_EXCEPTIONS:
            continue
        first = rule.rule.strip("/").split("/")[0]
        assert first in TOPICS, f"{rule.rule} begins with no topic"
        assert rule.endpoint.split(".")[0] == first, f"{rule.rule} is served by {rule.endpoint}"
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        assert re.fullmatch(r"[a-z0-9/.-]*", fixed), f"{rule.rule} is not lower-case kebab"


def test_every_template_exists_and_is_used(app: Flask) -> None:
    code = "\n".join(path.read_text() for path in (PACKAGE / "web").rglob("*.py"))
    pages = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    named = set(re.findall(r'"([a-z_/0-9]+\.html)"', code))
    for page in pages:
        named |= set(re.findall(r'["\']([a-z_/0-9]+\.html)["\']', (TEMPLATES / page).read_text()))
    assert named - pages == set(), "named, but not there"
    assert pages - named == set(), "there, but not used"


def test_templates_carry_no_style_no_handlers_and_stay_small() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text, name = path.read_text(), path.relative_to(TEMPLATES).as_posix()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", text), (
            f"{name} has a style or a handler of its own"
        )
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![\w-])(?=[\"';])", text), f"{name} names a colour"
        assert text.count("\n") <= 150, f"{name} wants a macro"


def test_pages_never_import_pages() -> None:
    pages = {path.stem for path in (PACKAGE / "web").glob("*.py")} & TOPICS
    for path in (PACKAGE / "web").glob("*.py"):
        for name in imports_of(path):
            words = name.split(".")
            assert not (words[:2] == ["aidtrack", "web"] and words[2] in pages), (
                f"{place_of(path)} imports {name}"
            )


def test_the_rules_catch_a_planted_fault(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text('"""A fault."""\nfrom aidtrack.web import access\nimport sqlalchemy\n')
    assert "aidtrack.web.access" in set(imports_of(planted))
    assert "sqlalchemy" in set(imports_of(planted))
    assert FLOOR_OF["web"] > FLOOR_OF["cases"]
