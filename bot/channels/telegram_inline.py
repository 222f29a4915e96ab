"""Sessions to share into another chat: somebody writes `@our_bot baby yoga` there and taps one.

Nothing of it is kept. What she sees is what the site shows everybody; a session at a hidden place, or on a
sensitive topic, is never offered.
"""

from collections.abc import Mapping
from typing import Any

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from bot.channels.telegram_updates import Inline
from directory.listings.cards import ActivityCard
from directory.locales import best_for
from directory.runtime import Runtime
from directory.search.request import Request

MOST = 10  # results
PERSON = RateLimitItemPerMinute(60)  # a letter typed may be a question
EVERYBODY = RateLimitItemPerMinute(1200)
CACHED = 60  # seconds that Telegram answers the same words by itself

_counter = FixedWindowRateLimiter(MemoryStorage())


def answer_inline(runtime: Runtime, asked: Inline) -> Mapping[str, Any] | None:
    """What `answerInlineQuery` is given; None for whom asks too much, and is not answered."""
    if not (_counter.hit(PERSON, asked.person) and _counter.hit(EVERYBODY, "inline")):
        return None
    language = best_for([asked.language])
    found = runtime.find(Request(text=asked.text), language=language).results if asked.text.strip() else []
    cards = [each.activity for each in found if each.activity.where and not each.activity.sensitive]
    return {
        "inline_query_id": asked.id,
        "results": [_result(card, language, runtime) for card in cards[:MOST]],
        "cache_time": CACHED,
    }


def _result(card: ActivityCard, language: str, runtime: Runtime) -> Mapping[str, Any]:
    address = f"{runtime.settings.address}/{language}/session/{card.slug}"
    name, where = card.name.text, card.where
    place = ", ".join(filter(None, (where.building or where.centre, where.town))) if where else ""
    said = "\n".join(filter(None, (name, place, address)))
    return {
        "type": "article",
        "id": str(card.id),
        "title": name,
        "description": "\n".join(filter(None, (place, card.summary.text)))[:200],
        "input_message_content": {"message_text": said},
    }
