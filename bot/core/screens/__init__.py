"""What talks show, in words: cards in, screens out. What happens next is for the talks to say."""
