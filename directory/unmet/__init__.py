"""What families looked for and did not find: bare counts, and what they chose to tell us."""
