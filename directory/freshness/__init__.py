"""Keeping listings true: what is to be looked at first, and who is reminded of it."""
