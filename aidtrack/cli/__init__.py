"""The command `aidtrack`: the operator's work, and the main job for those who prefer a line to a page.

Exit codes: 0 done; 1 the answer is no; 2 wrong usage or unreadable input; 3 an internal fault. Each
of the last three says one sentence on standard error.
"""

from __future__ import annotations

import logging
import os
import sys

import click
from sqlalchemy.exc import OperationalError

from aidtrack.cli import (
    campaigns,
    cases,
    deliveries,
    donations,
    duplicates,
    operator,
    people,
    posts,
    reports,
    running,
    stores,
)
from aidtrack.cli.session import say
from aidtrack.cli.spoken_help import SpokenGroup
from aidtrack.cli.wrong_usage import in_words
from aidtrack.errors import AidtrackError
from aidtrack.sentences import N_, Sentence
from aidtrack.sentences import say as sentence

UNREADABLE = frozenset({"file"})
"""Refusals of these fields mean that the input could not be read at all."""


@click.group(cls=SpokenGroup, context_settings={"help_option_names": ["-h", "--help"]}, help=__doc__)
@click.version_option(package_name="aidtrack", message="%(prog)s %(version)s")
def group() -> None:
    """Gather all commands."""


HOUSEHOLDS = (cases, duplicates, posts)
for part in (running, operator, people, *HOUSEHOLDS, stores, donations, campaigns, deliveries, reports):
    for command in part.COMMANDS:
        group.add_command(command)


def main() -> None:
    """Run the command line and leave with its exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; the exit code."""
    try:
        answer = group.main(arguments, prog_name="aidtrack", standalone_mode=False)
    except click.exceptions.Exit as left:
        return left.exit_code
    except click.exceptions.NoArgsIsHelpError as asked:
        click.echo(asked.ctx.get_help(), err=True)
        return 2
    except click.ClickException as wrong:
        return _refuse(2, in_words(wrong))
    except (click.Abort, KeyboardInterrupt):
        return _refuse(1, N_("Stopped."))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except AidtrackError as refused:
        return _refuse(2 if refused.field in UNREADABLE else 1, refused.sentence)
    except OperationalError as unreached:
        words = N_("The database cannot be used. Look at DATABASE_URL. The database says: “{why}”")
        return _refuse(3, sentence(words, why=_first_line(unreached.orig)))
    except Exception as fault:
        logging.getLogger("aidtrack.cli").debug("internal fault", exc_info=True)
        words = N_("A fault inside aidtrack; nothing was changed. Tell who looks after it: “{why}”")
        return _refuse(3, sentence(words, why=f"{type(fault).__name__}: {_first_line(fault)}"))
    return answer if isinstance(answer, int) else 0


def _refuse(code: int, said: Sentence | str) -> int:
    """One sentence on standard error; the exit code."""
    click.echo(say(said), err=True)
    return code


def _first_line(fault: BaseException | None) -> str:
    lines = str(fault or "").strip().splitlines()
    return lines[0].rstrip(".") if lines else "–"
