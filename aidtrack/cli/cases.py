"""Cases at the command line: import a list, and verify what was reported."""

from __future__ import annotations

import sys
from pathlib import PurePath

import click

from aidtrack.cases import actions, import_actions, import_queries, list_queries, queries
from aidtrack.cases.import_fates import counts_of
from aidtrack.cases.models import CaseImport
from aidtrack.cli.session import Session, as_person, json_option, reading, say, show
from aidtrack.cli.spoken_help import SpokenGroup
from aidtrack.cli.typed import content_of
from aidtrack.db import transaction
from aidtrack.errors import RuleBroken
from aidtrack.jobs import lists
from aidtrack.sentences import N_, Sentence
from aidtrack.sentences import say as sentence

UNCALLED = "command line"
"""What the chain keeps in place of a sample: nobody was called back, whoever sat at the machine answers."""


@click.group(cls=SpokenGroup)
def cases() -> None:
    """Cases of hardship."""


@cases.command("import")
@click.argument("file")
@click.option(
    "--edition", type=click.Choice(["2021", "2025"]), help="By default the one that resolves most rows."
)
@click.option("--commit", is_flag=True, help="Write the households; without it nothing is written.")
@json_option
@as_person
def import_list(session: Session, file: str, edition: str | None, commit: bool, as_json: bool) -> None:
    """Read a list of households, say what is wrong with it, and write it with --commit."""
    data = content_of(file)
    with transaction():
        staged = import_actions.receive(
            data, PurePath(file).name, edition=edition, by=session.by, at=session.at
        )
        import_actions.claim(staged)
    try:
        report, decided = _brought_in(session, staged.id, commit)
    finally:
        with transaction():
            import_actions.forget_unwritten(staged.id)
    show(report, as_json, lambda found: iter(_told(found, decided)))


def _brought_in(session: Session, import_id: int, commit: bool) -> tuple[dict[str, object], int]:
    """The list read, written if it is to be, and what is said of it."""
    lists.go_on(import_id, session.clock, by=session.by, told=_progress)
    staged = import_queries.one(import_id)
    if staged.refused:
        with reading():
            raise RuleBroken(Sentence.from_plain(staged.refused), field="file")
    if commit:
        with transaction():
            staged = import_actions.commit_import(staged, by=session.by, at=session.at)
        lists.go_on(import_id, session.clock, by=session.by, told=_progress)
        staged = import_queries.one(import_id)
    report = import_queries.import_report(staged, by=session.by, spoken=say)
    return report, counts_of(staged.reading).decided


_LONG = 2_000
"""Lines from which on it is told how far the work is."""


def _progress(staged: CaseImport) -> None:
    """Tell on standard error how far a long list is."""
    if staged.todo >= _LONG and sys.stderr.isatty():
        words = N_("{done} of {todo} rows")
        click.echo(f"\r{say(sentence(words, done=staged.done, todo=staged.todo))}  ", err=True, nl=False)
        if staged.done >= staged.todo:
            click.echo(err=True)


def _told(report: dict[str, object], decided: int) -> list[str]:
    lines = [
        say(
            sentence(
                N_("Edition {edition}: {rows} rows, {households} households, {people} people."),
                **{name: report[name] for name in ("edition", "rows", "households", "people")},
            )
        )
    ]
    for kind in ("problems", "warnings", "duplicates"):
        for one in report[kind]:  # type: ignore[attr-defined]
            where = f"{one['row']}{one.get('column') or ''}"
            lines.append(f"  {where}: {one.get('message') or one.get('why')}")
    if decided:
        words = N_("Look like another row and were decided before: {count}.")
        lines.append(say(sentence(words, count=decided)))
    if "written" in report:
        words = N_("{written} written, {already} were there already.")
        lines.append(say(sentence(words, written=report["written"], already=report["already"])))
    return lines


@cases.command("verify")
@click.argument("codes", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All cases that wait for this person's verification.")
@json_option
@as_person
def verify(session: Session, codes: tuple[str, ...], everything: bool, as_json: bool) -> int:
    """Verify cases by code, or all that wait. What cannot be verified is named with its reason."""
    if everything == bool(codes):
        raise click.UsageError(say(N_("Give the codes of the cases, or --all.")))
    with transaction():
        if everything:
            codes = tuple(list_queries.codes_to_verify(session.by))
        found = queries.cases_by_code(codes, by=session.by, right="cases.verify")
        known = {case.code for case in found}
        verified, refused = actions.verify_many(found, sample=UNCALLED, by=session.by, at=session.at)
        answer = {
            "verified": [case.code for case in verified],
            "refused": [{"code": code, "why": say(why)} for code, why in refused]
            + [{"code": code, "why": say(N_("Not found"))} for code in codes if code.upper() not in known],
        }
    show(
        answer,
        as_json,
        lambda one: iter([*one["verified"], *(f"{no['code']}: {no['why']}" for no in one["refused"])]),
    )
    return 1 if answer["refused"] and not everything else 0


COMMANDS = (cases,)
