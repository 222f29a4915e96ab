"""Bring in what others keep: lists of centres, postcodes and activities. Shown first, then all or nothing."""
