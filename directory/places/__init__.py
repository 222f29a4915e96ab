"""Where things happen: councils, clusters, centres, venues, postcodes."""
