"""Finding what suits a family: one question in, one page of answers out, for every door."""
