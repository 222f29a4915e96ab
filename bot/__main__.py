"""The bot's commands: `python -m bot --help`."""

import sys

import click

from bot.commands.chat import chat
from bot.commands.check import check
from bot.commands.export_scripts import export_scripts
from bot.commands.poll import poll
from bot.commands.replay import replay
from bot.commands.setup import setup
from bot.commands.work import work
from directory import logs
from directory.commands.progress import complain
from directory.errors import DirectoryError


@click.group()
def commands() -> None:
    """Doorstep in conversation, from the command line."""


ALL: tuple[click.Command, ...] = (chat, work, poll, setup, check, replay, export_scripts)
for command in ALL:
    commands.add_command(command)


def main() -> None:
    logs.set_up()
    try:
        commands(prog_name="python -m bot")
    except DirectoryError as error:
        complain(str(error))
        sys.exit(2)


if __name__ == "__main__":
    main()
