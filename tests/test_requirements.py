"""What the project stands on: declared once in setup.cfg, really used, and locked with hashes."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from functools import cache
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.txt", "requirements-test.txt", "requirements-bench.txt", "requirements-uv.txt")
PIN = re.compile(r"(?P<name>[a-z0-9.-]+)==(?P<version>[0-9a-z.]+)( ; [a-z_]+ [!=<>]+ '[A-Za-z0-9.]+')? \\")
HASH = re.compile(r" {4}--hash=sha256:[0-9a-f]{64}( \\)?")
REASON = re.compile(r" {4}# via [a-z0-9 ,.()-]+")

LOADED_BY_NAME = {
    "psycopg": "SQLAlchemy loads it for postgresql+psycopg://",
    "tzdata": "zoneinfo reads it where the system has no time zones",
    "defusedxml": "openpyxl parses with it once it is there",
}
"""Packages that nothing imports although they are needed, and why."""


@cache
def config() -> ConfigParser:
    found = ConfigParser()
    found.read(ROOT / "setup.cfg")
    return found


def declared(*extras: str) -> set[str]:
    """The names in setup.cfg of what runs the project, and of the extras."""
    texts = [config()["options"]["install_requires"]]
    texts += [config()["options.extras_require"][extra] for extra in extras]
    return {canonicalize_name(Requirement(line).name) for text in texts for line in text.split("\n") if line}


def imported(*folders: str) -> dict[str, Path]:
    """The distributions that the Python files of some folders import, each with a file that does."""
    owners = packages_distributions()
    found: dict[str, Path] = {}
    for path in (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))):
        for name in modules_in(ast.parse(path.read_text(encoding="utf-8"))):
            if name not in sys.stdlib_module_names and name not in ("aidtrack", "tests"):
                found[canonicalize_name(owners.get(name, [name])[0])] = path.relative_to(ROOT)
    return found


def modules_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def pins(lock: str) -> dict[str, str]:
    """The versions of a lock file by name."""
    found = (PIN.fullmatch(line) for line in (ROOT / lock).read_text().splitlines())
    return {pin["name"]: pin["version"] for pin in found if pin}


def test_everything_that_the_product_imports_is_declared() -> None:
    missing = {name: str(path) for name, path in imported("aidtrack", "migrations").items()}
    assert {name: path for name, path in missing.items() if name not in declared()} == {}


def test_everything_that_the_tests_import_is_declared() -> None:
    allowed = declared("test", "build", "bench")
    assert {name: str(path) for name, path in imported("tests").items() if name not in allowed} == {}


def test_everything_declared_is_used() -> None:
    assert declared() - set(imported("aidtrack", "migrations")) == set(LOADED_BY_NAME)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_says_what_and_never_where_from(lock: str) -> None:
    for line in (ROOT / lock).read_text().splitlines():
        assert any(form.fullmatch(line) for form in (PIN, HASH, REASON)), f"{lock}: {line}"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_its_hashes(lock: str) -> None:
    lines = (ROOT / lock).read_text().splitlines()
    after = {pin: below for pin, below in pairwise(lines) if PIN.fullmatch(pin)}
    assert after and [pin for pin, below in after.items() if not HASH.fullmatch(below)] == []


def test_the_lock_for_running_holds_all_that_is_declared() -> None:
    assert declared("build") - set(pins("requirements.txt")) == set()


def test_the_lock_for_tests_agrees_with_the_lock_for_running() -> None:
    tests = pins("requirements-test.txt")
    assert pins("requirements.txt").items() <= tests.items()
    assert declared("build", "test", "dev") - set(tests) == set()


def test_what_is_only_measured_against_stands_in_a_lock_of_its_own() -> None:
    ours, bench = pins("requirements-test.txt"), pins("requirements-bench.txt")
    assert declared("bench") - declared() - set(bench) == set()
    assert {name: bench[name] for name in bench.keys() & ours} == {n: ours[n] for n in bench.keys() & ours}
    assert set(ours) & {canonicalize_name(name) for name in ("splink", "duckdb", "pyarrow")} == set()
