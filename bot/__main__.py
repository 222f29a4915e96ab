"""The bot's commands: `python -m bot --help`."""

import logging
import sys

import click

from bot.commands.poll import poll
from directory.commands.progress import complain
from directory.errors import DirectoryError


@click.group()
def commands() -> None:
    """Doorstep in conversation, from the command line."""


ALL: tuple[click.Command, ...] = (poll,)
for command in ALL:
    commands.add_command(command)


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    # What a library logs about an address it asked could hold the token.
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        commands(prog_name="python -m bot")
    except DirectoryError as error:
        complain(str(error))
        sys.exit(2)


if __name__ == "__main__":
    main()
