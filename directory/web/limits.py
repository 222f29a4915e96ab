"""How often one address may ask: enough for a whole waiting room behind one router, too little for a flood.

Counted in this process's memory only; addresses are never written down.
"""

from flask import Flask, abort, request
from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from directory.web.rooms import runtime

SEARCHING = {
    *("public.find", "public.suggest", "public.suggest_json"),
    *("open.find_json", "open.session_calendar", "open.centre_calendar"),
}
TELLING = {"public.tell_us", "public.wrong"}
TOLD_AN_HOUR = RateLimitItemPerHour(30)  # from a waiting room; one person needs one or two


def set_up(app: Flask) -> None:
    counter = FixedWindowRateLimiter(MemoryStorage())

    @app.before_request
    def not_too_fast() -> None:
        if request.endpoint in SEARCHING:
            most = RateLimitItemPerMinute(runtime().settings.searches_per_minute)
            if not counter.hit(most, request.endpoint, request.remote_addr or ""):
                abort(429)
        telling = request.endpoint in TELLING and request.method == "POST"
        if telling and not counter.hit(TOLD_AN_HOUR, request.endpoint or "", request.remote_addr or ""):
            abort(429)
