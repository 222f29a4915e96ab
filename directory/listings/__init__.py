"""What is on: activities, when they happen, and how they are put into words for families."""
