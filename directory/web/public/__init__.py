"""What families see."""

from flask import Blueprint

public = Blueprint("public", __name__, url_prefix="/<lang:lang>")

from directory.web.public import (  # noqa: E402
    activity,  # noqa: F401
    centre,  # noqa: F401
    editorial,  # noqa: F401
    find,  # noqa: F401
    home,  # noqa: F401
    language,  # noqa: F401
    poster,  # noqa: F401
    suggest,  # noqa: F401
    telling,  # noqa: F401
    wrong,  # noqa: F401
)
