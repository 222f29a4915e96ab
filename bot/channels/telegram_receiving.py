"""What Telegram brings, put into the inbox: by webhook and by polling alike."""

from collections.abc import Iterable
from datetime import datetime

from bot.channels.telegram_updates import CHANNEL, update_from
from directory.contacts import inbox
from directory.runtime import Runtime


def take_in(runtime: Runtime, raw: Iterable[object], *, now: datetime) -> int:
    """Keep updates, committed when this returns; how many were new, and for us.

    Another bot counts its updates anew: its number is part of the name.
    """
    updates = [update for each in raw if (update := update_from(each))]
    if not updates:
        return 0
    bot = runtime.settings.telegram_token.partition(":")[0]
    with runtime.database.unit_of_work() as db:
        return sum(
            inbox.receive(
                db,
                channel=CHANNEL,
                external_id=f"{bot}.{update.number}",
                address=update.address,
                place=update.number,
                event=update.event.as_json(),
                now=now,
            )
            for update in updates
        )
