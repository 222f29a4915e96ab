"""Benchmarks: each prints ratios taken in one run on one machine. Never an assertion about time."""
