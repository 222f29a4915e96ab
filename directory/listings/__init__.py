"""What is on: activities, when they happen, and how they are put into words for families."""

from directory.listings import news  # noqa: F401 — loaded with the package, see there
