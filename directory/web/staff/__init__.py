"""What staff see: in English, on a phone first, and never kept by a cache."""

from flask import Blueprint

from directory.web.security import leave_no_trace
from directory.web.staff.navigation import navigation

staff = Blueprint("staff", __name__, url_prefix="/staff")
staff.before_request(leave_no_trace)
staff.context_processor(lambda: {"navigation": navigation})

from directory.web.staff import (  # noqa: E402
    account,  # noqa: F401
    account_email,  # noqa: F401
    account_password,  # noqa: F401
    account_phone,  # noqa: F401
    add_date,  # noqa: F401
    broadcasts,  # noqa: F401
    bulk,  # noqa: F401
    calendar,  # noqa: F401
    cancel_date,  # noqa: F401
    chat,  # noqa: F401
    check,  # noqa: F401
    code,  # noqa: F401
    families,  # noqa: F401
    guide,  # noqa: F401
    imports,  # noqa: F401
    join,  # noqa: F401
    kept,  # noqa: F401
    language,  # noqa: F401
    languages,  # noqa: F401
    late_date,  # noqa: F401
    listings,  # noqa: F401
    more,  # noqa: F401
    move_date,  # noqa: F401
    phone,  # noqa: F401
    places,  # noqa: F401
    reports,  # noqa: F401
    reset,  # noqa: F401
    sign_in,  # noqa: F401
    sign_out,  # noqa: F401
    today,  # noqa: F401
    today_sessions,  # noqa: F401
    translations,  # noqa: F401
    unmet,  # noqa: F401
    when,  # noqa: F401
    when_slot,  # noqa: F401
    worker,  # noqa: F401
    workers,  # noqa: F401
)
