"""The chat on the site. It works without script, sets nothing until she sends, and forgets after a day."""

from flask import Blueprint, Response

chat = Blueprint("chat", __name__, url_prefix="/<lang:lang>/chat", template_folder="templates")
CHANNEL = "web"

from bot.channels.web import pages, troubles  # noqa: E402, F401


@chat.after_request
def kept_nowhere(response: Response) -> Response:
    """Nobody who has the phone next finds the talk in it."""
    response.headers["Cache-Control"] = "no-store"
    return response
