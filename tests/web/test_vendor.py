"""What others wrote is kept as they published it: name, version, licence and checksum of every file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.web.bootstrap_subset import DIST, SERVED, THEME, pick

ROOT = Path(__file__).parents[2]
MANIFESTS = {
    ROOT / "aidtrack/web/static/vendor/manifest.json": ROOT / "aidtrack/web/static",
    ROOT / "tests/browser/vendor/manifest.json": ROOT / "tests/browser",
    ROOT / "tests/web/vendor/manifest.json": ROOT / "tests/web",
}
FOLDERS = ("vendor", "fonts")
OPEN_LICENCES = {"MIT", "0BSD", "MPL-2.0", "OFL-1.1"}


def entries(manifest: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(manifest.read_text("utf-8"))["packages"]
    return found


def digest(path: Path) -> str:
    return hashlib.sha512(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.parent.parent.name)
def test_every_file_of_others_is_as_its_manifest_says(manifest: Path) -> None:
    base = MANIFESTS[manifest]
    wrong = [
        name
        for package in entries(manifest)
        for name, sha512 in package["files"].items()
        if not (base / name).is_file() or digest(base / name) != sha512
    ]
    assert wrong == []


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.parent.parent.name)
def test_no_file_of_others_is_missing_from_the_manifest(manifest: Path) -> None:
    base = MANIFESTS[manifest]
    listed = {name for package in entries(manifest) for name in package["files"]}
    kept = {
        path.relative_to(base).as_posix()
        for folder in FOLDERS
        for path in (base / folder).rglob("*")
        if path.is_file() and path != manifest
    }
    assert kept - listed == set()


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.parent.parent.name)
def test_every_package_has_an_open_licence_whose_text_lies_beside_it(manifest: Path) -> None:
    for package in entries(manifest):
        assert package["licence"] in OPEN_LICENCES, package["name"]
        assert package["licence_file"] in package["files"], package["name"]
        assert package["version"].count(".") == 2, package["name"]


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    copy = tmp_path / "htmx.min.js"
    copy.write_bytes((ROOT / "aidtrack/web/static/vendor/htmx/htmx.min.js").read_bytes() + b" ")
    htmx = next(package for package in entries(next(iter(MANIFESTS))) if package["name"] == "htmx.org")
    assert digest(copy) != htmx["files"]["vendor/htmx/htmx.min.js"]


def test_the_served_part_of_bootstrap_is_the_pick_from_its_dist_file() -> None:
    picked = pick(DIST.read_text("utf-8"), THEME.read_text("utf-8"))
    assert SERVED.read_text("utf-8") == picked, "run: python -m tests.web.bootstrap_subset"
