"""The few rules of Bootstrap that the pages use, picked out of its dist file.

The whole of Bootstrap weighs more than everything else that a phone loads. `python -m
tests.web.bootstrap_subset` writes the picked file anew, and its checksum into the manifest; a test holds
that what is served equals the pick.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
DIST = HERE / "vendor" / "bootstrap.min.css"
THEME = HERE.parents[1] / "aidtrack/web/static/theme.css"
SERVED = HERE.parents[1] / "aidtrack/web/static/vendor/bootstrap/bootstrap.subset.css"

BANNER = "/*! Subset of Bootstrap v5.3.9 (https://getbootstrap.com), MIT, see LICENSE beside this file */\n"

_COLUMNS = ["col-6", "col-12"] + [
    f"col-{size}-{n}"
    for size, widths in (("sm", "3469"), ("md", "2345678"), ("lg", "123456789"))
    for n in widths
]
_SPACES = [f"m{side}-{n}" for side in "tb" for n in range(6)] + [
    f"{kind}-{n}" for kind in ("my", "ms", "me", "py", "pt", "pb", "gap", "g") for n in range(1, 5)
]

CLASSES = frozenset(
    """
    list-unstyled row col-auto col table-responsive visually-hidden
    form-control form-control-sm form-select form-select-sm form-check form-check-input input-group
    btn disabled ms-auto me-auto mx-auto
    d-none d-block d-inline-block d-flex d-grid d-md-none d-md-block d-md-inline
    flex-wrap flex-fill justify-content-between justify-content-end
    align-items-start align-items-center align-items-end align-items-baseline
    text-nowrap text-break text-center text-end fw-semibold fw-normal
    border-top border-bottom w-100 w-auto
    """.split()
) | frozenset(_COLUMNS + _SPACES)

# Elements that no page of ours shows, and states that we do not draw Bootstrap's way.
_UNUSED = re.compile(
    r"::file-selector-button|::-webkit-(?:datetime|date-and|inner|outer|search|color|file)|::-moz-focus"
    r"|\[type=(?:color|range|search|switch)\]|\[list\]|:valid|:invalid|\[data-bs-theme|abbr\[|samp|address"
    r"|\[role=button\]"
    r"|\bh[1-6]\b|blockquote|optgroup|kbd kbd|a>code|^sub|^sup|:-moz-focusring|:active\b"
    r"|:not\(\[href\]\)|:focus:not"
    r"|\bpre\b|\bhr\b|\bfigure\b|^caption|iframe|output|:-webkit-autofill|\[size\]|\[multiple\]"
)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_USED = re.compile(r"var\((--[\w-]+)")


def rules(css: str) -> Iterator[tuple[str, str, str]]:
    """Each rule as (media, selectors, declarations); media is "" outside of any @media."""
    at = 0
    while at < len(css):
        if css.startswith("@media", at):
            opening = css.index("{", at)
            end = css.index("}}", opening)
            for inner in _RULE.finditer(css, opening + 1, end + 1):
                yield css[at:opening], inner[1], inner[2]
            at = end + 2
        elif rule := _RULE.match(css, at):
            if not rule[1].startswith("@"):
                yield "", rule[1], rule[2]
            at = rule.end()
        else:  # @keyframes: nothing of ours moves
            at = css.index("}}", at) + 2


def wanted(selectors: str) -> str:
    """The selectors whose every class is in the list."""
    kept = [
        one
        for one in re.split(r",(?![^(]*\))", selectors)
        if set(_CLASS.findall(one)) <= CLASSES and not _UNUSED.search(one)
    ]
    return ",".join(kept)


def pick(css: str, theme: str) -> str:
    """The wanted rules of `css`, and of its custom properties only those that they or the theme read."""
    css = re.sub(r"/\*.*?\*/|@charset[^;]*;", "", css, flags=re.S).strip()
    for_screens = [rule for rule in rules(css) if "print" not in rule[0]]
    chosen = [(media, kept, body) for media, names, body in for_screens if (kept := wanted(names))]
    root = [body for media, names, body in rules(css) if names.startswith(":root") and not media]
    chosen = [rule for rule in chosen if not rule[1].startswith(":root")]
    used = _read(" ".join(body for _, _, body in chosen) + theme, root[0])
    declared = [part for part in _declarations(root[0]) if part.partition(":")[0] in used]
    chosen.insert(0, ("", ":root", ";".join(declared)))
    return BANNER + _written(chosen) + "\n"


def _read(text: str, root: str) -> set[str]:
    """Every custom property that the text reads, and that those read in turn."""
    values = dict(part.split(":", 1) for part in _declarations(root))
    used: set[str] = set()
    open_names = set(_USED.findall(text))
    while open_names:
        name = open_names.pop()
        used.add(name)
        open_names |= set(_USED.findall(values.get(name, ""))) - used
    return used


def _declarations(body: str) -> list[str]:
    """The declarations of a rule; a semicolon inside quotes or brackets does not part them."""
    quoted = r"\"[^\"]*\"|'[^']*'"
    return re.findall(rf"(?:[^;\"'(]|{quoted}|\((?:[^()\"']|{quoted}|\([^()]*\))*\))+", body)


def _written(chosen: list[tuple[str, str, str]]) -> str:
    """One rule a line; neighbours in the same @media share it."""
    lines: list[str] = []
    inside = ""
    for media, names, body in chosen:
        if media != inside:
            lines += ["}"] * bool(inside) + [media + "{"] * bool(media)
            inside = media
        lines.append(f"{names}{{{body}}}")
    return "\n".join(lines + ["}"] * bool(inside))


def write() -> None:
    """Pick anew, and note the new checksums."""
    SERVED.write_text(pick(DIST.read_text("utf-8"), THEME.read_text("utf-8")), encoding="utf-8")
    manifest = SERVED.parents[1] / "manifest.json"
    kept = json.loads(manifest.read_text("utf-8"))
    for package in kept["packages"]:
        if package["name"] in ("bootstrap", "bootstrap-icons"):  # the two of which we serve a part
            base = SERVED.parents[2]
            for name in package["files"]:
                package["files"][name] = hashlib.sha512((base / name).read_bytes()).hexdigest()
    manifest.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
