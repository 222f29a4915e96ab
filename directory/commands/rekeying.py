"""Take over from a former secret key."""

import click

from directory import rekeying
from directory.commands.progress import complain, counting, say
from directory.runtime import Runtime, open_runtime

MOST_TIMES = 5


@click.command()
def rekey() -> None:
    """Seal anew what DOORSTEP_FORMER_SECRET_KEY sealed, with DOORSTEP_SECRET_KEY.

    Give both to everything that runs first. It may be stopped at any time and begun again.
    """
    runtime = open_runtime()
    if runtime.database.keys is None or runtime.database.keys.former is None:
        complain("DOORSTEP_FORMER_SECRET_KEY is not set, or is the same: there is nothing to take over from.")
        raise SystemExit(2)
    for _ in range(MOST_TIMES):  # what runs with the old settings may still seal with the former key
        tally = _renew(runtime)
        say(f"{tally.renewed:,} values have been sealed anew, of {tally.looked_at:,}.")
        if not tally.renewed:
            break
    runtime.database.scrub()
    _conclude(runtime, tally)


def _renew(runtime: Runtime) -> rekeying.Tally:
    tally = rekeying.Tally()
    with runtime.database.read() as db:
        total = rekeying.how_many(db)
    with counting("Sealing anew", total) as show:
        for tally in rekeying.renew(runtime.database):
            show(tally.looked_at)
    return tally


def _conclude(runtime: Runtime, tally: rekeying.Tally) -> None:
    if tally.broken:
        complain(f"{tally.broken:,} values open with neither key: they were sealed with another one.")
    if tally.renewed:
        complain("Something still seals with the former key: give both to all that runs, and rekey again.")
        raise SystemExit(1)
    say("The former key is needed no longer: take DOORSTEP_FORMER_SECRET_KEY away and start all anew.")
    with runtime.database.read() as db:
        people = rekeying.with_recovery_codes(db)
    if people:
        say(f"Recovery codes made before now end with it. {people} workers have some: ask them for new ones.")
    if runtime.settings.telegram_token:
        say("The secret of Telegram's webhook follows from the key: python -m bot setup")
