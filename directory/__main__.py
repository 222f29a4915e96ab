"""Commands: `python -m directory --help`."""

import sys

import click

from directory import logs
from directory.commands.concepts import concepts
from directory.commands.doctor import doctor
from directory.commands.finding import find, reindex
from directory.commands.importing import imports
from directory.commands.progress import complain
from directory.commands.rekeying import rekey
from directory.commands.running import run, work
from directory.commands.setting_up import setup
from directory.commands.staffing import add_worker_command
from directory.errors import DirectoryError


@click.group()
def commands() -> None:
    """Doorstep: what is on for families, from the command line."""


for command in (setup, run, work, reindex, imports, find, concepts, add_worker_command, rekey, doctor):
    commands.add_command(command)


def main() -> None:
    logs.set_up()
    try:
        commands(prog_name="python -m directory")
    except DirectoryError as error:
        complain(str(error))
        sys.exit(2)


if __name__ == "__main__":
    main()
