"""The ways that messages come and go. Each is a thin translator; `bot/abilities.py` says what it can do."""
