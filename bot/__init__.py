"""The bot: the same directory, in conversation. What arrives, and what is owed, are rows."""
