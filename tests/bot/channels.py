"""A channel that can do little, as WhatsApp can: the core must need no change for it."""

from bot.abilities import Abilities

WHATSAPP = Abilities(
    buttons=3,
    label=20,
    listed=10,
    listed_label=24,
    text=1024,
    edits=False,
    urls=False,
    calls=False,
    hours_open=24,
)
