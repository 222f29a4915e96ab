"""Hangs the bot's doors into the site: what its channels need to be reached by."""

from flask import Flask

from bot.channels import telegram_webhook
from bot.channels.web import chat
from directory.runtime import Runtime


def hang(app: Flask, runtime: Runtime) -> None:
    """Give the site every address of the bot that this copy's settings open."""
    app.register_blueprint(telegram_webhook.telegram)
    app.extensions["csrf"].exempt(telegram_webhook.telegram)  # who posts there proves it by a secret
    app.register_blueprint(chat)
    app.extensions["csrf"].exempt(chat)  # who only looks gets no cookie: its forms prove themselves by hers
