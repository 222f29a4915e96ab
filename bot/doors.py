"""Hangs the bot's doors into the site: what its channels need to be reached by."""

from flask import Flask

from directory.runtime import Runtime


def hang(app: Flask, runtime: Runtime) -> None:
    """Give the site every address of the bot that this copy's settings open."""
