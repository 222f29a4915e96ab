"""The way from a view into the directory."""

from flask import current_app

from directory.runtime import Runtime


def runtime() -> Runtime:
    """The open directory this site stands on."""
    found: Runtime = current_app.extensions["doorstep"]
    return found
