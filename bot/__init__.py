"""The second door: the same directory in conversation. It comes with its own issue."""
