"""What families see."""

from flask import Blueprint

public = Blueprint("public", __name__, url_prefix="/<lang:lang>")

from directory.web.public import activity, centre, editorial, find, home, language, suggest, telling  # noqa: E402, F401
