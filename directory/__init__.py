"""Doorstep's core: what is on for families, and the rules about it. Knows no Flask and no Telegram."""
