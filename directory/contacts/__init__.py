"""People who write to us in chat: what they keep, what we owe them, and the talks that staff take over."""
