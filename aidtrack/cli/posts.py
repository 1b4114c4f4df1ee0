"""Posts of community groups at the command line: read a file of them; no database is needed."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from aidtrack.cli.cases import cases
from aidtrack.cli.session import json_option, say
from aidtrack.cli.typed import content_of
from aidtrack.places.tables import gazetteer
from aidtrack.posts.lines import BadLine, national, parse_lines, plain
from aidtrack.posts.reading import Household, Reading, read
from aidtrack.sentences import N_
from aidtrack.sentences import say as sentence

MOST_PROBLEMS = 20
"""So many lines are named one by one, the others counted."""


@cases.command("read")
@click.argument("file")
@json_option
def read_posts(file: str, as_json: bool) -> int:
    """Read posts of community groups and say who asks for what; nothing is written.

    FILE has one JSON object a line: “id”, “text”, “posted_at” and “group_ward” with its “code” and “name”.
    For each post a line is printed: its kind and the households that it tells of. Wards are codes of the
    2021 edition, telephone numbers stand as they are dialled (0912345678), what cannot be read is null.
    """
    places = gazetteer("2021")
    bad: list[BadLine] = []
    for post in parse_lines(content_of(file), places):
        if isinstance(post, BadLine):
            bad.append(post)
            continue
        found = read(post.text, posted_at=post.posted_at, group_ward=post.group, gazetteer=places)
        if as_json:
            click.echo(json.dumps(plain(post.id, found), ensure_ascii=False))
        else:
            click.echo("\n".join(_told(post.id, found)))
    for line in _problems(bad):
        click.echo(line, err=True)
    return 1 if bad else 0


def _problems(bad: list[BadLine]) -> Iterator[str]:
    """The lines that could not be read, each with its reason."""
    for one in bad[:MOST_PROBLEMS]:
        yield say(sentence(N_("Line {line}: {problem}"), line=one.number, problem=one.why))
    if len(bad) > MOST_PROBLEMS:
        yield say(sentence(N_("{count} more lines were left out."), count=len(bad) - MOST_PROBLEMS))


def _told(name: str | int, found: Reading) -> Iterator[str]:
    """A post's kind and its households as people read them."""
    yield f"{name}: {found.kind}"
    for one in found.households:
        yield "  " + ", ".join(filter(None, _facts(one)))


def _facts(one: Household) -> Iterator[str | None]:
    yield one.name
    yield national(one.phone)
    yield say(sentence(N_("{count} people"), count=one.people)) if one.people else None
    yield one.address
    yield one.ward_code
    yield from one.categories
    yield from one.needs
    yield one.urgency if one.urgency != "normal" else None


COMMANDS = (cases,)
