"""The conversation itself, pure: events in, screens and effects out. No SQL, no channel, no clock."""
