"""What a terminal asks of the bot: one module a command, hung in `bot/__main__.py`."""
