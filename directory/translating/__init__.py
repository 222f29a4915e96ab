"""A listing's words in other languages: who wrote them, and whether they still say what the English says."""
