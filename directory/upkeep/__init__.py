"""Keeping places true: what a centre says of itself, its venues, the council's terms and bank holidays."""
