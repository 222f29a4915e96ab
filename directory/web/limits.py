"""How often one address may ask: enough for a whole waiting room behind one router, too little for a flood.

Counted in this process's memory only; addresses are never written down.
"""

from flask import Flask, abort, request
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from directory.web.rooms import runtime

SEARCHING = {
    *("public.find", "public.suggest", "public.suggest_json"),
    *("open.find_json", "open.session_calendar", "open.centre_calendar"),
}
TELLING = {"public.tell_us", "public.wrong"}
TOLD_AN_HOUR = RateLimitItemPerHour(30)  # from a waiting room; one person needs one or two
# A waiting room that chats. Pages that are open ask every other second for what is new.
CHATTING = {
    "chat.say": RateLimitItemPerMinute(120),
    "chat.anew": RateLimitItemPerMinute(30),
    "chat.new": RateLimitItemPerMinute(1500),
}


def set_up(app: Flask) -> None:
    counter = FixedWindowRateLimiter(MemoryStorage())

    @app.before_request
    def not_too_fast() -> None:
        most = _most()
        if most and not counter.hit(most, request.endpoint or "", request.remote_addr or ""):
            abort(429)


def _most() -> RateLimitItem | None:
    """How often this address may ask for what it asks for."""
    endpoint = request.endpoint or ""
    if endpoint in SEARCHING:
        return RateLimitItemPerMinute(runtime().settings.searches_per_minute)
    if endpoint in TELLING and request.method == "POST":
        return TOLD_AN_HOUR
    return CHATTING.get(endpoint)
