"""“This is wrong”: what parents tell a centre about a listing, and what the centre answers."""
