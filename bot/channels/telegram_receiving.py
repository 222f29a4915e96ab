"""What Telegram brings, put into the inbox: by webhook and by polling alike."""

from datetime import datetime

from bot.channels.telegram_updates import CHANNEL, update_from
from directory.contacts import inbox
from directory.runtime import Runtime


def take_in(runtime: Runtime, raw: object, *, now: datetime) -> bool:
    """Keep one update, committed when this returns; false for what was here before, or is not for us.

    Another bot counts its updates anew: its number is part of the name.
    """
    update = update_from(raw)
    if update is None:
        return False
    bot = runtime.settings.telegram_token.partition(":")[0]
    with runtime.database.unit_of_work() as db:
        return inbox.receive(
            db,
            channel=CHANNEL,
            external_id=f"{bot}.{update.number}",
            address=update.address,
            place=update.number,
            event=update.event.as_json(),
            now=now,
        )
