"""What the bot says unasked: dates that changed, reminders, what is new. Chores of the bot's worker.

Everything is worked out first; then some messages at a time are owed in one short transaction. Each has a
source of its own, so that whoever is killed half way begins again and tells nobody twice.
"""

from bot.telling.new import look_again
from bot.telling.news import tell_news
from bot.telling.reminders import send_reminders

__all__ = ["look_again", "send_reminders", "tell_news"]
