"""The command `aidtrack`: the operator's work, and the main job for those who prefer a line to a page.

Exit codes: 0 done; 1 the answer is no; 2 wrong usage or unreadable input; 3 an internal fault. Each
of the last three says one sentence on standard error.
"""

from __future__ import annotations

import logging
import os
import sys

import click

from aidtrack.cli import campaigns, cases, deliveries, donations, operator, people, reports, running
from aidtrack.cli.session import say
from aidtrack.errors import AidtrackError

UNREADABLE = frozenset({"file", "edition"})
"""Refusals of these fields mean that the input could not be read at all."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, help=__doc__)
@click.version_option(package_name="aidtrack")
def group() -> None:
    """Gather all commands."""


for part in (running, operator, people, cases, donations, campaigns, deliveries, reports):
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
    except click.ClickException as wrong:
        click.echo(wrong.format_message(), err=True)
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except AidtrackError as refused:
        click.echo(say(refused.sentence), err=True)
        return 2 if refused.field in UNREADABLE else 1
    except Exception as fault:
        logging.getLogger("aidtrack.cli").debug("internal fault", exc_info=True)
        click.echo(f"{type(fault).__name__}: {str(fault).splitlines()[0] if str(fault) else '–'}", err=True)
        return 3
    return answer if isinstance(answer, int) else 0
