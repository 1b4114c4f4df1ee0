"""The log of changes speaks in words: none of its acts is shown by a name that only programmers know."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import aidtrack
from aidtrack.cases.lifecycle import MOVES
from aidtrack.stock.ledger import DocumentKind
from aidtrack.web.audit_words import WORDS

PUT_TOGETHER = {
    "f'cases.{move_name}'": {f"cases.{move}" for move in MOVES if move != "mark_duplicate"},
    "f'cases.{move}_many'": {"cases.verify_many", "cases.expire_many", "cases.recheck_many"},
    "f'stock.{draft.kind}'": {f"stock.{kind}" for kind in DocumentKind},
}
"""What names that are put together come out as; `mark_duplicate` is recorded as a merge."""


def recorded() -> Iterator[str]:
    """The name of every act that any action records."""
    for file in sorted(Path(aidtrack.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("record", "record_in_chain"):
                yield from _names(_chosen(node.args[0], file))


def _chosen(told: ast.expr, file: Path) -> ast.expr:
    """What a name stands for, where the act was chosen a line before."""
    if not isinstance(told, ast.Name):
        return told
    assigned = (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Assign))
    named = (node.value for node in assigned if ast.unparse(node.targets[0]) == told.id)
    return next(named, told)


def _names(told: ast.expr) -> Iterator[str]:
    if isinstance(told, ast.IfExp):
        yield from (*_names(told.body), *_names(told.orelse))
    elif isinstance(told, ast.Constant):
        yield str(told.value)
    elif isinstance(told, ast.JoinedStr):
        yield from PUT_TOGETHER[ast.unparse(told)]


def test_every_act_that_is_recorded_has_its_words_and_no_others_are_kept() -> None:
    acts = set(recorded())
    assert sorted(acts - set(WORDS)) == []
    assert sorted(set(WORDS) - acts) == []
