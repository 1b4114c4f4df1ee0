"""The operator's commands: make ready, look at settings, check books and chain, back up and restore."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from aidtrack import care, schema
from aidtrack.audit import queries as audit
from aidtrack.audit.actions import record
from aidtrack.books import queries as books_queries
from aidtrack.books.invariants import ALTERED, INVARIANTS
from aidtrack.cli.session import Session, as_operator, json_option, opened, say, show
from aidtrack.cli.spoken_help import SpokenCommand, SpokenGroup
from aidtrack.db import transaction
from aidtrack.demo import accounts, story
from aidtrack.sentences import N_
from aidtrack.sentences import say as sentence
from aidtrack.settings import Settings


@click.command(cls=SpokenCommand)
@json_option
def init(as_json: bool) -> None:
    """Make an empty database ready; safe to repeat."""
    with opened(empty=True):
        care.init()
        answer = {"ready": True, "revision": schema.newest()}
    show(answer, as_json, lambda _: iter([say(N_("The database is ready."))]))


@click.command(cls=SpokenCommand)
@json_option
def settings(as_json: bool) -> None:
    """List all settings with their variables; the secret key is not shown."""
    rows = Settings.from_environ().listed()
    show(rows, as_json, lambda all_of_them: (f"{name}={value}" for name, value in all_of_them.items()))


@click.command(cls=SpokenCommand)
@json_option
def demo(as_json: bool) -> None:
    """Replay 13 to 15 August 2021 into an empty database."""
    with opened(empty=True) as session:
        story.check_stage(session.settings)
        care.init()
        story.tell(session.settings)
        answer = {"accounts": [asdict(one) for one in accounts.kept(session.settings)]}
        show(answer, as_json, lambda _: accounts.lines(session.settings))


@click.command(cls=SpokenCommand)
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def backup(file: Path, as_json: bool) -> None:
    """Copy the whole database, and the photos of visits, into one new FILE while others work."""
    with opened() as session:
        kept = care.backup(file, session.settings.photos)
        with transaction():
            record("care.backup", "deployment", by=session.by, at=session.at, file=file.name, rows=kept.rows)
    show(
        asdict(kept),
        as_json,
        lambda one: iter(
            [say(sentence(N_("{rows} rows kept in {file}."), rows=one["rows"], file=str(file)))]
        ),
    )


@click.command(cls=SpokenCommand)
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def restore(file: Path, as_json: bool) -> None:
    """Bring a backup FILE into an empty database, and check its books and chain."""
    with opened(empty=True) as session:
        session.settings.make_var()
        kept = care.restore(file, session.settings.photos)
    show(
        asdict(kept),
        as_json,
        lambda one: iter(
            [say(sentence(N_("{rows} rows restored; books and chain hold."), rows=one["rows"]))]
        ),
    )


SAID = {one.code: one.said for one in (*INVARIANTS, ALTERED)}


@click.group(cls=SpokenGroup)
def books() -> None:
    """The books."""


@books.command("check")
@json_option
@as_operator
def check(session: Session, as_json: bool) -> int:
    """Make all sums anew from the movements and name what differs."""
    differences = [asdict(one) for one in books_queries.check()]
    answer = {"ok": not differences, "differences": differences}
    lines = [
        f"{say(SAID[one['check']])} – {one['id']}: {one['expected']} ≠ {one['found']}"
        for one in differences
    ]
    show(answer, as_json, lambda _: iter(lines or [say(N_("The books close."))]))
    if differences:
        click.echo(say(sentence(N_("The books differ in {count} places."), count=len(differences))), err=True)
    return 1 if differences else 0


@click.group("audit", cls=SpokenGroup)
def audit_group() -> None:
    """The chain of changes."""


@audit_group.command("verify")
@json_option
@as_operator
def verify(session: Session, as_json: bool) -> int:
    """Walk the chain from its first entry to its head."""
    verdict = audit.verify()
    words = N_("The chain holds: {rows} entries, head {head}.")
    show(
        asdict(verdict),
        as_json,
        lambda one: iter([say(sentence(words, rows=one["rows"], head=one["head"]))] if one["ok"] else []),
    )
    if not verdict.ok:
        click.echo(
            say(sentence(N_("The chain is broken at entry {first}."), first=verdict.first_bad)), err=True
        )
    return 0 if verdict.ok else 1


COMMANDS = (init, settings, demo, backup, restore, books, audit_group)
