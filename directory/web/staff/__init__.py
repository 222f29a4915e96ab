"""What staff see: in English, on a phone first, and never kept by a cache."""

from flask import Blueprint

from directory.web.security import leave_no_trace
from directory.web.staff.navigation import navigation

staff = Blueprint("staff", __name__, url_prefix="/staff")
staff.before_request(leave_no_trace)
staff.context_processor(lambda: {"navigation": navigation})

from directory.web.staff import guide, kept, more, places, sign_in, sign_out, today, unmet  # noqa: E402, F401
