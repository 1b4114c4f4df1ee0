"""Possible duplicates in a file of households, without any database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from aidtrack.cases.household_lines import FoundPair, HouseholdFile
from aidtrack.cli.cases import cases
from aidtrack.cli.session import json_option, say
from aidtrack.errors import RuleBroken, why_of
from aidtrack.sentences import N_
from aidtrack.sentences import say as sentence

MOST_PROBLEMS = 20
"""So many lines are named one by one, the others counted."""


@cases.command("duplicates")
@click.argument("file")
@json_option
def duplicates(file: str, as_json: bool) -> int:
    """Find possible duplicates among the households of a file; no database is touched.

    Each line of the file is one household in JSON: “id”, “name”, “birth_year”, “cccd”, “phone”, “address”,
    “ward_code”, “members”. The score goes from 0 to 100; from 60 on a pair alerts, below it is only worth
    a look.
    """
    read = HouseholdFile()
    try:
        with Path(file).open("rb") as lines:
            found = list(read.pairs(lines))
    except (OSError, ValueError) as error:
        words = N_("The file {path} cannot be read: {why}.")
        raise RuleBroken(words, field="file", path=file, why=why_of(error)) from None
    for line in _told(found, as_json):
        click.echo(line)
    for line in _problems(read):
        click.echo(line, err=True)
    return 1 if read.problems else 0


def _told(found: list[FoundPair], as_json: bool) -> Iterator[str]:
    for pair in found:
        why = say(pair.likeness.why)
        if as_json:
            told = {"a": pair.a, "b": pair.b, "score": pair.likeness.score, "why": why}
            yield json.dumps(told | ({"alert": True} if pair.likeness.alert else {}), ensure_ascii=False)
        else:
            mark = "!" if pair.likeness.alert else " "
            yield f"{mark} {pair.likeness.score:3}  {pair.a} – {pair.b}: {why}"


def _problems(read: HouseholdFile) -> Iterator[str]:
    for number, problem in read.problems[:MOST_PROBLEMS]:
        yield say(sentence(N_("Line {line}: {problem}"), line=number, problem=problem))
    if (more := len(read.problems) - MOST_PROBLEMS) > 0:
        yield say(sentence(N_("{count} more lines were left out."), count=more))


COMMANDS = (cases,)
