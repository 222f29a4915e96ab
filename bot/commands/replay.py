"""Try again what was given up."""

import click

from directory import clock
from directory.commands.progress import complain, say
from directory.contacts import inbox
from directory.errors import NotFound
from directory.runtime import open_runtime


@click.command()
@click.argument("number", type=int)
def replay(number: int) -> None:
    """Have the message with this NUMBER answered, though it was given up five times. `check` lists them."""
    runtime = open_runtime()
    try:
        with runtime.database.unit_of_work() as db:
            inbox.replay(db, number, now=clock.now())
    except NotFound as error:
        complain(f"No message {number} has been given up.")
        raise SystemExit(1) from error
    say(f"Message {number} is answered as soon as the bot is at work.")
